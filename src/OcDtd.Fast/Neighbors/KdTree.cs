using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Neighbors;

/// <summary>An exact k-d tree over a fixed set of points, sixteen points a leaf and sixteen children a node.</summary>
internal sealed class KdTree
{
    private const int Tile = 64; // queries between two looks at the cancellation token: 0.3 ms at d = 8

    /// <summary>Builds the tree; keeps a copy of <paramref name="points"/>.</summary>
    internal KdTree(PinnedRows points, ParallelOptions parallel)
    {
        int[] order = PanelOrder.Find(points, parallel);
        Points = new PackedPoints(points, order);
        Boxes = new PanelBoxes(Points);
    }

    /// <summary>The points, a leaf after another.</summary>
    internal PackedPoints Points { get; }

    /// <summary>The nodes.</summary>
    internal PanelBoxes Boxes { get; }

    /// <summary>Writes each query's k nearest, row-major; <paramref name="distances"/> may be empty.</summary>
    internal void Find(SimdWidth width, PinnedRows queries, int k, int[] indices, double[] distances, ParallelOptions parallel) =>
        Parallel.For(
            0,
            (queries.Count + Tile - 1) / Tile,
            parallel,
            () => TreeWalk.Create(width, this, k),
            (tile, _, walk) =>
            {
                for (int q = tile * Tile; q < Math.Min((tile + 1) * Tile, queries.Count); q++)
                    walk.Find(queries.Row(q), indices.AsSpan(q * k, k), distances.Length == 0 ? [] : distances.AsSpan(q * k, k));
                return walk;
            },
            static _ => { });
}
