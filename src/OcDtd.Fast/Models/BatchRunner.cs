namespace OcDtd.Fast;

/// <summary>Cuts a batch of rows into tiles and runs them on all cores.</summary>
internal static class BatchRunner
{
    /// <summary>Calls <paramref name="run"/>(first row, number of rows) for every tile of at most <paramref name="tileRows"/> rows.</summary>
    internal static void Run(int rowCount, int tileRows, BatchOptions options, Action<int, int> run)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        int threads = options.Threads;

        // A small batch is cut finer, so that every thread has a tile.
        int rows = Math.Clamp((rowCount + threads - 1) / threads, 1, tileRows);
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
}
