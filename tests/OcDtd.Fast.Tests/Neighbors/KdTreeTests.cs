using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;
using OcDtd.Fast.Neighbors;

namespace OcDtd.Fast.Tests.Neighbors;

public class KdTreeTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(16, 2)]
    [InlineData(17, 2)]
    [InlineData(256, 1)]
    [InlineData(257, 5)]
    [InlineData(4096, 3)]
    [InlineData(4113, 2)]
    [InlineData(9000, 9)]
    public void Every_box_is_the_tight_box_of_what_lies_below_it(int n, int d)
    {
        KdTree tree = Build(Rows.Normal(n, d, seed: n), new ParallelOptions());
        PanelBoxes boxes = tree.Boxes;
        int width = 16; // points below a child
        for (int level = 0; level < boxes.Levels; level++, width *= 16)
        {
            for (int child = 0; child * width < n; child++)
            {
                Assert.NotEqual(0u, boxes.Lanes(level, child / 16) & 1u << child % 16);
                ref float box = ref Unsafe.Add(ref boxes.Node(level, child / 16), child % 16);
                int[] below = [.. Enumerable.Range(child * width, Math.Min(width, n - child * width))];
                for (int j = 0; j < d; j++)
                {
                    float[] values = [.. below.Select(i => tree.Points.Rows[i][j])];
                    Assert.Equal(values.Min(), Unsafe.Add(ref box, 32 * j));
                    Assert.Equal(values.Max(), Unsafe.Add(ref box, 32 * j + 16));
                }
            }
        }

        Assert.Equal((n + 15) / 16, Enumerable.Range(0, (n + 255) / 256).Sum(node => uint.PopCount(boxes.Lanes(0, node))));
        Assert.Equal(n, Enumerable.Range(0, (n + 15) / 16).Sum(panel => uint.PopCount(tree.Points.Lanes(panel))));
    }

    [Fact]
    public void Points_are_reordered_and_none_is_lost_and_threads_do_not_matter()
    {
        float[,] points = Rows.Make(10_000, 3, seed: 1, random => random.Next(50));
        KdTree one = Build(points, new ParallelOptions { MaxDegreeOfParallelism = 1 });
        KdTree many = Build(points, new ParallelOptions { MaxDegreeOfParallelism = 8 });
        int[] order = [.. Enumerable.Range(0, 10_000).Select(one.Points.Index)];
        Assert.Equal(Enumerable.Range(0, 10_000), order.Order());
        Assert.Equal(order, Enumerable.Range(0, 10_000).Select(many.Points.Index));
        for (int place = 0; place < 10_000; place += 97)
            Assert.Equal(new ReadOnlySpan2D<float>(points).GetRowSpan(order[place]), one.Points.Rows[place][..3]);
    }

    [Fact]
    public void Close_by_little_of_the_tree_is_visited()
    {
        float[,] points = Rows.Normal(20_000, 2, seed: 2);
        KdTree tree = Build(points, new ParallelOptions());
        TreeWalk walk = TreeWalk.Create(Simd.Active, tree, 10);
        for (int q = 0; q < 1000; q++)
            walk.Find(new ReadOnlySpan2D<float>(points).GetRowSpan(q), new int[10], []);
        Assert.InRange(walk.Visited.Panels, 1000, 6000); // of 1,250,000
        Assert.InRange(walk.Visited.Nodes, 3000, 6000);
    }

    private static unsafe KdTree Build(float[,] points, ParallelOptions parallel)
    {
        fixed (float* first = points)
            return new KdTree(new PinnedRows(first, points), parallel);
    }
}
