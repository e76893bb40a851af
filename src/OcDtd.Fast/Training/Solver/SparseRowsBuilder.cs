using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Solver;

/// <summary>Collects the entries of the kernel matrix that are large enough: those right of the diagonal first, then both halves.</summary>
internal sealed class SparseRowsBuilder<T, TValue>(TrainingRows rows, double smallest, long mostBytes)
    where T : unmanaged
    where TValue : struct, IKernelValue<T>
{
    private readonly Found[] _found = Enumerable.Range(0, rows.Count).Select(_ => new Found()).ToArray();
    private long _entries;

    /// <summary>Entries of both halves that are allowed: while the halves are put together they are in memory one and a half times.</summary>
    private readonly long _mostEntries = Math.Min(Array.MaxLength - rows.Count, mostBytes / 3 * 2 / EntryBytes);

    private static unsafe int EntryBytes => sizeof(int) + sizeof(T);

    /// <summary>The squared distance beyond which kernels are too small; a little more, for its own rounding.</summary>
    private double Limit => -Elementary.Log(smallest) / rows.Gamma * (1 + 1e-6);

    /// <summary>The rows, or null where there turn out to be too many entries.</summary>
    internal SparseRows<T>? Build(KernelWork work)
    {
        using var tooMany = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooMany.Token, work.Parallel.CancellationToken);
        long before = work.Evaluations;
        try
        {
            new KernelTiles<T, TValue>(rows, work.Under(either.Token), Limit).ForUpperTriangle(tile =>
            {
                if (Collect(tile) > _mostEntries)
                    tooMany.Cancel();
            });
        }
        catch (OperationCanceledException) when (tooMany.IsCancellationRequested && !work.Parallel.CancellationToken.IsCancellationRequested)
        {
            // Threads may also have finished all the same: what counts is what they found.
        }
        catch (OperationCanceledException)
        {
            work.Parallel.CancellationToken.ThrowIfCancellationRequested(); // with the caller's own token
            throw;
        }

        if (_entries <= _mostEntries)
            return Assemble(work.Parallel.CancellationToken);
        work.Count(before - work.Evaluations); // how far threads got before they were stopped is chance
        return null;
    }

    /// <summary>Keeps what is large enough and right of the diagonal; returns how many entries both halves have so far.</summary>
    private long Collect(KernelTile<T> tile)
    {
        long added = 0;
        for (int r = 0; r < tile.Rows; r++)
        {
            int i = tile.FirstRow + r;
            ReadOnlySpan<T> values = tile.Row(r);
            Found found = _found[i];
            for (int c = Math.Max(0, i + 1 - tile.FirstColumn); c < values.Length; c++)
            {
                if (TValue.Widen(values[c]) >= smallest)
                {
                    found.Add(tile.FirstColumn + c, values[c]);
                    added += 2;
                }
            }
        }

        return Interlocked.Add(ref _entries, added);
    }

    private SparseRows<T> Assemble(CancellationToken cancellation)
    {
        int[] starts = new int[rows.Count + 1];
        for (int i = 0; i < rows.Count; i++)
        {
            starts[i + 1] += _found[i].Count + 1; // and the diagonal
            foreach (int j in _found[i].Columns)
                starts[j + 1]++;
        }

        for (int i = 0; i < rows.Count; i++)
            starts[i + 1] += starts[i];

        // Rows in order: what row i passes on to later rows arrives there before those rows' own entries.
        int[] next = starts[..^1];
        int[] columns = GC.AllocateUninitializedArray<int>(starts[^1]);
        T[] values = GC.AllocateUninitializedArray<T>(starts[^1]);
        for (int i = 0; i < rows.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Put(i, i, TValue.Round(1));
            Found found = _found[i];
            for (int e = 0; e < found.Count; e++)
            {
                Put(i, found.Columns[e], found.Values[e]);
                Put(found.Columns[e], i, found.Values[e]);
            }

            _found[i] = Found.None;
        }

        return new SparseRows<T>(starts, columns, values);

        void Put(int row, int column, T value)
        {
            columns[next[row]] = column;
            values[next[row]++] = value;
        }
    }

    /// <summary>A row's entries right of the diagonal.</summary>
    private sealed class Found
    {
        internal static readonly Found None = new();
        private int[] _columns = [];
        private T[] _values = [];

        internal int Count { get; private set; }

        internal ReadOnlySpan<int> Columns => _columns.AsSpan(0, Count);

        internal ReadOnlySpan<T> Values => _values.AsSpan(0, Count);

        internal void Add(int column, T value)
        {
            if (Count == _columns.Length)
            {
                int room = Math.Max(4, Count * 3 / 2);
                Array.Resize(ref _columns, room);
                Array.Resize(ref _values, room);
            }

            _columns[Count] = column;
            _values[Count++] = value;
        }
    }
}
