using System.Diagnostics.CodeAnalysis;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Neighbors;

/// <summary>Exact k nearest neighbours by squared Euclidean distance; among equal distances the smaller index comes first.</summary>
/// <remarks>
/// Distances are <see cref="PairDistance"/>'s, in double. The answer depends on the two rows alone: not on the method, the
/// number of threads, the vector width or the other queries. A point is its own nearest neighbour unless a duplicate has a smaller index.
/// </remarks>
[SuppressMessage("Design", "CA1068", Justification = "The token is given far more often than the number of threads.")]
internal static class NearestNeighbors
{
    /// <summary>Indices of each query's k nearest points, nearest first: queries.Height × k, row-major.</summary>
    /// <param name="points">n × d, finite.</param>
    /// <param name="queries">Any number of rows of d finite values; may be the points.</param>
    /// <param name="k">1 to n.</param>
    /// <param name="cancellation">Looked at every few milliseconds; for many features every ten or so.</param>
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
    internal static NeighborList Find(
        NeighborSearch search,
        ReadOnlySpan2D<float> points,
        ReadOnlySpan2D<float> queries,
        int k,
        bool withDistances,
        int maxDegreeOfParallelism,
        CancellationToken cancellation) =>
        Find(Simd.Active, search, points, queries, k, withDistances, maxDegreeOfParallelism, cancellation);

    /// <summary>The same at a chosen width.</summary>
    internal static unsafe NeighborList Find(
        SimdWidth width,
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
            KdTree? tree = search switch
            {
                NeighborSearch.Tree => new KdTree(pinnedPoints, parallel),
                NeighborSearch.Exhaustive => null,
                _ => SearchChoice.Tree(width, pinnedPoints, pinnedQueries, k, parallel),
            };
            if (tree is not null)
                tree.Find(width, pinnedQueries, k, indices, distances, parallel);
            else
                new ExhaustiveSearch(new PackedPoints(pinnedPoints)).Find(width, pinnedQueries, k, indices, distances, parallel);
        }

        return new NeighborList(indices, distances);
    }

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
    /// <summary>Whichever is likely to be faster: <see cref="SearchChoice"/>.</summary>
    Automatic,

    /// <summary><see cref="KdTree"/>.</summary>
    Tree,

    /// <summary><see cref="ExhaustiveSearch"/>.</summary>
    Exhaustive,
}

/// <summary>Neighbours of some queries, k a row, nearest first: indices, and squared distances where they were asked for.</summary>
internal readonly record struct NeighborList(int[] Indices, double[] SquaredDistances);
