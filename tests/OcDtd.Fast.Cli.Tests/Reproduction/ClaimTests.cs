using OcDtd.Fast.Cli.Reproduction;
using OcDtd.Fast.Cli.Reproduction.Mnist;

namespace OcDtd.Fast.Cli.Tests.Reproduction;

/// <summary>Claims are held against numbers, and can fail.</summary>
public sealed class ClaimTests
{
    [Theory]
    [InlineData(0.001, "Holds")]
    [InlineData(0.005, "HoldsInPart")]
    [InlineData(0.05, "DoesNotHold")]
    [InlineData(double.NaN, "DoesNotHold")]
    public void Accuracies_are_the_same_to_the_third_digit(double difference, string verdict) => Assert.Equal(verdict, $"{Claim.SameAccuracy(difference)}");

    [Theory]
    [InlineData(0.005, true)]
    [InlineData(0.02, false)]
    [InlineData(0, false)]
    [InlineData(-0.005, false)]
    public void Slightly_ahead_is_ahead_and_near(double difference, bool slightly) => Assert.Equal(slightly, Claim.SlightlyAhead(difference));

    [Fact]
    public void Ahead_by_more_is_told_apart_from_slightly_ahead()
    {
        Assert.Equal("1 of 3 (ahead by more on 1)", Claim.AheadOn([0.005, 0.02, -0.001]));
        Assert.Equal("2 of 2", Claim.AheadOn([0.005, 0.001]));
    }

    [Theory]
    [InlineData(3, 3, "Holds")]
    [InlineData(1, 3, "HoldsInPart")]
    [InlineData(0, 3, "DoesNotHold")]
    public void A_claim_holds_where_all_cases_bear_it_out(int holds, int of, string verdict) => Assert.Equal(verdict, $"{Claim.VerdictOf(holds, of)}");

    /// <summary>Columns: C1, C1×C1, C2, C2×C2, C1+C2, C1×C2.</summary>
    [Theory]
    [InlineData("Holds Holds Holds", 0.85, 0.85, 0.86, 0.86, 0.88, 0.875)]
    [InlineData("HoldsInPart Holds DoesNotHold", 0.85, 0.855, 0.86, 0.86, 0.88, 0.89)]
    [InlineData("DoesNotHold DoesNotHold DoesNotHold", 0.85, 0.8, 0.89, 0.89, 0.88, 0.8)]
    public void Table_3_1_decides_its_three_claims(string verdicts, params double[] means)
    {
        var claims = new AccuracyClaims("made up", [40, 50], seeds: 2, (_, classifier) => [means[classifier], means[classifier]]);
        Assert.Equal(verdicts, string.Join(' ', claims.All().Select(claim => claim.Verdict)));
    }
}
