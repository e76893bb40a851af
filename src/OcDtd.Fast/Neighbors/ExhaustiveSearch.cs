using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Neighbors;

/// <summary>Exact neighbours by looking at every point: a float32 screen over all, then exact distances for those that it leaves.</summary>
/// <remarks>
/// A tile of queries takes the points part by part, so that screens (<see cref="SquaredDistances"/>) stay in the cache. In the first part
/// a query's k-th smallest screen bounds its k-th distance; from then on its k-th best exact distance does. A point whose screen is above
/// what <see cref="ScreenBound"/> makes of that cannot be among the k. The answer depends on none of this.
/// </remarks>
internal sealed class ExhaustiveSearch(PackedPoints points)
{
    private const int MostRows = 32; // of a tile: each panel is read from the outer caches once for all of them
    private const int PartPanels = 32; // 512 points: 128 kB of screens

    /// <summary>Writes each query's k nearest, row-major; <paramref name="distances"/> may be empty.</summary>
    internal void Find(SimdWidth width, PinnedRows queries, int k, int[] indices, double[] distances, ParallelOptions parallel)
    {
        // Whole fours, as the kernel takes them; fewer where there are few queries, so that all threads have some.
        int rows = Math.Clamp(queries.Count / (4 * Environment.ProcessorCount), 4, MostRows) & ~3;
        Parallel.For(
            0,
            (queries.Count + rows - 1) / rows,
            parallel,
            () => new Tile(width, points, k, Math.Min(rows, queries.Count)),
            (tile, _, work) =>
            {
                int begin = tile * rows;
                work.Find(queries.Tile(begin, Math.Min(rows, queries.Count - begin)), begin, indices, distances);
                return work;
            },
            static _ => { });
    }

    /// <summary>One thread's tile of queries.</summary>
    private sealed class Tile
    {
        private readonly SimdWidth _width;
        private readonly PackedPoints _points;
        private readonly int _k;
        private readonly int _partPanels;
        private readonly ScreenBound _bound;
        private readonly NearestSoFar[] _best;
        private readonly double[] _screens;
        private readonly double[] _buffer;
        private readonly int[] _places;
        private readonly float[] _query;

        internal Tile(SimdWidth width, PackedPoints points, int k, int rows)
        {
            _width = width;
            _points = points;
            _k = k;

            // The first part has to hold k points, and should hold many more, or it says little about the k-th distance.
            int enough = Math.Max(PartPanels, (int)Math.Min(int.MaxValue / 2, 2L * k / PackedSupportVectors.Lanes + 1));
            _partPanels = Math.Min(points.Panels.PanelCount, enough);
            _bound = ScreenBound.OfBlocks(points.Rows.FeatureCount);
            _best = [.. Enumerable.Range(0, rows).Select(_ => new NearestSoFar(k))];
            int part = _partPanels * PackedSupportVectors.Lanes;
            _screens = new double[checked(rows * part)];
            _buffer = new double[OrderStatistic.BufferLength(part, k)];
            _places = new int[part];
            _query = new float[points.Rows.PaddedFeatureCount];
        }

        internal void Find(RowTile rows, int firstQuery, int[] indices, double[] distances)
        {
            for (int panel = 0; panel < _points.Panels.PanelCount; panel += _partPanels)
            {
                var part = new PanelRange(panel, Math.Min(_partPanels, _points.Panels.PanelCount - panel));
                SquaredDistances.Compute(_width, rows, _points.Panels, part, _screens, Limit(rows.Count));
                for (int r = 0; r < rows.Count; r++)
                    Offer(rows.Row(r), part, _screens.AsSpan(r * part.PaddedCount, part.PaddedCount), _best[r]);
            }

            for (int r = 0; r < rows.Count; r++)
            {
                int first = (firstQuery + r) * _k;
                _best[r].Drain(indices.AsSpan(first, _k), distances.Length == 0 ? [] : distances.AsSpan(first, _k));
            }
        }

        /// <summary>Above this no point matters to any of the rows.</summary>
        private double Limit(int rows)
        {
            double worst = 0;
            for (int r = 0; r < rows; r++)
                worst = Math.Max(worst, _best[r].Worst);
            return _bound.Limit(worst);
        }

        private void Offer(ReadOnlySpan<float> query, PanelRange part, Span<double> screens, NearestSoFar best)
        {
            int first = part.First * PackedSupportVectors.Lanes;
            screens = screens[..Math.Min(screens.Length, _points.Panels.Count - first)];
            double within = first == 0 ? _bound.Within(OrderStatistic.Find(screens, _k, _buffer)) : best.Worst;
            int found = AtMost.Find(_width, screens, _bound.Limit(within), _places);
            if (found == 0)
                return;

            query.CopyTo(_query);
            foreach (int place in _places.AsSpan(0, found))
            {
                if (screens[place] > _bound.Limit(best.Worst))
                    continue;
                double distance = PairDistance.Compute(_width, _query, _points.Rows[first + place]);
                if (distance <= best.Worst)
                    best.Offer(distance, _points.Index(first + place));
            }
        }
    }
}
