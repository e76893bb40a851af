using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Tests.Models;

namespace OcDtd.Fast.Tests.Scaling;

/// <summary>Shifts and factors are the definitions', and a scaled value is rounded once.</summary>
public sealed class FeatureScalingTests
{
    /// <summary>Five features: plain, mixed signs, constant, constant but for one row, far from 0 with an outlier.</summary>
    private static readonly float[,] s_rows =
    {
        { 1, -4, 7, 0.5f, 100 },
        { 2, 0.25f, 7, 0, 1e6f },
        { 4, 3, 7, 0, 100.5f },
        { 8, -1.5f, 7, 0, 99 },
        { 16, 10, 7, 0, 98.75f },
        { 3, 2, 7, 0, 101 },
    };

    private static readonly ScalingKind[] s_kinds = [ScalingKind.Standard, ScalingKind.MinMax, ScalingKind.Robust];

    [Fact]
    public void Standard_is_the_mean_and_the_population_standard_deviation() =>
        AssertFit(
            ScalingKind.Standard,
            [5.666666666666667, 1.625, 7, 0.08333333333333333, 166749.875],
            [5.120763831912406, 4.386888608873796, 1, 0.18633899812498247, 372640.7843528668]);

    [Fact]
    public void MinMax_is_the_minimum_and_the_range() =>
        AssertFit(ScalingKind.MinMax, [1, -4, 7, 0, 98.75], [15, 14, 1, 0.5, 999901.25]);

    [Fact]
    public void Robust_is_the_median_and_the_interquartile_range_by_linear_interpolation() =>
        AssertFit(ScalingKind.Robust, [3.5, 1.125, 7, 0, 100.25], [4.75, 3.8125, 1, 1, 1.625]);

    [Theory]
    [InlineData(1, 0, 1)] // one value: no spread
    [InlineData(2, 0.5, 0.5)]
    [InlineData(3, 1, 1)]
    [InlineData(4, 1.5, 1.5)]
    [InlineData(5, 2, 2)]
    [InlineData(8, 3.5, 3.5)]
    public void Percentiles_of_the_first_integers_stand_at_q_times_n_minus_one(int count, double median, double range)
    {
        float[,] rows = new float[count, 1];
        for (int i = 0; i < count; i++)
            rows[i, 0] = (i * 7 + 3) % count; // each of 0 … n−1 once, for n prime to 7
        FeatureScaling scaling = FeatureScaling.Fit(ScalingKind.Robust, rows);
        Assert.Equal([median], scaling.Shifts.ToArray());
        Assert.Equal([1 / range], scaling.Factors.ToArray());
    }

    [Fact]
    public void MinMax_brings_training_rows_to_zero_and_one_exactly()
    {
        float[,] rows = TestModels.RandomRows(new Random(1), 50, 40, shift: 1000, scale: 37);
        float[,] scaled = FeatureScaling.Fit(ScalingKind.MinMax, rows).Apply(rows);
        for (int j = 0; j < 40; j++)
        {
            float[] column = scaled.GetColumn(j).ToArray();
            Assert.Equal((0f, 1f), (column.Min(), column.Max()));
        }
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(-3e38f)]
    [InlineData(1e-45f)]
    public void A_feature_that_is_the_same_everywhere_becomes_zero(float value)
    {
        float[,] rows = new float[7, 2];
        for (int i = 0; i < 7; i++)
            (rows[i, 0], rows[i, 1]) = (value, i);
        foreach (ScalingKind kind in s_kinds)
        {
            FeatureScaling scaling = FeatureScaling.Fit(kind, rows);
            Assert.Equal((value, 1.0), (scaling.Shifts[0], scaling.Factors[0]));
            Assert.All(Enumerable.Range(0, 7), i => Assert.Equal(0f, scaling.Apply(rows)[i, 0]));
        }
    }

    [Theory]
    [InlineData(1e-45f)]
    [InlineData(1e-20f)]
    [InlineData(1.5e38f)]
    public void Spreads_at_the_ends_of_float_stay_finite_and_are_scaled_to_one(float spread)
    {
        foreach (ScalingKind kind in s_kinds)
        {
            FeatureScaling scaling = FeatureScaling.Fit(kind, new float[,] { { -spread }, { spread }, { -spread }, { spread } });
            Assert.True(double.IsFinite(scaling.Factors[0]) && scaling.Factors[0] != 1);
            float[] scaled = [.. scaling.Apply(new float[,] { { -spread }, { spread } }).AsSpan()];
            Assert.Equal(kind == ScalingKind.Standard ? 2f : 1f, scaled[1] - scaled[0]);
        }
    }

    [Fact]
    public void A_common_offset_costs_no_digits()
    {
        // Spacing of float32 near 10⁷ is 1: the rows are exact, and only their sums could lose anything.
        float[,] plain = { { 0 }, { 1 }, { 3 }, { 4 } }, shifted = { { 1e7f }, { 1e7f + 1 }, { 1e7f + 3 }, { 1e7f + 4 } };
        FeatureScaling expected = FeatureScaling.Fit(ScalingKind.Standard, plain);
        FeatureScaling found = FeatureScaling.Fit(ScalingKind.Standard, shifted);
        Assert.Equal(expected.Factors[0], found.Factors[0]);
        Assert.Equal(expected.Shifts[0] + 1e7, found.Shifts[0]);
    }

    [Fact]
    public void A_scaled_value_is_rounded_once()
    {
        // In float32 0.1, the difference and 1/3 would each be rounded too.
        FeatureScaling scaling = FeatureScaling.Restore(ScalingKind.Standard, [0.1, -1e-9], [1 / 3.0, 1e9]);
        float[] scaled = new float[3];
        scaling.Apply([2.5f, 1e-9f], scaled);
        Assert.Equal([(float)((2.5 - 0.1) * (1 / 3.0)), (float)(((double)1e-9f + 1e-9) * 1e9), 0], scaled);
        Assert.NotEqual((2.5f - 0.1f) * (1 / 3f), scaled[0]);
    }

    [Fact]
    public void What_is_no_number_or_beyond_float_stays_so()
    {
        FeatureScaling scaling = FeatureScaling.Restore(ScalingKind.MinMax, [0, 0, 0, 5], [1e30, -1e30, 2, 1]);
        float[] scaled = new float[4];
        scaling.Apply([1e10f, 1e10f, float.NaN, float.NegativeInfinity], scaled);
        Assert.Equal([float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.NegativeInfinity], scaled);
    }

    [Fact]
    public void A_row_may_be_scaled_in_place_and_a_batch_is_its_rows()
    {
        FeatureScaling scaling = FeatureScaling.Fit(ScalingKind.Robust, s_rows);
        float[,] batch = scaling.Apply(s_rows);
        for (int i = 0; i < 6; i++)
        {
            float[] row = s_rows.AsSpan2D().GetRowSpan(i).ToArray();
            scaling.Apply(row, row);
            Assert.Equal(batch.AsSpan2D().GetRowSpan(i).ToArray(), row);
        }

        Assert.Empty(scaling.Apply(new float[0, 5]));
    }

    [Fact]
    public void Parts_of_wider_rows_are_fitted_and_scaled_like_rows_of_their_own()
    {
        ReadOnlySpan2D<float> part = s_rows.AsSpan2D(1, 1, 4, 2);
        float[,] copy = part.ToArray();
        foreach (ScalingKind kind in s_kinds)
        {
            FeatureScaling ofPart = FeatureScaling.Fit(kind, part), ofCopy = FeatureScaling.Fit(kind, copy);
            Assert.Equal(ofCopy.Shifts.ToArray(), ofPart.Shifts.ToArray());
            Assert.Equal(ofCopy.Factors.ToArray(), ofPart.Factors.ToArray());
            Assert.Equal(ofCopy.Apply(copy), ofPart.Apply(part));
        }
    }

    [Fact]
    public void What_was_stored_comes_back()
    {
        FeatureScaling fitted = FeatureScaling.Fit(ScalingKind.Standard, s_rows);
        FeatureScaling restored = FeatureScaling.Restore(fitted.Kind, fitted.Shifts, fitted.Factors);
        Assert.Equal((ScalingKind.Standard, 5), (restored.Kind, restored.FeatureCount));
        Assert.Equal(fitted.Shifts.ToArray(), restored.Shifts.ToArray());
        Assert.Equal(fitted.Factors.ToArray(), restored.Factors.ToArray());
    }

    [Fact]
    public void Names_are_those_of_options_and_files()
    {
        Assert.Equal(["none", "standard", "minmax", "robust"], ScalingNames.All);
        foreach (ScalingKind kind in Enum.GetValues<ScalingKind>())
        {
            Assert.True(ScalingNames.TryParse(ScalingNames.Of(kind), out ScalingKind parsed));
            Assert.Equal(kind, parsed);
        }

        foreach (string? other in new[] { null, "", "Standard", "min-max", "1" })
            Assert.False(ScalingNames.TryParse(other, out _), other);
        Assert.Contains("scaling is 7", Assert.Throws<ArgumentOutOfRangeException>(() => ScalingNames.Of((ScalingKind)7)).Message);
    }

    [Fact]
    public void Rows_that_no_scaling_fits_are_refused()
    {
        Refused(() => FeatureScaling.Fit(ScalingKind.None, s_rows), "scaling is 0; expected Standard, MinMax or Robust");
        Refused(() => FeatureScaling.Fit((ScalingKind)4, s_rows), "scaling is 4");
        Refused(() => FeatureScaling.Fit(ScalingKind.MinMax, new float[0, 3]), "rows are 0 × 3");
        Refused(() => FeatureScaling.Fit(ScalingKind.MinMax, new float[3, 0]), "at least one row and one feature");
        Refused(() => FeatureScaling.Fit(ScalingKind.Robust, new float[,] { { 1, 2 }, { 3, float.NaN } }), "row 1, feature 1 is NaN");
        Refused(() => FeatureScaling.Fit(ScalingKind.Standard, new float[,] { { float.PositiveInfinity } }), "row 0, feature 0 is");
    }

    [Fact]
    public void Numbers_that_are_no_scaling_are_refused()
    {
        Refused(() => FeatureScaling.Restore(ScalingKind.None, [0], [1]), "scaling is 0");
        Refused(() => FeatureScaling.Restore(ScalingKind.MinMax, [], []), "0 shifts and 0 factors");
        Refused(() => FeatureScaling.Restore(ScalingKind.MinMax, [0, 1], [1]), "2 shifts and 1 factors");
        Refused(() => FeatureScaling.Restore(ScalingKind.MinMax, [0, double.NaN], [1, 1]), "the shift of feature 1 is NaN");
        Refused(() => FeatureScaling.Restore(ScalingKind.MinMax, [0, 1], [0, 1]), "the factor of feature 0 is 0");
        Refused(() => FeatureScaling.Restore(ScalingKind.MinMax, [0, 1], [1, double.NegativeInfinity]), "the factor of feature 1 is -");
    }

    [Fact]
    public void Rows_of_another_width_are_refused()
    {
        FeatureScaling scaling = FeatureScaling.Fit(ScalingKind.MinMax, s_rows);
        Refused(() => scaling.Apply(new float[3, 4]), "rows have 4 features; the scaling expects 5");
        Refused(() => Row(4, 5), "row has 4 values; the scaling expects 5");
        Refused(() => Row(5, 4), "scaled has room for 4 values; 5 are needed");

        object? Row(int length, int room)
        {
            scaling.Apply(new float[length], new float[room]);
            return null;
        }
    }

    private static void AssertFit(ScalingKind kind, double[] shifts, double[] spreads)
    {
        FeatureScaling scaling = FeatureScaling.Fit(kind, s_rows);
        Assert.Equal((kind, 5), (scaling.Kind, scaling.FeatureCount));
        for (int j = 0; j < 5; j++)
        {
            Assert.Equal(shifts[j], scaling.Shifts[j], 1e-14 * Math.Abs(shifts[j]));
            Assert.Equal(1 / spreads[j], scaling.Factors[j], 1e-14 / spreads[j]);
        }
    }

    private static void Refused(Func<object?> make, string says) =>
        Assert.Contains(says, Assert.ThrowsAny<ArgumentException>(() => { _ = make(); }).Message, StringComparison.Ordinal);
}
