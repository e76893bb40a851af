using System.Diagnostics.CodeAnalysis;
using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Neighbors;

/// <summary>Exact k nearest neighbours by squared Euclidean distance; among equal distances the smaller index comes first.</summary>
/// <remarks>
/// Distances are <see cref="Kernels.PairDistance"/>'s, in double. The answer depends on the two rows alone: not on the method, the
/// number of threads, the vector width or the other queries. A point is its own nearest neighbour unless a duplicate has a smaller index.
/// </remarks>
[SuppressMessage("Design", "CA1068", Justification = "The token is given far more often than the number of threads.")]
internal static class NearestNeighbors
{
    /// <summary>Indices of each query's k nearest points, nearest first: queries.Height × k, row-major.</summary>
    /// <param name="points">n × d, finite.</param>
    /// <param name="queries">Any number of rows of d finite values; may be the points.</param>
    /// <param name="k">1 to n.</param>
    /// <param name="cancellation">Looked at every millisecond or so.</param>
    /// <param name="maxDegreeOfParallelism">Threads at most; -1 for as many as there are cores.</param>
    /// <exception cref="ArgumentException">Shapes differ, k is out of range, or a value is not finite.</exception>
    internal static int[] Find(
        ReadOnlySpan2D<float> points,
        ReadOnlySpan2D<float> queries,
        int k,
        CancellationToken cancellation = default,
        int maxDegreeOfParallelism = -1) =>
        Find(NeighborSearch.Automatic, points, queries, k, false, maxDegreeOfParallelism, cancellation).Indices;

    /// <summary>The same with the squared distances.</summary>
    internal static NeighborList FindWithDistances(
        ReadOnlySpan2D<float> points,
        ReadOnlySpan2D<float> queries,
        int k,
        CancellationToken cancellation = default,
        int maxDegreeOfParallelism = -1) =>
        Find(NeighborSearch.Automatic, points, queries, k, true, maxDegreeOfParallelism, cancellation);

    /// <summary>The same by a chosen method: one answer, at different speeds.</summary>
    internal static unsafe NeighborList Find(
        NeighborSearch search,
        ReadOnlySpan2D<float> points,
        ReadOnlySpan2D<float> queries,
        int k,
        bool withDistances,
        int maxDegreeOfParallelism,
        CancellationToken cancellation)
    {
        Check(points, queries, k);
        if (queries.Height == 0)
            return new NeighborList([], []);

        int[] indices = new int[checked(queries.Height * k)];
        double[] distances = withDistances ? new double[indices.Length] : [];
        var parallel = new ParallelOptions
        {
            CancellationToken = cancellation,
            MaxDegreeOfParallelism = maxDegreeOfParallelism,
        };
        fixed (float* firstPoint = &points.DangerousGetReference())
        fixed (float* firstQuery = &queries.DangerousGetReference())
        {
            var pinnedPoints = new PinnedRows(firstPoint, points);
            var pinnedQueries = new PinnedRows(firstQuery, queries);
            if (search == NeighborSearch.Automatic)
                search = Choose(points.Height, points.Width, k);
            if (search == NeighborSearch.Tree)
                new KdTree(pinnedPoints, parallel).Find(Kernels.Simd.Active, pinnedQueries, k, indices, distances, parallel);
            else
                new ExhaustiveSearch(pinnedPoints).Find(pinnedQueries, k, indices, distances, parallel);
        }

        return new NeighborList(indices, distances);
    }

    /// <summary>The method that is likely to be faster; both give the same answer.</summary>
    /// <remarks>
    /// Milliseconds for the neighbours of all n points among themselves, tree / exhaustive, 2 cores at 512 bits; first one Gaussian
    /// blob, then 20 of them: d = 2, n = 20,000, k = 10: 312/1237, 100/1124; d = 4: 276/1198, 149/1253; d = 8: 1794/1608, 778/1418;
    /// d = 16: 10,659/1193, 747/1355. At d = 8, n = 10,000: k = 200: 853/440, 242/346; k = 1000: 2036/1116, 1182/1016. So the tree wins
    /// up to 8 features unless k is a large share of the points; beyond, it may win little where there are clusters and lose
    /// much where there are none. At n = 1000 either takes milliseconds.
    /// </remarks>
    internal static NeighborSearch Choose(int count, int featureCount, int k) =>
        featureCount <= 8 && k <= count / 50 ? NeighborSearch.Tree : NeighborSearch.Exhaustive;

    private static void Check(ReadOnlySpan2D<float> points, ReadOnlySpan2D<float> queries, int k)
    {
        if (points.Height == 0 || points.Width == 0)
        {
            throw new ArgumentException(
                $"points is {points.Height} × {points.Width}; at least one row of one value is needed.", nameof(points));
        }

        if (k < 1 || k > points.Height)
            throw new ArgumentOutOfRangeException(nameof(k), $"k is {k}; with {points.Height} points it must be 1 to {points.Height}.");
        FiniteRows.Require(points, "point");
        if (queries.Height == 0)
            return;
        if (queries.Width != points.Width)
            throw new ArgumentException($"queries have {queries.Width} values a row; points have {points.Width}.", nameof(queries));
        FiniteRows.Require(queries, "query");
    }
}

/// <summary>How neighbours are looked for.</summary>
internal enum NeighborSearch
{
    /// <summary>Whichever is likely to be faster.</summary>
    Automatic,

    /// <summary><see cref="KdTree"/>.</summary>
    Tree,

    /// <summary><see cref="ExhaustiveSearch"/>.</summary>
    Exhaustive,
}

/// <summary>Neighbours of some queries, k a row, nearest first: indices, and squared distances where they were asked for.</summary>
internal readonly record struct NeighborList(int[] Indices, double[] SquaredDistances);
