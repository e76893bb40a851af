using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Solver;

/// <summary>
/// The entries of K that are not negligible, row by row. Where kernels are narrow that is a small part, and matrices fit in memory that would
/// not otherwise.
/// </summary>
/// <remarks>
/// Leaving out entries below t changes a gradient by less than t, since coefficients sum to 1. The mean gradient aᵀKa is at least
/// Σa_i² ≥ 1/n. So t = min(0.01·tolerance, 10⁻⁷)/n keeps every gradient to a hundredth of what is tolerated, and the objective and its gap to 10⁻⁷.
/// </remarks>
internal sealed class SparseColumns<T, TValue> : KeptColumns
    where T : unmanaged
    where TValue : struct, IKernelValue<T>
{
    private readonly KernelWork _work;
    private readonly SparseRows<T> _rows;
    private readonly int[] _places;

    private SparseColumns(SparseRows<T> rows, KernelWork work)
    {
        _rows = rows;
        _work = work;
        _places = new int[rows.Count];
        Array.Fill(_places, -1);
    }

    internal override int Count => _rows.Count;

    /// <summary>Computes the matrix, or gives up with null where it turns out to need more than <paramref name="mostBytes"/>.</summary>
    internal static SparseColumns<T, TValue>? TryMake(TrainingRows rows, double tolerance, long mostBytes, KernelWork work)
    {
        var builder = new SparseRowsBuilder<T, TValue>(rows, smallest: Math.Min(0.01 * tolerance, 1e-7) / rows.Count, mostBytes);
        return builder.Build(work) is { } built ? new SparseColumns<T, TValue>(built, work) : null;
    }

    internal override void CopySquare(ReadOnlySpan<int> rows, int stride, Span<double> values)
    {
        for (int c = 0; c < rows.Length; c++)
            _places[rows[c]] = c;
        for (int r = 0; r < rows.Length; r++)
        {
            Span<double> row = values.Slice(r * stride, rows.Length);
            row.Clear();
            (ReadOnlySpan<int> columns, ReadOnlySpan<T> kernels) = _rows.Row(rows[r]);
            for (int e = 0; e < columns.Length; e++)
            {
                if (_places[columns[e]] is >= 0 and int place)
                    row[place] = TValue.Widen(kernels[e]);
            }
        }

        foreach (int row in rows)
            _places[row] = -1;
    }

    internal override void AddProduct(ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, double[] result)
    {
        // Few columns are scattered one after another; many rows are gathered, all threads at once.
        if (rows.Length < Count / 8)
            Scatter(rows, weights, result);
        else
            Gather(rows, weights, result);
    }

    private void Scatter(ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, double[] result)
    {
        for (int b = 0; b < rows.Length; b++)
        {
            (ReadOnlySpan<int> columns, ReadOnlySpan<T> kernels) = _rows.Row(rows[b]);
            for (int e = 0; e < columns.Length; e++)
                result[columns[e]] = Math.FusedMultiplyAdd(weights[b], TValue.Widen(kernels[e]), result[columns[e]]);
        }
    }

    private void Gather(ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, double[] result)
    {
        double[] all = new double[Count];
        for (int b = 0; b < rows.Length; b++)
            all[rows[b]] = weights[b];
        Parallel.For(0, Count, _work.Parallel, i =>
        {
            (ReadOnlySpan<int> columns, ReadOnlySpan<T> kernels) = _rows.Row(i);
            double sum = result[i];
            for (int e = 0; e < columns.Length; e++)
                sum = Math.FusedMultiplyAdd(all[columns[e]], TValue.Widen(kernels[e]), sum);
            result[i] = sum;
        });
    }
}

/// <summary>Compressed rows: row i's columns, ascending, and values from <c>Starts[i]</c> to <c>Starts[i+1]</c>.</summary>
internal sealed record SparseRows<T>(int[] Starts, int[] Columns, T[] Values)
{
    internal int Count => Starts.Length - 1;

    internal SparseRow<T> Row(int index) => new(
        Columns.AsSpan(Starts[index], Starts[index + 1] - Starts[index]), Values.AsSpan(Starts[index], Starts[index + 1] - Starts[index]));
}

/// <summary>One of them.</summary>
internal readonly ref struct SparseRow<T>(ReadOnlySpan<int> columns, ReadOnlySpan<T> values)
{
    private readonly ReadOnlySpan<int> _columns = columns;
    private readonly ReadOnlySpan<T> _values = values;

    public void Deconstruct(out ReadOnlySpan<int> columns, out ReadOnlySpan<T> values)
    {
        columns = _columns;
        values = _values;
    }
}
