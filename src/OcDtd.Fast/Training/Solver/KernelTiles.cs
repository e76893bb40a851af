using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Solver;

/// <summary>Runs over a kernel matrix tile by tile on all threads: 64 rows × 256 columns, whose inputs stay in the second-level cache.</summary>
/// <remarks>Squared distances above <c>limit</c> may be taken for any other above it.</remarks>
internal sealed class KernelTiles<T, TValue>(TrainingRows rows, KernelWork work, double limit = double.PositiveInfinity)
    where T : unmanaged
    where TValue : struct, IKernelValue<T>
{
    private const int TileRows = 64; // a multiple of a panel's 16, so that the diagonal begins with a panel
    private const int TilePanels = 16;
    private const int TileLength = TileRows * TilePanels * PackedSupportVectors.Lanes;

    /// <summary>
    /// Every tile that holds columns from its first row on, in any order and from any thread; the tile's memory is used again afterwards. Tiles of
    /// the same rows come one after another, from left to right, on one thread.
    /// </summary>
    internal void ForUpperTriangle(Action<KernelTile<T>> visit)
    {
        int blocks = (rows.Count + TileRows - 1) / TileRows;
        long done = 0, all = (long)blocks * (blocks + 1) / 2;
        Parallel.For(0, blocks, work.Parallel, () => new Scratch(), (block, _, scratch) =>
        {
            int first = block * TileRows;
            RowTile tile = rows.Tile(first, Math.Min(TileRows, rows.Count - first));
            for (int panel = first / PackedSupportVectors.Lanes; panel < rows.PanelCount; panel += TilePanels)
            {
                work.Parallel.CancellationToken.ThrowIfCancellationRequested();
                visit(Fill(tile, first, Range(panel), scratch));
            }

            work.Count((long)tile.Count * (rows.Count - first) - (long)tile.Count * (tile.Count - 1) / 2);
            work.ReportKernel(Interlocked.Add(ref done, blocks - block) / (double)all);
            return scratch;
        }, _ => { });
    }

    /// <summary>result_i += Σ_b weights_b·K(others_b, row i) for all rows i, keeping none of it.</summary>
    internal void AddProduct(TrainingRows others, ReadOnlyMemory<double> weights, double[] result)
    {
        int stretches = (rows.PanelCount + TilePanels - 1) / TilePanels;
        int done = 0;
        Parallel.For(0, stretches, work.Parallel, () => new Scratch(), (stretch, _, scratch) =>
        {
            PanelRange panels = Range(stretch * TilePanels);
            int firstRow = panels.First * PackedSupportVectors.Lanes;
            Span<double> target = scratch.Sums.AsSpan(0, panels.PaddedCount);
            int present = Math.Min(target.Length, result.Length - firstRow);
            result.AsSpan(firstRow, present).CopyTo(target);
            for (int first = 0; first < others.Count; first += TileRows)
            {
                work.Parallel.CancellationToken.ThrowIfCancellationRequested();
                int count = Math.Min(TileRows, others.Count - first);
                KernelTile<T> tile = Fill(others.Tile(first, count), first, panels, scratch);
                WeightedColumns.Add<T, TValue>(tile.Values, scratch.Offsets(count, tile.Columns), weights.Span.Slice(first, count), 0, target);
            }

            target[..present].CopyTo(result.AsSpan(firstRow));
            work.Count((long)others.Count * Math.Min(panels.PaddedCount, rows.Count - firstRow));
            work.ReportKernel(Interlocked.Increment(ref done) / (double)stretches);
            return scratch;
        }, _ => { });
    }

    private PanelRange Range(int firstPanel) => new(firstPanel, Math.Min(TilePanels, rows.PanelCount - firstPanel));

    private KernelTile<T> Fill(RowTile tile, int firstRow, PanelRange panels, Scratch scratch)
    {
        Span<T> values = scratch.Values.AsSpan(0, tile.Count * panels.PaddedCount);
        rows.Kernels<T, TValue>(tile, panels, scratch.Distances, values, limit);
        return new KernelTile<T>(firstRow, tile.Count, panels.First * PackedSupportVectors.Lanes, panels.PaddedCount, scratch.Values);
    }

    private sealed class Scratch
    {
        private readonly int[] _offsets = new int[TileRows];

        internal double[] Distances { get; } = new double[TileLength];

        internal T[] Values { get; } = new T[TileLength];

        internal double[] Sums { get; } = new double[TilePanels * PackedSupportVectors.Lanes];

        internal ReadOnlySpan<int> Offsets(int count, int stride)
        {
            for (int r = 0; r < count; r++)
                _offsets[r] = r * stride;
            return _offsets.AsSpan(0, count);
        }
    }
}

/// <summary>A rectangle of the kernel matrix; columns may reach past the last row, where values are 0.</summary>
internal readonly record struct KernelTile<T>(int FirstRow, int Rows, int FirstColumn, int Columns, T[] Values)
{
    internal ReadOnlySpan<T> Row(int row) => Values.AsSpan(row * Columns, Columns);
}
