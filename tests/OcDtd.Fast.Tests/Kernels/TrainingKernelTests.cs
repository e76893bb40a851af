using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

public class TrainingKernelTests
{
    [Fact]
    public void Kernel_values_have_the_same_bits_at_every_width()
    {
        double[] distances = Numbers(1, 64, 0, 40);
        distances[0] = 0;
        distances[5] = double.PositiveInfinity;
        double[] expected = new double[64];
        GaussianKernel.Compute<double, DoubleValue>(SimdWidth.Scalar, distances, 0.7, expected);
        Assert.Equal(1, expected[0]);
        Assert.Equal(0, expected[5]);
        Assert.All(Enumerable.Range(0, 64), i => Assert.Equal(Math.Exp(-0.7 * distances[i]), expected[i], 1e-15));
        foreach (SimdWidth width in Widths.All)
        {
            double[] doubles = new double[64];
            float[] floats = new float[64];
            GaussianKernel.Compute<double, DoubleValue>(width, distances, 0.7, doubles);
            GaussianKernel.Compute<float, SingleValue>(width, distances, 0.7, floats);
            Assert.Equal(expected, doubles);
            Assert.Equal(Array.ConvertAll(expected, value => (float)value), floats);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(48)]
    [InlineData(1024)]
    public void Weighted_columns_have_the_same_bits_at_every_width(int rows)
    {
        const int Columns = 37, First = 16;
        int stride = First + rows;
        double[] doubles = Numbers(2, Columns * stride, 0, 1);
        float[] floats = Array.ConvertAll(doubles, value => (float)value);
        double[] weights = Numbers(3, Columns, -1, 1);
        int[] offsets = [.. Enumerable.Range(0, Columns).Reverse().Select(b => b * stride)];
        double[] start = Numbers(4, rows, -1, 1), expected = [.. start];
        WeightedColumns.Add<float, SingleValue>(SimdWidth.Scalar, floats, offsets, weights, First, expected);
        for (int i = 0; i < rows; i++)
            Assert.Equal(start[i] + offsets.Select((offset, b) => weights[b] * (double)floats[offset + First + i]).Sum(), expected[i], 1e-12);
        foreach (SimdWidth width in Widths.All)
        {
            double[] found = [.. start], foundDouble = [.. start], expectedDouble = [.. start];
            WeightedColumns.Add<float, SingleValue>(width, floats, offsets, weights, First, found);
            Assert.Equal(expected, found);
            WeightedColumns.Add<double, DoubleValue>(SimdWidth.Scalar, doubles, offsets, weights, First, expectedDouble);
            WeightedColumns.Add<double, DoubleValue>(width, doubles, offsets, weights, First, foundDouble);
            Assert.Equal(expectedDouble, foundDouble);
        }
    }

    [Fact]
    public void Steps_have_the_same_bits_at_every_width()
    {
        const int Count = 72;
        double[] ki = Numbers(5, Count, 0, 1), kj = Numbers(6, Count, 0, 1), gradient = Numbers(7, Count, 0, 1);
        double[] up = [.. Enumerable.Range(0, Count).Select(k => k % 5 == 0 ? double.PositiveInfinity : 0)];
        double[] down = [.. Enumerable.Range(0, Count).Select(k => k % 3 == 0 ? double.PositiveInfinity : 0)];
        ki[9] = 1; // no curvature at all
        Step expected = Take(SimdWidth.Scalar);
        double smallest = Enumerable.Range(0, Count).Where(k => up[k] == 0).Min(k => Math.FusedMultiplyAdd(0.3, ki[k] - kj[k], gradient[k]));
        double largest = Enumerable.Range(0, Count).Where(k => down[k] == 0).Max(k => Math.FusedMultiplyAdd(0.3, ki[k] - kj[k], gradient[k]));
        Assert.Equal(new Extremes(smallest, largest), expected.Extremes);
        Assert.Equal(expected.Gain.Max(), expected.Best);
        Assert.All(Enumerable.Range(0, Count).Where(k => k % 3 == 0), k => Assert.Equal(0, expected.Gain[k]));
        foreach (SimdWidth width in Widths.All)
        {
            Step found = Take(width);
            Assert.Equal(expected.Extremes, found.Extremes);
            Assert.Equal(expected.Best, found.Best);
            Assert.Equal(expected.Gradient, found.Gradient);
            Assert.Equal(expected.Gain, found.Gain);
            Assert.Equal(expected.Grow, found.Grow);
        }

        Step Take(SimdWidth width)
        {
            double[] moved = [.. gradient], grow = new double[Count], gain = new double[Count];
            var arrays = new WorkingArrays { Gradient = moved, Up = up, Down = down, Grow = grow, Gain = gain };
            Extremes extremes = DualSteps.Move(width, 0.3, ki, kj, arrays);
            double best = DualSteps.Gains(width, extremes.Smallest, ki, arrays);
            return new Step(extremes, best, moved, grow, gain);
        }
    }

    [Fact]
    public void Distances_to_some_panels_are_those_of_all()
    {
        float[] rows = Array.ConvertAll(Numbers(8, 100 * 7, -1, 1), value => (float)value);
        var packed = new PackedSupportVectors(rows, 100, 7);
        var tile = new RowTile(ref rows[0], 7, 6, 7);
        double[] all = new double[6 * packed.PaddedCount];
        SquaredDistances.Compute(tile, packed, all);
        foreach (SimdWidth width in Widths.All)
        {
            var panels = new PanelRange(1, 5);
            double[] some = new double[6 * panels.PaddedCount];
            SquaredDistances.Compute(width, tile, packed, panels, some);
            for (int r = 0; r < 6; r++)
                Assert.Equal(all.AsSpan(r * packed.PaddedCount + 16, 80).ToArray(), some.AsSpan(r * 80, 80).ToArray());
        }
    }

    private static double[] Numbers(int seed, int count, double low, double high)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => low + (high - low) * random.NextDouble())];
    }

    private sealed record Step(Extremes Extremes, double Best, double[] Gradient, double[] Grow, double[] Gain);
}
