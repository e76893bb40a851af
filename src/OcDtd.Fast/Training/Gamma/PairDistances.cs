using System.Buffers;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;
using OcDtd.Fast.Neighbors;

namespace OcDtd.Fast;

/// <summary>The squared distances of all pairs of rows, each pair once, in double: 4·n² bytes, 400 MB at 10,000 rows.</summary>
/// <remarks>
/// Kept by the pair's first row, in the order of the second. What goes over rows or pairs here may run on several threads, but gives every
/// row's result on its own: callers add them up in the order of rows, so that threads change nothing.
/// </remarks>
internal sealed class PairDistances
{
    /// <summary>Kernels take whole eights.</summary>
    private const int Lanes = 8;

    private readonly ParallelOptions _parallel;
    private double[][] _after;

    /// <summary>Computes all distances of <paramref name="samples"/>, at least two rows of finite values.</summary>
    internal PairDistances(ReadOnlySpan2D<float> samples, ParallelOptions parallel)
    {
        Count = samples.Height;
        _parallel = parallel;
        var rows = new PaddedRows(Count, samples.Width);
        for (int i = 0; i < Count; i++)
            rows.Set(i, samples.GetRowSpan(i));
        _after = Compute(rows);
        Smallest = EachFirst(TensorPrimitives.Min).Min();
        Largest = EachFirst(TensorPrimitives.Max).Max();
    }

    /// <summary>n: number of rows.</summary>
    internal int Count { get; }

    /// <summary>n·(n−1)/2.</summary>
    internal long PairCount => (long)Count * (Count - 1) / 2;

    /// <summary>The smallest distance of two rows.</summary>
    internal double Smallest { get; private set; }

    /// <summary>The largest distance of two rows.</summary>
    internal double Largest { get; private set; }

    /// <summary>Rounds up to what kernels take.</summary>
    internal static int WholeLanes(int count) => (count + Lanes - 1) / Lanes * Lanes;

    /// <summary>What <paramref name="body"/> makes of each row's distances to the rows after it; the last row has none.</summary>
    internal T[] EachFirst<T>(Func<ReadOnlySpan<double>, T> body)
    {
        T[] results = new T[_after.Length];
        Parallel.For(0, results.Length, _parallel, i => results[i] = body(_after[i].AsSpan(0, Count - 1 - i)));
        return results;
    }

    /// <summary>The same into something that each thread has of its own, and hands over, one at a time, in the end.</summary>
    internal void ForEachFirst<TOwn>(Func<TOwn> start, Action<ReadOnlySpan<double>, TOwn> body, Action<TOwn> end)
    {
        object gate = new();
        Parallel.For(
            0,
            _after.Length,
            _parallel,
            start,
            (i, _, own) =>
            {
                body(_after[i].AsSpan(0, Count - 1 - i), own);
                return own;
            },
            own =>
            {
                lock (gate)
                    end(own);
            });
    }

    /// <summary>What <paramref name="body"/> makes of each row's distances to all others.</summary>
    /// <remarks>
    /// It gets the row, and n−1 distances in the order of the other rows, filled up with +∞ to whole eights. They are put together for
    /// some rows at a time: a row's distances to those before it lie in their lists, one in each, beside those of the rows next to it.
    /// </remarks>
    internal T[] EachRow<T>(Func<int, ReadOnlySpan<double>, T> body)
    {
        const int RowsATile = 32; // 256 bytes of each list: whole cache lines but for the outer two
        T[] results = new T[Count];
        ForTiles(Count, RowsATile, (begin, end) =>
        {
            int stride = WholeLanes(Count - 1);
            double[] tile = ArrayPool<double>.Shared.Rent((end - begin) * stride);
            Gather(begin, end, tile, stride);
            for (int i = begin; i < end; i++)
                results[i] = body(i, tile.AsSpan((i - begin) * stride, stride));
            ArrayPool<double>.Shared.Return(tile);
        });
        return results;
    }

    /// <summary>The smallest distance above <paramref name="value"/>; +∞ where there is none.</summary>
    internal double SmallestAbove(double value) => EachFirst(distances =>
    {
        double smallest = double.PositiveInfinity;
        foreach (double distance in distances)
        {
            if (distance > value && distance < smallest)
                smallest = distance;
        }

        return smallest;
    }).Min();

    /// <summary>Pairs at this very distance.</summary>
    internal long CountOf(double value) => EachFirst(distances => (long)System.MemoryExtensions.Count(distances, value)).Sum();

    /// <summary>Takes the root of every distance.</summary>
    internal void TakeRoots()
    {
        Parallel.For(0, _after.Length, _parallel, i => TensorPrimitives.Sqrt(_after[i], _after[i]));
        (Smallest, Largest) = (Math.Sqrt(Smallest), Math.Sqrt(Largest));
    }

    /// <summary>Hands over the lists, the only copy: nothing that reads distances may be called any more.</summary>
    /// <returns>For each row but the last, its distances to the rows after it and room for three times <see cref="Lanes"/> more.</returns>
    internal double[][] Release()
    {
        double[][] released = _after;
        _after = [];
        return released;
    }

    /// <summary>Runs <paramref name="body"/> for every index below <paramref name="count"/>.</summary>
    internal void For(int count, Action<int> body) => Parallel.For(0, count, _parallel, body);

    private double[][] Compute(PaddedRows rows)
    {
        const int RowsATile = 8; // of 784 features: 25 kB, which stay in the cache while all others stream past once
        double[][] distances = new double[Count - 1][];
        ForTiles(distances.Length, RowsATile, (begin, end) =>
        {
            for (int i = begin; i < end; i++)
                distances[i] = new double[Count - 1 - i + 3 * Lanes];
            for (int j = begin + 1; j < Count; j++)
            {
                ReadOnlySpan<float> other = rows[j];
                for (int i = begin; i < Math.Min(j, end); i++)
                    distances[i][j - i - 1] = PairDistance.Compute(rows[i], other);
            }
        });
        return distances;
    }

    private void Gather(int begin, int end, double[] tile, int stride)
    {
        for (int j = 0; j < end; j++)
        {
            double[] list = _after[Math.Min(j, _after.Length - 1)];
            for (int i = Math.Max(j + 1, begin); i < end; i++)
                tile[(i - begin) * stride + j] = list[i - j - 1];
        }

        for (int i = begin; i < end; i++)
        {
            Span<double> row = tile.AsSpan((i - begin) * stride, stride);
            if (i < _after.Length)
                _after[i].AsSpan(0, Count - 1 - i).CopyTo(row[i..]);
            row[(Count - 1)..].Fill(double.PositiveInfinity);
        }
    }

    private void ForTiles(int count, int tileSize, Action<int, int> body) => Parallel.For(
        0, (count + tileSize - 1) / tileSize, _parallel, tile => body(tile * tileSize, Math.Min((tile + 1) * tileSize, count)));
}
