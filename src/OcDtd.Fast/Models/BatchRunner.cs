using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>Cuts a batch of rows into tiles and runs them on all cores.</summary>
internal static class BatchRunner
{
    /// <summary>Calls <paramref name="run"/>(first row, number of rows) for every tile of at most <paramref name="tileRows"/> rows.</summary>
    internal static void Run(int rowCount, int tileRows, BatchOptions options, Action<int, int> run)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        int threads = options.Threads;

        int rows = TileRows(rowCount, tileRows, threads);
        int tiles = (rowCount + rows - 1) / rows;
        int finished = 0;
        if (threads == 1 || tiles <= 1)
        {
            for (int tile = 0; tile < tiles; tile++)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                RunTile(tile);
            }
        }
        else
        {
            Parallel.For(0, tiles, options.Parallel, RunTile);
        }

        void RunTile(int tile)
        {
            int first = tile * rows;
            int count = Math.Min(rows, rowCount - first);
            run(first, count);
            options.Progress?.Report(Interlocked.Add(ref finished, count));
        }
    }

    /// <summary>
    /// Tiles are of one size, and a whole number of them for every thread: so all have work to the end, in a small batch too. Whole
    /// groups of rows, where there are several.
    /// </summary>
    private static int TileRows(int rowCount, int tileRows, int threads)
    {
        long rounds = ((long)rowCount + (long)tileRows * threads - 1) / ((long)tileRows * threads);
        long tiles = Math.Max(1, rounds * threads);
        int rows = (int)Math.Max(1, (rowCount + tiles - 1) / tiles);
        return rows <= DotProducts.RowGroup ? rows : Math.Min(tileRows, (rows + DotProducts.RowGroup - 1) / DotProducts.RowGroup * DotProducts.RowGroup);
    }
}
