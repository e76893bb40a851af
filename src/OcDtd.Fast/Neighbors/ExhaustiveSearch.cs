using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Neighbors;

/// <summary>Exact neighbours by looking at every point: a float32 screen over all, then exact distances for those that it leaves.</summary>
/// <remarks>
/// <para>The screen s of a distance D obeys |s − D| ≤ ε·D + δ. ε: a difference is rounded once (twice that in its square) and up to 64
/// squares are added with a rounding each, so 66·2⁻²⁴; with 72 for it, 1+ε covers 1/(1−66·2⁻²⁴) and all rounding here.
/// δ: a step that underflows is off by at most 2⁻¹⁵⁰, one a feature. A screen of +∞ says D ≥ (1−ε)·(largest float), nothing more.</para>
/// <para>So with T the k-th smallest screen, k points are within U = (T+δ)·(1+ε), and a point whose screen is above (U+δ)·(1+ε)
/// cannot be among the k. Which points are looked at exactly depends on the query alone, and the answer not even on that.</para>
/// </remarks>
internal sealed class ExhaustiveSearch
{
    private const double RelativeError = SquaredDistances.RelativeError + 6.0 / (1 << 24);
    private const double SmallestFloat = float.Epsilon; // 2⁻¹⁴⁹, twice a step's underflow
    private const int TileBytes = 4 << 20; // of screened distances a thread
    private readonly PackedSupportVectors _points;

    /// <summary>Packs a copy of <paramref name="points"/>.</summary>
    internal ExhaustiveSearch(PinnedRows points)
    {
        float[] rows = new float[checked(points.Count * points.FeatureCount)];
        for (int i = 0; i < points.Count; i++)
            points.Row(i).CopyTo(rows.AsSpan(i * points.FeatureCount));
        _points = new PackedSupportVectors(rows, points.Count, points.FeatureCount);
    }

    /// <summary>Writes each query's k nearest, row-major; <paramref name="distances"/> may be empty.</summary>
    internal void Find(PinnedRows queries, int k, int[] indices, double[] distances, ParallelOptions parallel)
    {
        // Many rows a tile, so that panels are read from memory seldom; whole fours, as the kernel takes them.
        int tileRows = Math.Clamp(TileBytes / sizeof(double) / _points.PaddedCount, 4, 32) & ~3;
        Parallel.For(
            0,
            (queries.Count + tileRows - 1) / tileRows,
            parallel,
            () => new Screen(_points, k, Math.Min(tileRows, queries.Count)),
            (tile, _, screen) =>
            {
                int begin = tile * tileRows;
                int count = Math.Min(tileRows, queries.Count - begin);
                screen.Fill(queries.Tile(begin, count));
                for (int r = 0; r < count; r++)
                {
                    int q = begin + r;
                    Span<double> target = distances.Length == 0 ? [] : distances.AsSpan(q * k, k);
                    screen.Find(r, queries.Row(q), indices.AsSpan(q * k, k), target);
                }

                return screen;
            },
            static _ => { });
    }

    /// <summary>The largest screen that a point among the k nearest may have, where <paramref name="kth"/> is the k-th smallest.</summary>
    internal static double Limit(double kth, int featureCount)
    {
        double absolute = featureCount * SmallestFloat;
        double within = (kth + absolute) * (1 + RelativeError);
        return within >= float.MaxValue * (1 - RelativeError) ? double.PositiveInfinity : (within + absolute) * (1 + RelativeError);
    }

    /// <summary>One thread's screened distances of a tile of queries.</summary>
    private sealed class Screen(PackedSupportVectors points, int k, int rows)
    {
        private readonly double[] _screened = new double[checked(rows * points.PaddedCount)];
        private readonly double[] _buffer = new double[OrderStatistic.BufferLength(points.Count, k)];
        private readonly int[] _candidates = new int[points.Count];
        private readonly double[] _exact = new double[points.Count];

        internal void Fill(RowTile tile) => SquaredDistances.Compute(tile, points, _screened);

        internal void Find(int row, ReadOnlySpan<float> query, Span<int> indices, Span<double> distances)
        {
            ReadOnlySpan<double> screened = _screened.AsSpan(row * points.PaddedCount, points.Count);
            double limit = Limit(OrderStatistic.Find(screened, k, _buffer), points.FeatureCount);
            int count = 0;
            for (int i = 0; i < screened.Length; i++)
            {
                if (screened[i] <= limit)
                    _candidates[count++] = i;
            }

            for (int c = 0; c < count; c++)
                _exact[c] = PairDistance.Compute(query, points.Row(_candidates[c]));
            NeighborOrder.Sort(_exact.AsSpan(0, count), _candidates.AsSpan(0, count));
            _candidates.AsSpan(0, k).CopyTo(indices);
            if (!distances.IsEmpty)
                _exact.AsSpan(0, k).CopyTo(distances);
        }
    }
}
