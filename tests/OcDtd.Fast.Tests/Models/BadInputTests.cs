namespace OcDtd.Fast.Tests.Models;

/// <summary>What a model refuses, and that it says what was found and what was expected.</summary>
public sealed class BadInputTests
{
    private static readonly float[,] s_two = { { 0, 1 }, { 2, 3 } };

    [Theory]
    [InlineData(0.0, "gamma is 0")]
    [InlineData(-1.0, "gamma is -1")]
    [InlineData(double.NaN, "gamma is NaN")]
    [InlineData(double.PositiveInfinity, "gamma is")]
    public void Widths(double gamma, string says) => Refused(() => SupportVectorModel.Create(s_two, [1, 1], gamma), says);

    [Fact]
    public void Dual_coefficients()
    {
        Refused(() => SupportVectorModel.Create(s_two, [1], 1), "1 dual coefficients for 2 support vectors");
        Refused(() => SupportVectorModel.Create(s_two, [1, -1], 1), "dual coefficient 1 is -1");
        Refused(() => SupportVectorModel.Create(s_two, [double.NaN, 1], 1), "dual coefficient 0 is NaN");
        Refused(() => SupportVectorModel.Create(s_two, [1, double.PositiveInfinity], 1), "dual coefficient 1 is");
        Refused(() => SupportVectorModel.Create(s_two, [0, 0], 1), "all 2 dual coefficients are 0");
    }

    [Fact]
    public void Support_vectors()
    {
        Refused(() => SupportVectorModel.Create(new float[,] { { 0, 1 }, { 2, float.NaN } }, [1, 1], 1), "support vector 1, feature 1 is NaN");
        Refused(() => SupportVectorModel.Create(new float[0, 2], [], 1), "0 ×");
        Refused(() => KernelDensity.Fit(new float[2, 0], 1), "0; expected at least one row and one feature");
    }

    [Fact]
    public void Zero_coefficients_are_dropped_and_tiny_ones_are_kept()
    {
        SupportVectorModel model = SupportVectorModel.Create(new float[,] { { 0 }, { 1 }, { 2 } }, [3, 0, 1e-300], 1);
        Assert.Equal(2, model.SupportVectorCount);
        Assert.Equal(2f, model.SupportVectors[1, 0]);
        Assert.Equal(1, model.DualCoefficients[0]);
        Assert.True(model.DualCoefficients[1] > 0);
    }

    [Fact]
    public void Huge_coefficients_do_not_overflow()
    {
        SupportVectorModel model = SupportVectorModel.Create(s_two, [1.7e308, 1.7e308], 1);
        Assert.Equal([0.5, 0.5], model.DualCoefficients.ToArray());
    }

    [Fact]
    public void Ensembles()
    {
        SupportVectorModel two = KernelDensity.Fit(s_two, 1), one = KernelDensity.Fit(new float[,] { { 0 } }, 1);
        Refused(() => (object)new BaggingEnsemble(), "no members");
        Refused(() => (object)new BaggingEnsemble(two, one), "member 1 has 1 features, member 0 has 2");
        Refused(() => (object)new GlobalTimesEnsemble(two, one), "they must agree");
        Refused(() => (object)new LocalTimesEnsemble(two, two, 0), "0 neighbours of 2");
        Refused(() => (object)new LocalTimesEnsemble(two, two, 3), "3 neighbours of 2");
        Refused(() => (object)new LocalTimesEnsemble(two, two, 1, 3), "3 neighbours of 2");
        Assert.Throws<ArgumentNullException>(() => (object)new BaggingEnsemble(two, null!));
    }

    [Fact]
    public void Rows_and_room()
    {
        SupportVectorModel model = KernelDensity.Fit(s_two, 1);
        Refused(() => model.Score([1f]), "sample has 1 values; the model expects 2");
        Refused(() => model.Explain([1f, 2], new float[1]), "relevance has room for 1 values; 2 are needed");
        Refused(() => model.Score(new float[3, 1], new float[3]), "samples have 1 features");
        Refused(() => model.Score(new float[3, 2], new float[2]), "outlierness has room for 2 values; 3 are needed");
        Refused(() => model.Explain(new float[3, 2], new float[3, 1]), "expected 3 × 2");
        Refused(() => model.Explain([1f, 2], new float[2], (RelevanceRule)7), "rule is 7");
        Refused(() => model.Score(new float[3, 2], new float[3], new BatchOptions { MaxDegreeOfParallelism = -1 }), "is -1");
    }

    private static void Refused(Func<object?> make, string says) =>
        Refused(() => { _ = make(); }, says);

    private static void Refused(Action action, string says) =>
        Assert.Contains(says, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
