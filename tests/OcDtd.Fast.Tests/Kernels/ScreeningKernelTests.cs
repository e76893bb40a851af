using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

public class ScreeningKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_panels_distances_are_the_pair_distances_bit_for_bit(int d)
    {
        var random = new Random(d);
        float[] rows = Widths.RandomFloats(random, 16 * d, 1e3);
        float[] row = Widths.RandomFloats(random, d);
        row[d / 2] = 3e38f;
        rows[5 * d] = float.NaN;
        var panels = new PackedSupportVectors(rows, 16, d);
        foreach (SimdWidth width in Widths.All)
        {
            double[] found = new double[16];
            PanelDistances.Compute(width, row, ref panels.Panel(0), found);
            Assert.Equal(Enumerable.Range(0, 16).Select(i => PairDistance.Compute(row, panels.Row(i))), found);
            Assert.True(double.IsNaN(found[5]));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(100)]
    public void Numbers_at_most_a_limit_are_found_and_a_NaN_is_none(int count)
    {
        double[] values = Widths.RandomDoubles(new Random(count), count);
        for (int i = 0; i < count; i += 7)
            values[i] = i % 2 == 0 ? double.NaN : 0.25;
        foreach (double limit in new[] { -1, 0.05, 0.25, 2, double.PositiveInfinity })
        {
            int[] expected = [.. Enumerable.Range(0, count).Where(i => values[i] <= limit)];
            foreach (SimdWidth width in Widths.All)
            {
                int[] places = new int[count];
                Assert.Equal(expected.Length, AtMost.Find(width, values, limit, places));
                Assert.Equal(expected, places[..expected.Length]);
            }
        }
    }
}
