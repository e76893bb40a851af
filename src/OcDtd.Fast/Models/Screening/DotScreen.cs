using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>
/// Effective distances by dot products in float32: v_i = γ|ũ_i|² − log a_i − 2γ·x̃·ũ_i = h_i − base with base = γ(K + |x̃|²).
/// </summary>
/// <remarks>
/// With u = 2⁻²⁴: v_i is off by at most u·(2γ·A_x·A_i + 2γ|x̃|² + max_i(4γ|ũ_i|² + 2|log a_i|)), to first order; see
/// <see cref="CenteredSupportVectors"/> for A and for the terms without it. 3 % are added for what is not of first order, and what
/// numbers below float's smallest normal one may lose. A_x·A_i is more than any partial sum of a dot product: where it nears float's largest
/// number, or 2γ does, a v_i may be anything, infinite too, and its error is +∞.
/// </remarks>
internal sealed class DotScreen
{
    private const double SmallestSubnormal = 1.5e-45;
    private const double LargestInFloat = 1e38;

    private readonly CenteredSupportVectors _centered;
    private readonly double _gamma;
    private readonly float _scale;
    private readonly AlignedArray<float> _bias;
    private readonly double _sharedError;
    private readonly double _largestRoundingNorm;

    internal DotScreen(CenteredSupportVectors centered, ReadOnlySpan<double> logDualCoefficients, double gamma)
    {
        _centered = centered;
        _gamma = gamma;
        _scale = (float)(-2 * gamma);
        _bias = new AlignedArray<float>(centered.Panels.PaddedCount);
        _bias.Span.Fill(float.PositiveInfinity);
        double largest = 0;
        for (int i = 0; i < logDualCoefficients.Length; i++)
        {
            double scaled = gamma * centered.SquaredNorms[i];
            _bias[i] = (float)(scaled - logDualCoefficients[i]);
            largest = Math.Max(largest, 4 * scaled + 2 * Math.Abs(logDualCoefficients[i]));
            _largestRoundingNorm = Math.Max(_largestRoundingNorm, centered.RoundingNorms[i]);
        }

        _sharedError = MemberScreen.FirstOrder * largest + 2 * gamma * (2 * centered.FeatureCount + 8) * SmallestSubnormal;
    }

    /// <summary>Doubles of scratch memory for so many rows.</summary>
    internal int WorkspaceFor(int rows) =>
        checked(Workspace.DoublesFor(DotProducts.GroupedLength(rows, _centered.FeatureCount)) + 2 * Workspace.DoublesFor(_centered.ScratchLength));

    /// <summary>Screens all <paramref name="rows"/>; <paramref name="relative"/> has room for whole groups of rows.</summary>
    internal void Compute(scoped RowTile rows, scoped Span<float> relative, scoped Span<RowScreen> screens, scoped ref Workspace workspace)
    {
        int padded = _bias.Length, features = _centered.FeatureCount;
        Span<float> grouped = workspace.Floats(DotProducts.GroupedLength(rows.Count, features));
        Span<float> varying = workspace.Floats(_centered.ScratchLength), centered = workspace.Floats(_centered.ScratchLength);
        if (rows.Count > 1 && rows.Count % DotProducts.RowGroup != 0)
            grouped.Clear();
        for (int r = 0; r < rows.Count; r++)
        {
            RowNorms norms = _centered.Prepare(rows.Row(r), varying, centered);
            DotProducts.Group(centered[..features], r, rows.Count, grouped);
            screens[r] = new RowScreen(
                _gamma * (norms.Constant + norms.Squared),
                Slope(norms.Rounding),
                MemberScreen.FirstOrder * 2 * _gamma * norms.Squared + _sharedError,
                0);
        }

        DotProducts.Compute(grouped, rows.Count, _centered.Panels, relative);
        for (int r = 0; r < rows.Count; r++)
        {
            Span<float> row = relative.Slice(r * padded, padded);
            screens[r] = screens[r] with { Minimum = RelativeSoftMinimum.FromDots(row, _bias.Span, _scale) };
        }
    }

    private double Slope(double rounding) => 2 * _gamma <= LargestInFloat && rounding * _largestRoundingNorm <= LargestInFloat
        ? (MemberScreen.FirstOrder * 2 * _gamma + SmallestSubnormal) * rounding
        : double.PositiveInfinity;
}
