using OcDtd.Fast.Kernels;
using OcDtd.Fast.Neighbors;

namespace OcDtd.Fast.Tests.Neighbors;

public class SearchChoiceTests
{
    [Theory]
    [InlineData(2, true)]
    [InlineData(4, true)]
    [InlineData(8, true)]
    [InlineData(32, false)]
    [InlineData(64, false)]
    public void Without_structure_the_number_of_features_decides(int d, bool tree) =>
        Assert.Equal(tree, Tree(Rows.Normal(10_000, d, seed: d), 10));

    [Fact]
    public void Many_features_with_few_hidden_dimensions_get_a_tree()
    {
        float[,] hidden = Rows.Normal(10_000, 2, seed: 1);
        float[,] points = new float[10_000, 60];
        for (int i = 0; i < 10_000; i++)
        {
            for (int j = 0; j < 60; j++)
                points[i, j] = hidden[i, 0] * j + hidden[i, 1] * (60 - j);
        }

        Assert.True(Tree(points, 10));
    }

    [Fact]
    public void A_few_queries_are_not_worth_a_tree() => Assert.False(Tree(Rows.Normal(10_000, 2, seed: 3), 10, queryCount: 5));

    [Fact]
    public void The_choice_changes_no_bit()
    {
        foreach (int d in new[] { 2, 8, 24 })
        {
            float[,] points = Rows.Make(3000, d, seed: d, random => random.Next(30));
            NeighborList automatic = NearestNeighbors.FindWithDistances(points, points, 10);
            foreach (NeighborSearch search in new[] { NeighborSearch.Tree, NeighborSearch.Exhaustive })
            {
                NeighborList found = NearestNeighbors.Find(search, points, points, 10, true, -1, default);
                Assert.Equal(automatic.Indices, found.Indices);
                Assert.Equal(automatic.SquaredDistances, found.SquaredDistances);
            }
        }
    }

    private static unsafe bool Tree(float[,] points, int k, int queryCount = -1)
    {
        float[,] queries = queryCount < 0 ? points : Rows.Normal(queryCount, points.GetLength(1), seed: 9);
        fixed (float* firstPoint = points)
        fixed (float* firstQuery = queries)
        {
            return SearchChoice.Tree(
                Simd.Active, new PinnedRows(firstPoint, points), new PinnedRows(firstQuery, queries), k, new ParallelOptions()) is not null;
        }
    }
}
