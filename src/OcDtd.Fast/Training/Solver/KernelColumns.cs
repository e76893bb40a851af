using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Solver;

/// <summary>The kernel matrix K of the training rows, however much of it is kept.</summary>
internal abstract class KernelColumns
{
    /// <summary>n.</summary>
    internal abstract int Count { get; }

    /// <summary>result_i += Σ_b weights_b·K_bi for all i; <paramref name="result"/> has <see cref="PaddedLength"/> numbers.</summary>
    /// <remarks>The order of every sum depends on the rows alone, never on threads.</remarks>
    internal abstract void AddProduct(ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, double[] result);

    /// <summary>Length of an array of one number a row: whole strides of <see cref="WeightedColumns"/>.</summary>
    internal static int PaddedLength(int count) => checked((count + WeightedColumns.Stride - 1) / WeightedColumns.Stride * WeightedColumns.Stride);
}

/// <summary>A kernel matrix of which everything that matters is in memory.</summary>
internal abstract class KeptColumns : KernelColumns
{
    /// <summary>K among <paramref name="rows"/>, row after row, <paramref name="stride"/> apart; what is not kept is 0.</summary>
    internal abstract void CopySquare(ReadOnlySpan<int> rows, int stride, Span<double> values);
}
