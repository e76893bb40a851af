using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Solver;

/// <summary>All of K in memory, n² values: every kernel value is computed once and never again.</summary>
internal sealed class DenseColumns<T, TValue> : KeptColumns
    where T : unmanaged
    where TValue : struct, IKernelValue<T>
{
    private readonly TrainingRows _rows;
    private readonly int _stride;
    private readonly T[] _values;
    private readonly ColumnProduct<T, TValue> _product;

    /// <summary>Computes the matrix, in <paramref name="memory"/> if that is given and large enough.</summary>
    internal DenseColumns(TrainingRows rows, KernelWork work, T[]? memory = null)
    {
        _rows = rows;
        _stride = PaddedLength(rows.Count);
        int length = checked(rows.Count * _stride);
        _values = memory?.Length >= length ? memory : GC.AllocateUninitializedArray<T>(length, pinned: true);
        _product = new ColumnProduct<T, TValue>(work.Parallel);
        new KernelTiles<T, TValue>(rows, work).ForUpperTriangle(Place);
    }

    internal override int Count => _rows.Count;

    /// <summary>Values that the matrix of <paramref name="count"/> rows takes.</summary>
    internal static long Length(int count) => (long)count * PaddedLength(count);

    internal override void CopySquare(ReadOnlySpan<int> rows, int stride, Span<double> values)
    {
        for (int r = 0; r < rows.Length; r++)
        {
            ReadOnlySpan<T> column = _values.AsSpan(rows[r] * _stride, _stride);
            for (int c = 0; c < rows.Length; c++)
                values[r * stride + c] = TValue.Widen(column[rows[c]]);
        }
    }

    internal override void AddProduct(ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, double[] result)
    {
        int[] offsets = new int[rows.Length];
        for (int b = 0; b < offsets.Length; b++)
            offsets[b] = rows[b] * _stride;
        _product.Add(_values, offsets, weights.ToArray(), result);
    }

    /// <summary>Writes a tile and its mirror image. Tiles that straddle the diagonal write the same values twice.</summary>
    private void Place(KernelTile<T> tile)
    {
        int columns = Math.Min(tile.Columns, Count - tile.FirstColumn);
        int width = Math.Min(tile.Columns, _stride - tile.FirstColumn);
        for (int r = 0; r < tile.Rows; r++)
            tile.Row(r)[..width].CopyTo(_values.AsSpan((tile.FirstRow + r) * _stride + tile.FirstColumn));
        for (int c = 0; c < columns; c++)
        {
            Span<T> mirrored = _values.AsSpan((tile.FirstColumn + c) * _stride + tile.FirstRow, tile.Rows);
            for (int r = 0; r < mirrored.Length; r++)
                mirrored[r] = tile.Values[r * tile.Columns + c];
        }
    }
}
