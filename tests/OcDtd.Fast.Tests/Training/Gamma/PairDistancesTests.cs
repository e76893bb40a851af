using OcDtd.Fast.Tests.Neighbors;

namespace OcDtd.Fast.Tests.Training;

public class PairDistancesTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(100)]
    public void Every_row_gets_its_distances_to_all_others_in_order_and_whole_eights(int n)
    {
        float[,] rows = Rows.Normal(n, 3, seed: n);
        double[][] found = new PairDistances(rows, new ParallelOptions()).EachRow((_, distances) => distances.ToArray());
        for (int i = 0; i < n; i++)
        {
            Assert.Equal((n + 6) / 8 * 8, found[i].Length);
            Assert.All(found[i][(n - 1)..], distance => Assert.Equal(double.PositiveInfinity, distance));
            int position = 0;
            for (int j = 0; j < n; j++)
            {
                double expected = Enumerable.Range(0, 3).Sum(f => Math.Pow((double)rows[i, f] - rows[j, f], 2));
                if (j != i)
                    Assert.Equal(expected, found[i][position++], 1e-12);
            }
        }
    }

    [Fact]
    public void Extremes_and_counts_are_over_pairs()
    {
        float[,] rows = { { 0 }, { 0 }, { 3 }, { 7 } }; // 0; 9, 49, 9, 49; 16
        var pairs = new PairDistances(rows, new ParallelOptions());
        Assert.Equal((6L, 0.0, 49.0), (pairs.PairCount, pairs.Smallest, pairs.Largest));
        Assert.Equal((9.0, double.PositiveInfinity), (pairs.SmallestAbove(0), pairs.SmallestAbove(49)));
        Assert.Equal((1L, 2L, 0L), (pairs.CountOf(0), pairs.CountOf(9), pairs.CountOf(1)));
        pairs.TakeRoots();
        Assert.Equal((0.0, 7.0, 4.0), (pairs.Smallest, pairs.Largest, pairs.SmallestAbove(3)));
    }
}
