using System.Globalization;
using System.Text.Json;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>ocdtd fit --gamma RULE: the file holds what the engine chooses from the same rows, and says so.</summary>
public sealed class FitGammaTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly float[,] _rows = Samples.Rows(1, 61, 4);

    public FitGammaTests() => _folder.Write("x.npy", _rows);

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Rules => new()
    {
        { "neighbor-mass", "mass" },
        { "neighbor-mass-unsquared", "mass" },
        { "scale", "variance" },
        { "median", "median_squared_distance" },
        { "perplexity", "perplexity" },
        { "loo", "log_density" },
    };

    [Fact]
    public void Every_rule_is_tested() => Assert.Equal(GammaRules.Names, Rules.Select(rule => (string)rule[0]));

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_chooses_from_all_rows(string rule, string found)
    {
        GammaChoice choice = Choose(rule, _rows);
        foreach (string options in new[] { "", "--estimator ocsvm ", "--ensemble bagging " })
        {
            SavedModel saved = _folder.Fit($"{options}--gamma {rule}");
            Assert.All(saved.Model.Members, member => Assert.Equal(choice.Gamma, member.Gamma));
            JsonElement facts = Json.Of("inspect", _folder["m.onnx"]);
            Assert.Equal(rule, Fitted.Fact(facts, "gamma.rule"));
            Assert.Equal(("61", "no"), (Fitted.Fact(facts, "gamma.rows"), Fitted.Fact(facts, "gamma.sampled")));
            Assert.Equal(choice.Found, double.Parse(Fitted.Fact(facts, "gamma." + found), CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Scaled_rows_are_what_a_rule_chooses_from(string rule, string _)
    {
        double gamma = _folder.Fit($"--gamma {rule} --scale minmax").Model.Members[0].Gamma;
        Assert.Equal(Choose(rule, FeatureScaling.Fit(ScalingKind.MinMax, _rows).Apply(_rows)).Gamma, gamma);
        Assert.NotEqual(Choose(rule, _rows).Gamma, gamma);
    }

    [Fact]
    public void A_sample_of_many_rows_is_drawn_by_the_seed_and_said()
    {
        float[,] rows = Samples.Rows(3, 10_001, 1);
        _folder.Write("x.npy", rows);
        string[] command = _folder.Split("fit @x.npy -o @m.onnx --gamma median --seed 3");
        Assert.Contains("gamma was chosen from a sample of 10,000 of 10,001 rows (seed 3).", Ocdtd.Succeed(command));
        JsonElement facts = Json.Of("inspect", _folder["m.onnx"]);
        Assert.Equal(("10000", "seed 3"), (Fitted.Fact(facts, "gamma.rows"), Fitted.Fact(facts, "gamma.sampled")));
        GammaChoice choice = GammaSelection.Choose(GammaRule.Median, rows, o => o with { Seed = 3 });
        Assert.Equal(choice.Gamma, facts.GetProperty("gamma")[0].GetDouble());
    }

    private static GammaChoice Choose(string name, float[,] rows)
    {
        Assert.True(GammaRules.TryParse(name, out GammaRule rule));
        return GammaSelection.Choose(rule, rows);
    }
}
