using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Tests.Models;

/// <summary>Models made again from what they gave away: with a copy of the support vectors, and without.</summary>
public sealed class RestoredModelTests
{
    private readonly SupportVectorModel _model = TestModels.Random(new Random(5), 37, 9, 0.3);

    [Fact]
    public void Both_ways_give_the_same_bits()
    {
        float[,] rows = TestModels.RandomRows(new Random(6), 20, 9);
        float[] expected = _model.Score(rows);
        var copied = SupportVectorModel.Restore(
            _model.SupportVectors, _model.DualCoefficients, _model.LogDualCoefficients, _model.Gamma);
        Assert.Equal(expected, copied.Score(rows));
        Assert.Equal(expected, Restore(Values()).Score(rows));
    }

    [Fact]
    public void The_array_itself_is_kept()
    {
        float[] values = Values();
        ref readonly float first = ref Restore(values).SupportVectors.DangerousGetReference();
        Assert.True(System.Runtime.CompilerServices.Unsafe.AreSame(in values[0], in first));
    }

    [Theory]
    [InlineData(0, "333 values are no rows of 0 features")]
    [InlineData(-1, "333 values are no rows of -1 features")]
    [InlineData(10, "333 values are no rows of 10 features")]
    [InlineData(37, "37 dual coefficients for 9 support vectors")]
    public void Values_that_are_no_rows_are_refused(int featureCount, string expected)
    {
        var e = Assert.Throws<ArgumentException>(() => Restore(Values(), featureCount));
        Assert.Contains(expected, e.Message);
    }

    [Fact]
    public void Values_are_checked()
    {
        float[] values = Values();
        values[20] = float.NaN;
        Assert.Contains("support vector 2, feature 2 is NaN", Assert.Throws<ArgumentException>(() => Restore(values)).Message);
        Assert.Throws<ArgumentException>(() => Restore([]));
    }

    [Theory]
    [InlineData(3_000_000, 800)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(1, int.MaxValue)]
    public void More_than_an_array_can_hold_is_refused_before_it_is_read(int count, int features)
    {
        float only = 1;
        var e = Assert.Throws<ArgumentException>(() => SupportVectorModel.Create(
            ReadOnlySpan2D<float>.DangerousCreate(in only, count, features, 0), [1], 1));
        Assert.Contains("numbers with padding; a member holds at most 2147483591.", e.Message);
        Assert.Contains($"support vectors are {count} × {features}, ", e.Message);
    }

    private float[] Values() => [.. _model.SupportVectors.ToArray().Cast<float>()];

    private SupportVectorModel Restore(float[] values, int featureCount = 9) =>
        SupportVectorModel.Restore(values, featureCount, _model.DualCoefficients, _model.LogDualCoefficients, _model.Gamma);
}
