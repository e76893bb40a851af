using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;
using OcDtd.Fast.Neighbors;
using OcDtd.Fast.Tests.Kernels;

namespace OcDtd.Fast.Tests.Neighbors;

public class NearestNeighborsTests
{
    public static TheoryData<int, int, int> Shapes()
    {
        var shapes = new TheoryData<int, int, int>();
        foreach (int d in new[] { 1, 2, 3, 5, 8, 16, 31, 32, 33, 40, 784 })
        {
            foreach (int n in new[] { 1, 2, 15, 16, 17, 33, 100, 600 })
            {
                foreach (int k in new[] { 1, 2, 7, n / 2, n }.Where(k => k >= 1 && k <= n).Distinct())
                {
                    if (d < 100 || k < 10)
                        shapes.Add(d, n, k);
                }
            }
        }

        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Both_searches_give_the_definition_on_random_rows(int d, int n, int k) =>
        AssertDefinition(Rows.Normal(n, d, seed: 1000 * d + n), Rows.Normal(21, d, seed: 7), k);

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 48)]
    [InlineData(3, 49)]
    [InlineData(8, 300)]
    [InlineData(9, 10)]
    [InlineData(20, 2500)]
    [InlineData(70, 10)]
    [InlineData(200, 5000)]
    public void Several_levels_and_parts_give_the_definition_at_every_width(int d, int k)
    {
        foreach (float[,] points in new[] { Rows.Normal(5000, d, seed: d), Rows.Make(5000, d, seed: d, random => random.Next(3)) })
        {
            float[,] queries = Rows.Normal(6, d, seed: 11);
            NeighborList expected = Definition(points, queries, k);
            foreach (SimdWidth width in Widths.All.Where(width => width != SimdWidth.Scalar || d < 20))
                AssertEqual(expected, width, points, queries, k);
        }
    }

    [Fact]
    public void Thousands_of_equal_points_come_in_the_order_of_their_indices()
    {
        float[,] equal = Rows.Make(5000, 3, seed: 1, _ => 7);
        foreach (int k in new[] { 1, 20, 60 })
            AssertDefinition(equal, Rows.Make(3, 3, seed: 2, random => random.Next(8)), k);
    }

    [Fact]
    public void Clusters_and_queries_far_away_from_all_of_them_give_the_definition()
    {
        foreach (int d in new[] { 1, 2, 5, 12 })
        {
            float[,] points = Rows.Make(3000, d, seed: d, random => 100 * random.Next(4) + random.NextDouble());
            AssertDefinition(points, Rows.Make(20, d, seed: 3, random => 1e4 * (random.NextDouble() - 0.5)), 12);
            AssertDefinition(points, Rows.Make(20, d, seed: 4, random => 100 * random.Next(4) + random.NextDouble()), 12);
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 4)]
    [InlineData(3, 3)]
    [InlineData(6, 2)]
    [InlineData(20, 2)]
    [InlineData(70, 2)]
    public void Masses_of_ties_go_to_the_smaller_index(int d, int values)
    {
        float[,] grid = Rows.Make(300, d, seed: d, random => random.Next(values));
        foreach (int k in new[] { 1, 2, 10, 299, 300 })
            AssertDefinition(grid, grid, k);
    }

    [Fact]
    public void Equal_points_come_in_the_order_of_their_indices()
    {
        float[,] equal = Rows.Make(200, 5, seed: 1, _ => 0.25);
        foreach (int k in new[] { 1, 3, 200 })
        {
            AssertDefinition(equal, equal, k);
            Assert.Equal(Enumerable.Range(0, k), NearestNeighbors.Find(equal, Rows.Normal(1, 5, seed: 2), k));
        }
    }

    [Theory]
    [InlineData(1e4)] // far from the origin: float32 differences carry few digits
    [InlineData(1e30)] // all points coincide in float32
    public void An_offset_loses_no_neighbour(double offset)
    {
        float[,] points = Rows.Make(250, 6, seed: 3, random => offset + random.NextDouble());
        AssertDefinition(points, points, 9);
    }

    [Theory]
    [InlineData(1e-20)] // squares are subnormal in float32
    [InlineData(1e-24)] // squares are 0 in float32
    [InlineData(1e-44)] // differences are subnormal
    [InlineData(1e18)] // sums come near the largest float
    [InlineData(1e19)] // some squares are infinite in float32
    [InlineData(1e30)] // nearly all are
    [InlineData(3e38)] // differences are, too
    public void No_neighbour_is_lost_where_float32_under_or_overflows(double scale)
    {
        foreach (int d in new[] { 1, 3, 40 })
        {
            float[,] points = Rows.Make(150, d, seed: 4, random => scale * (2 * random.NextDouble() - 1));
            foreach (int k in new[] { 1, 5, 150 })
                AssertDefinition(points, points, k);
        }
    }

    [Fact]
    public void Clusters_of_very_different_size_keep_their_order()
    {
        double[] scales = [1e-30, 1e-20, 1e-10, 1, 1e10, 1e19, 1e25];
        float[,] points = Rows.Make(350, 4, seed: 5, random => scales[random.Next(scales.Length)] * random.NextDouble());
        foreach (int k in new[] { 1, 20, 350 })
            AssertDefinition(points, points, k);
    }

    [Fact]
    public void Squares_that_float32_swallows_do_not_mislead_the_screen()
    {
        // A square of about 1, then 63 just under half a unit in its last place: float32 rounds each away, 62·2⁻²⁴ in all. The second
        // half's are just above, and each is rounded up. So the second half is nearer, but its screen is 122·2⁻²⁴ further away.
        float[,] points = new float[80, 64];
        for (int i = 0; i < 80; i++)
        {
            points[i, 0] = i < 40 ? 1 + 1f / (1 << 23) : 1;
            for (int j = 1; j < 64; j++)
                points[i, j] = MathF.Sqrt((i < 40 ? 0.49f : 0.51f) / (1 << 23));
        }

        Assert.Equal(40, NearestNeighbors.Find(points, new float[1, 64], 1)[0]);
        foreach (int k in new[] { 1, 5, 20, 40, 60 })
            AssertDefinition(points, new float[4, 64], k);
    }

    [Theory]
    [InlineData(nameof(NeighborSearch.Tree))]
    [InlineData(nameof(NeighborSearch.Exhaustive))]
    public void One_thread_or_many_one_query_or_many_the_answer_is_the_same(string method)
    {
        NeighborSearch search = Enum.Parse<NeighborSearch>(method);
        float[,] points = Rows.Normal(500, 7, seed: 6);
        NeighborList one = NearestNeighbors.Find(search, points, points, 12, true, 1, default);
        foreach (int threads in new[] { 2, 3, 8, -1 })
        {
            NeighborList many = NearestNeighbors.Find(search, points, points, 12, true, threads, default);
            Assert.Equal(one.Indices, many.Indices);
            Assert.Equal(one.SquaredDistances, many.SquaredDistances);
        }

        for (int q = 0; q < 500; q += 37)
        {
            var query = new ReadOnlySpan2D<float>(points).Slice(q, 0, 1, 7);
            Assert.Equal(one.Indices[(q * 12)..(q * 12 + 12)], NearestNeighbors.Find(points, query, 12));
        }
    }

    [Fact]
    public void Rows_may_be_part_of_a_wider_matrix()
    {
        float[,] wide = Rows.Normal(120, 10, seed: 8);
        float[,] narrow = new float[60, 4];
        for (int i = 0; i < 60; i++)
        {
            for (int j = 0; j < 4; j++)
                narrow[i, j] = wide[i + 30, j + 3];
        }

        ReadOnlySpan2D<float> part = new ReadOnlySpan2D<float>(wide).Slice(30, 3, 60, 4);
        foreach (NeighborSearch search in new[] { NeighborSearch.Tree, NeighborSearch.Exhaustive })
        {
            Assert.Equal(
                NearestNeighbors.Find(search, narrow, narrow, 5, false, -1, default).Indices,
                NearestNeighbors.Find(search, part, part, 5, false, -1, default).Indices);
        }
    }

    [Fact]
    public void Bad_input_is_named()
    {
        float[,] points = Rows.Normal(10, 3, seed: 9);
        Assert.Contains("k is 11", Assert.Throws<ArgumentOutOfRangeException>(() => NearestNeighbors.Find(points, points, 11)).Message);
        Assert.Contains("k is 0", Assert.Throws<ArgumentOutOfRangeException>(() => NearestNeighbors.Find(points, points, 0)).Message);
        Assert.Contains(
            "queries have 4 values a row; points have 3",
            Assert.Throws<ArgumentException>(() => NearestNeighbors.Find(points, new float[1, 4], 1)).Message);
        Assert.Contains("points is 0", Assert.Throws<ArgumentException>(() => NearestNeighbors.Find(new float[0, 3], points, 1)).Message);

        points[4, 2] = float.NaN;
        Assert.Contains(
            "point 4, feature 2 is NaN",
            Assert.Throws<ArgumentException>(() => NearestNeighbors.Find(points, points, 1)).Message);
        Assert.Empty(NearestNeighbors.Find(Rows.Normal(10, 3, seed: 9), new float[0, 3], 1));
    }

    [Fact]
    public void A_cancelled_search_stops()
    {
        float[,] points = Rows.Normal(2000, 8, seed: 10);
        var cancelled = new CancellationToken(canceled: true);
        foreach (NeighborSearch search in new[] { NeighborSearch.Tree, NeighborSearch.Exhaustive })
        {
            Assert.Throws<OperationCanceledException>(
                () => NearestNeighbors.Find(search, points, points, 3, false, -1, cancelled));
        }
    }

    private static void AssertDefinition(float[,] points, float[,] queries, int k) =>
        AssertEqual(Definition(points, queries, k), Simd.Active, points, queries, k);

    private static void AssertEqual(NeighborList expected, SimdWidth width, float[,] points, float[,] queries, int k)
    {
        foreach (NeighborSearch search in new[] { NeighborSearch.Tree, NeighborSearch.Exhaustive })
        {
            NeighborList found = NearestNeighbors.Find(width, search, points, queries, k, true, -1, default);
            Assert.Equal(expected.Indices, found.Indices);
            Assert.Equal(expected.SquaredDistances, found.SquaredDistances);
        }
    }

    private static NeighborList Definition(float[,] points, float[,] queries, int k)
    {
        var p = new ReadOnlyMemory2D<float>(points);
        var indices = new List<int>();
        var distances = new List<double>();
        for (int q = 0; q < queries.GetLength(0); q++)
        {
            ReadOnlySpan<float> query = new ReadOnlySpan2D<float>(queries).GetRowSpan(q);
            double[] all = new double[points.GetLength(0)];
            for (int i = 0; i < all.Length; i++)
                all[i] = PairDistance.Compute(query, p.Span.GetRowSpan(i));
            int[] order = [.. Enumerable.Range(0, all.Length).OrderBy(i => all[i]).ThenBy(i => i).Take(k)];
            indices.AddRange(order);
            distances.AddRange(order.Select(i => all[i]));
        }

        return new NeighborList([.. indices], [.. distances]);
    }
}
