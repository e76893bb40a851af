using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Solver;

/// <summary>
/// K of rows too many for memory: products are computed as they are asked for, and a part of the rows at a time is made
/// <see cref="DenseColumns{T, TValue}"/>, always in the same memory.
/// </summary>
internal sealed class StreamedColumns<T, TValue> : KernelColumns
    where T : unmanaged
    where TValue : struct, IKernelValue<T>
{
    /// <summary>Rows that are copied out at a time for a product.</summary>
    private const int ChunkRows = 8192;

    private readonly TrainingRows _rows;
    private readonly KernelWork _work;
    private readonly T[] _memory;

    /// <summary>Uses <paramref name="values"/> kernel values of memory.</summary>
    internal StreamedColumns(TrainingRows rows, long values, KernelWork work)
    {
        _rows = rows;
        _work = work;
        LargestPart = (int)Math.Min(rows.Count, Math.Sqrt(Math.Min(values, Array.MaxLength))) / WeightedColumns.Stride * WeightedColumns.Stride;
        _memory = GC.AllocateUninitializedArray<T>(checked(LargestPart * PaddedLength(LargestPart)), pinned: true);
    }

    internal override int Count => _rows.Count;

    /// <summary>Rows that a part may have.</summary>
    internal int LargestPart { get; }

    internal override void AddProduct(ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, double[] result)
    {
        var tiles = new KernelTiles<T, TValue>(_rows, _work);
        for (int first = 0; first < rows.Length; first += ChunkRows)
        {
            int count = Math.Min(ChunkRows, rows.Length - first);
            tiles.AddProduct(_rows.Take(rows.Slice(first, count)), weights.Slice(first, count).ToArray(), result);
        }
    }

    /// <summary>K among some rows; replaces the part before.</summary>
    internal DenseColumns<T, TValue> Part(ReadOnlySpan<int> rows) => new(_rows.Take(rows), _work, _memory);
}
