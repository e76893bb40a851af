using System.Runtime.InteropServices;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

public sealed class RelativeSoftMinimumTests
{
    public static TheoryData<int> Counts => [1, 2, 15, 16, 17, 31, 255, 256, 257, 272, 600, 5000];

    [Theory]
    [MemberData(nameof(Counts))]
    public void From_dots_every_width_gives_the_bits_of_the_reference_and_they_are_right(int count)
    {
        (float[] dots, float[] bias) = Padded(count, 20);
        float[] expected = new float[dots.Length];
        for (int i = 0; i < dots.Length; i++)
            expected[i] = (float)(-0.37f * (double)dots[i] + bias[i]);
        foreach (SimdWidth width in Widths.All)
        {
            float[] found = [.. dots];
            float minimum = RelativeSoftMinimum.FromDots(width, found, bias, -0.37f);
            Assert.Equal(expected, found);
            Assert.Equal(expected.Min(), minimum);
            Assert.Equal(-1, found.AsSpan(count).IndexOfAnyExcept(float.PositiveInfinity));
        }
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void From_integer_dots_every_width_gives_the_bits_of_the_reference_and_they_are_right(int count)
    {
        (_, float[] bias) = Padded(count, 20);
        var random = new Random(count);
        int[] dots = new int[bias.Length], norms = new int[bias.Length];
        float[] expected = new float[bias.Length];
        for (int i = 0; i < bias.Length; i++)
        {
            // Up to the largest an image can have: |u|² and x·u of 255² · 33,025.
            const int Largest = 255 * 255 * EightBitPanels.MaximumFeatures;
            (norms[i], dots[i]) = i switch { 0 => (Largest, Largest), 1 => (0, 0), _ => (random.Next(Largest), random.Next(Largest / 2)) };
            expected[i] = (float)(1e-6f * (double)(float)(norms[i] - 2L * dots[i]) + bias[i]);
        }

        foreach (SimdWidth width in Widths.All)
        {
            float[] found = [.. MemoryMarshal.Cast<int, float>(dots)];
            float minimum = RelativeSoftMinimum.FromIntegerDots(width, found, norms, bias, 1e-6f);
            Assert.Equal(expected, found);
            Assert.Equal(expected.Min(), minimum);
        }
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Pooling_gives_the_same_bits_at_every_width_with_and_without_weights(int count)
    {
        foreach (double spread in new[] { 0.01, 5, 200 })
        {
            (float[] relative, _) = Padded(count, spread, float.PositiveInfinity);
            float[] bounds = Bounds(count, relative.Length);
            float[] expected = new float[relative.Length];
            RelativePool pool = RelativeSoftMinimum.Pool(SimdWidth.Scalar, relative, relative.Min(), bounds, expected);
            foreach (SimdWidth width in Widths.All)
            {
                float[] weights = new float[relative.Length];
                Assert.Equal(pool, RelativeSoftMinimum.Pool(width, relative, relative.Min(), bounds, weights));
                Assert.Equal(pool, RelativeSoftMinimum.Pool(width, relative, relative.Min(), bounds, []));
                Assert.Equal(expected, weights);
                Assert.Equal(-1, weights.AsSpan(count).IndexOfAnyExcept(0f));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Pooling_agrees_with_double_arithmetic_within_the_stated_error(int count)
    {
        foreach (double spread in new[] { 0.01, 1, 5, 40, 200 })
        {
            (float[] relative, _) = Padded(count, spread, float.PositiveInfinity);
            AssertWithinStatedError(relative, Bounds(count, relative.Length));
        }
    }

    [Theory]
    [InlineData(-0.3f, 8.1f)]
    [InlineData(-1.0000001f, 9.3333333f)]
    [InlineData(-5.000001f, 5.1f)]
    [InlineData(3.3333333f, 11.7f)]
    public void Many_equal_ones_whose_distance_to_the_smallest_rounds_the_same_way_stay_within_it(float smallest, float others)
    {
        float[] relative = [smallest, .. Enumerable.Repeat(others, 60_000 - 1)];
        AssertWithinStatedError(relative, [.. Enumerable.Repeat(1f, relative.Length)]);
    }

    [Fact]
    public void NaN_anywhere_gives_a_NaN_sum()
    {
        foreach (int place in new[] { 0, 17, 299 })
        {
            (float[] relative, _) = Padded(300, 5, float.PositiveInfinity);
            relative[place] = float.NaN;
            foreach (SimdWidth width in Widths.All)
                Assert.True(double.IsNaN(RelativeSoftMinimum.Pool(width, relative, -3, new float[relative.Length], []).Sum));
        }
    }

    private static void AssertWithinStatedError(float[] relative, float[] bounds)
    {
        RelativePool pool = RelativeSoftMinimum.Pool(relative, relative.Min(), bounds, []);
        double sum = 0, bound = 0;
        for (int i = 0; i < relative.Length; i++)
        {
            double weight = Math.Exp((double)relative.Min() - relative[i]);
            sum += weight;
            bound += weight * bounds[i];
        }

        Assert.InRange(Math.Abs(pool.Sum / sum - 1), 0, RelativeSoftMinimum.SumErrorOf(Math.Log(relative.Length) - Math.Log(sum)));
        Assert.InRange(Math.Abs(pool.MeanBound / (bound / sum) - 1), 0, 3 * RelativeSoftMinimum.SumErrorOf(Math.Log(relative.Length)));
    }

    private static float[] Bounds(int count, int padded)
    {
        float[] bounds = new float[padded];
        for (int i = 0; i < count; i++)
            bounds[i] = 1 + i % 7;
        return bounds;
    }

    /// <summary>Numbers and biases; padding is 0 or <paramref name="padding"/> and has a bias of +∞.</summary>
    private static (float[] Values, float[] Bias) Padded(int count, double spread, float padding = 0)
    {
        var random = new Random(count);
        int padded = (count + 15) / 16 * 16;
        float[] values = new float[padded], bias = new float[padded];
        values.AsSpan().Fill(padding);
        bias.AsSpan().Fill(float.PositiveInfinity);
        Widths.RandomFloats(random, count, spread).CopyTo(values, 0);
        Widths.RandomFloats(random, count, 10).CopyTo(bias, 0);
        return (values, bias);
    }
}
