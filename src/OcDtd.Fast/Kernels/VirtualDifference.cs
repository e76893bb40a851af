namespace OcDtd.Fast.Kernels;

/// <summary>x − u_ij = w₁(x−u) + w₂(x−v), feature by feature: for the few pairs whose distance from three others would cancel.</summary>
/// <remarks>Plain loops in double, features in order, so bits depend on the inputs alone.</remarks>
internal readonly ref struct VirtualDifference(
    ReadOnlySpan<float> x, ReadOnlySpan<float> u, ReadOnlySpan<float> v, double firstWeight, double secondWeight)
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<float> _u = u;
    private readonly ReadOnlySpan<float> _v = v;
    private readonly double _firstWeight = firstWeight;
    private readonly double _secondWeight = secondWeight;

    /// <summary>‖x − u_ij‖².</summary>
    internal double SquaredLength()
    {
        double sum = 0;
        for (int j = 0; j < _x.Length; j++)
            sum = Math.FusedMultiplyAdd(this[j], this[j], sum);
        return sum;
    }

    /// <summary>sums_j += factor · (x − u_ij)_j².</summary>
    internal void AddSquares(double factor, Span<double> sums)
    {
        for (int j = 0; j < _x.Length; j++)
            sums[j] = Math.FusedMultiplyAdd(factor * this[j], this[j], sums[j]);
    }

    private double this[int j] => _firstWeight * ((double)_x[j] - _u[j]) + _secondWeight * ((double)_x[j] - _v[j]);
}
