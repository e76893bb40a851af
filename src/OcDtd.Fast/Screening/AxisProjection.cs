using System.Runtime.CompilerServices;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Screening;

/// <summary>Rows as k coordinates and the length of what those leave, from which squared distances are bounded below.</summary>
/// <remarks>
/// <para>With axes P (k × d), a row x (centred, float32) becomes the augmented row x̃ = [a, r], k + 1 floats, and a number N_x, such that for any two rows</para>
/// <para>‖x − u‖² ≥ N_x + N_u − 2·fl(x̃·ũ),</para>
/// <para>fl being any float32 inner product of k + 1 terms that is off by at most <c>productError</c>·‖x̃‖·‖ũ‖. Nothing is assumed of the axes
/// but that ‖PPᵀ − I‖ ≤ η (<see cref="PrincipalAxes.Departure"/>; axes of zeros count for nothing). Why it holds:</para>
/// <para>1. a = Px + e, off by float32 sums: |e_i| ≤ τ·‖x‖·‖p_i‖, τ = <see cref="PanelProducts.RelativeError"/>, so ‖e‖ ≤ ε‖x‖ with ε = τ·√(k(1+η)). And
/// ‖Px‖ ≤ σ‖x‖, σ = √(1+η). So Px·Pu ≤ a·b + κ‖x‖‖u‖ with κ = 2(σ+ε)ε + ε².</para>
/// <para>2. x·u = Px·Pu + x·M·u, M = I − PᵀP with eigenvalues in [−η, 1]. M + ηI is positive semidefinite, so by Cauchy and Schwarz
/// x·M·u ≤ √(x·(M+ηI)·x)·√(u·(M+ηI)·u) + η‖x‖‖u‖, and x·(M+ηI)·x = ‖x‖²(1+η) − ‖Px‖² ≤ ‖x‖²(1+η+κ) − ‖a‖² =: r².</para>
/// <para>3. So x·u ≤ x̃·ũ + (κ+η)‖x‖‖u‖, and ‖x̃‖² ≤ ‖x‖²(1+η+κ): the product's own error is at most productError·(1+η+κ)‖x‖‖u‖. With
/// 2‖x‖‖u‖ ≤ ‖x‖² + ‖u‖², all of it is taken off the norms: N_x = (1 − slack)·‖x‖², slack = κ + η + productError·(1+η+κ) + what rounding N, r and
/// the bound itself in double takes.</para>
/// <para>Products that fall below float's range are covered as well, for rows of a length between 2⁻⁵⁰ and 2⁵⁰ or of 0. Others become zeros
/// with N = −∞, which bounds nothing; rows with NaN become zeros with N = NaN: leave out only what is proved to be too far, <c>bound &gt; limit</c>.</para>
/// <para>Same bits for a row alone and in any tile, at any width. k = 95 of 611 features: slack is 1e-4 of the norms; 58,000 multiply-adds a row.</para>
/// </remarks>
internal sealed class AxisProjection
{
    private const int RowsAtATime = 16;
    private const double SmallestSquare = 1 / LargestSquare;
    private const double LargestSquare = (double)(1L << 50) * (1L << 50);

    private readonly PackedSupportVectors _axes;
    private readonly double _inflation;
    private readonly double _kept;

    /// <summary>Projects on <paramref name="axes"/>; <paramref name="productError"/> is that of the inner products of augmented rows.</summary>
    internal AxisProjection(PrincipalAxes axes, double productError)
    {
        AxisCount = axes.Count;
        FeatureCount = axes.FeatureCount;

        // One more, of zeros: its lane is where the length of the remainder goes.
        float[] rows = new float[(AxisCount + 1) * FeatureCount];
        axes.Rows.CopyTo(rows, 0);
        _axes = new PackedSupportVectors(rows, AxisCount + 1, FeatureCount);

        double departure = axes.Departure;
        double sigma = Math.Sqrt(1 + departure);
        double epsilon = PanelProducts.RelativeError * Math.Sqrt(AxisCount * (1 + departure));
        double kappa = (2 * (sigma + epsilon) + epsilon) * epsilon;
        double rounding = 8 * InnerProduct.RelativeError(Math.Max(FeatureCount, AxisCount));
        _inflation = 1 + departure + kappa + rounding;
        Slack = kappa + departure + productError * (_inflation + 1e-6) + rounding + 1.0 / (1L << 40);
        _kept = 1 - Slack;
    }

    /// <summary>k.</summary>
    internal int AxisCount { get; }

    /// <summary>d.</summary>
    internal int FeatureCount { get; }

    /// <summary>Floats of an augmented row: k + 1, rounded up to whole panels with zeros.</summary>
    internal int AugmentedCount => _axes.PaddedCount;

    /// <summary>What is taken off squared norms, relative to them.</summary>
    internal double Slack { get; }

    /// <summary>Augments rows: <paramref name="augmented"/> is rows.Count × AugmentedCount, <paramref name="norms"/> one N a row.</summary>
    internal void Project(RowTile rows, Span<float> augmented, Span<double> norms) => Project(Simd.Active, rows, augmented, norms);

    /// <summary>The same with products at a chosen width.</summary>
    [SkipLocalsInit]
    internal void Project(SimdWidth width, RowTile rows, Span<float> augmented, Span<double> norms)
    {
        int stride = AugmentedCount;
        int most = Math.Min(RowsAtATime, rows.Count);
        double[]? rented = most * stride <= 2048 ? null : new double[most * stride];
        Span<double> products = rented ?? stackalloc double[2048];
        for (int first = 0; first < rows.Count; first += RowsAtATime)
        {
            int count = Math.Min(RowsAtATime, rows.Count - first);
            RowTile some = new(ref rows.Reference(first), rows.Count == 1 ? FeatureCount : Stride(rows), count, FeatureCount);
            PanelProducts.Compute(width, some, _axes, products);
            for (int r = 0; r < count; r++)
            {
                Span<float> target = augmented.Slice((first + r) * stride, stride);
                for (int i = 0; i < target.Length; i++)
                    target[i] = (float)products[r * stride + i];
                norms[first + r] = Augment(target, InnerProduct.SquaredNorm(some.Row(r)));
            }
        }
    }

    /// <summary>Puts the remainder's length behind the k coordinates of a row of this squared norm, and returns its N.</summary>
    internal double Augment(Span<float> coordinates, double squaredNorm)
    {
        bool bounded = squaredNorm is 0 or (>= SmallestSquare and <= LargestSquare);
        if (!bounded)
        {
            coordinates.Clear();
            return double.IsNaN(squaredNorm) ? double.NaN : double.NegativeInfinity;
        }

        double explained = InnerProduct.SquaredNorm(coordinates[..AxisCount]);
        double remainder = Math.Sqrt(Math.Max(0, squaredNorm * _inflation - explained));
        coordinates[AxisCount] = (float)(remainder * (1 + 1.0 / (1 << 22)));
        coordinates[(AxisCount + 1)..].Clear();
        return _kept * squaredNorm;
    }

    private static nint Stride(RowTile rows) =>
        (nint)(Unsafe.ByteOffset(in rows.Reference(0), in rows.Reference(1)) / sizeof(float));
}
