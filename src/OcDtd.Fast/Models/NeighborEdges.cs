using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;
using OcDtd.Fast.Neighbors;

namespace OcDtd.Fast;

/// <summary>One half of local Times: for each centre (a support vector of one member) its k nearest partners (of the other).</summary>
internal sealed class NeighborEdges
{
    private readonly int[] _partners;
    private readonly double[] _distances;
    private readonly double _kappa;

    private NeighborEdges(
        SupportVectorModel centers, SupportVectorModel partners, bool startAtFirst, int k, int[] indices, double[] distances)
    {
        StartAtFirst = startAtFirst;
        Centers = centers;
        Partners = partners;
        NeighborCount = k;
        _partners = indices;
        _distances = distances;
        _kappa = MemberProduct.Kappa(centers, partners);
    }

    /// <summary>The member whose support vectors choose.</summary>
    internal SupportVectorModel Centers { get; }

    /// <summary>The member whose support vectors are chosen.</summary>
    internal SupportVectorModel Partners { get; }

    /// <summary>Whether the centres are the ensemble's first member's.</summary>
    internal bool StartAtFirst { get; }

    /// <summary>k.</summary>
    internal int NeighborCount { get; }

    /// <summary>Centre by centre, k indices of partners, nearest first; ties: smaller index first.</summary>
    internal ReadOnlySpan<int> Indices => _partners;

    /// <summary>‖centre − partner‖², edge by edge.</summary>
    internal ReadOnlySpan<double> Distances => _distances;

    /// <summary>Finds each centre's k nearest partners, exactly.</summary>
    internal static NeighborEdges Find(
        SupportVectorModel centers, SupportVectorModel partners, bool startAtFirst, int k, BatchOptions options)
    {
        NeighborList found = NearestNeighbors.FindWithDistances(
            partners.SupportVectors, centers.SupportVectors, k, options.CancellationToken, options.Threads);
        return new NeighborEdges(centers, partners, startAtFirst, k, found.Indices, found.SquaredDistances);
    }

    /// <summary>Takes over edges as they were stored.</summary>
    /// <exception cref="ArgumentException">Not k indices a centre, or one that names no partner.</exception>
    internal static NeighborEdges Restore(
        SupportVectorModel centers, SupportVectorModel partners, bool startAtFirst, ReadOnlySpan2D<int> indices)
    {
        if (indices.Height != centers.SupportVectorCount || indices.Width < 1 || indices.Width > partners.SupportVectorCount)
        {
            throw new ArgumentException(
                $"edges are {indices.Height} × {indices.Width}; expected {centers.SupportVectorCount} × 1 … {partners.SupportVectorCount}.",
                nameof(indices));
        }

        foreach (int index in indices)
        {
            if ((uint)index >= (uint)partners.SupportVectorCount)
            {
                throw new ArgumentException(
                    $"an edge names support vector {index}; the member has {partners.SupportVectorCount}.", nameof(indices));
            }
        }

        int k = indices.Width;
        int[] copy = new int[indices.Length];
        indices.CopyTo(copy);
        double[] distances = new double[copy.Length];
        Parallel.For(0, centers.SupportVectorCount, i =>
        {
            for (int e = i * k; e < (i + 1) * k; e++)
                distances[e] = PairDistance.Compute(centers.Vectors.Row(i), partners.Vectors.Row(copy[e]));
        });
        return new NeighborEdges(centers, partners, startAtFirst, k, copy, distances);
    }

    /// <summary>log Σ_edges β, the mass that truncation keeps: ≤ 0, and 0 where all pairs are kept (eq 2.12).</summary>
    internal double LogKeptMass(double logAlpha)
    {
        double smallest = double.PositiveInfinity;
        for (int e = 0; e < _partners.Length; e++)
            smallest = Math.Min(smallest, Exponent(e));
        double sum = 0;
        for (int e = 0; e < _partners.Length; e++)
            sum += Elementary.Exp(smallest - Exponent(e));
        return Elementary.Log(sum) - smallest - logAlpha;
    }

    /// <summary>κ‖centre − partner‖² − log a − log b, −log β of the edge but for log α.</summary>
    internal double Exponent(int edge) =>
        _kappa * _distances[edge] - Centers.LogDualCoefficients[edge / NeighborCount] - Partners.LogDualCoefficients[_partners[edge]];
}
