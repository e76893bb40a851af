using System.Runtime.InteropServices;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>
/// Effective distances where support vectors and row are 8-bit images, k/255: squared distances are exact integers in units of 1/255².
/// </summary>
/// <remarks>
/// <para>v_i = γ/255²·(|u_i|² − 2·x·u_i) − log a_i in float32, base = γ(K + |x|²/255²). The integer is at most max(|x|², |u_i|²), so rounding
/// it, scaling it and adding are off by at most u·(4γ·max(|x|², |u_i|²) + 2|log a_i|), u = 2⁻²⁴, lengths in units of 1. The float32 values k/255
/// are themselves off by u of themselves, which moves a squared distance by at most 2u·|x − u_i|·(|x| + |u_i|) ≤ 4u·(|x|² + |u_i|²).</para>
/// </remarks>
internal sealed class EightBitScreen
{
    private const double Unit = 1.0 / (255 * 255);

    private readonly CenteredSupportVectors _centered;
    private readonly EightBitPanels _panels;
    private readonly double _gamma;
    private readonly float _scale;
    private readonly AlignedArray<float> _bias;
    private readonly double _sharedError;

    private EightBitScreen(
        CenteredSupportVectors centered, EightBitPanels panels, ReadOnlySpan<double> logDualCoefficients, double gamma)
    {
        _centered = centered;
        _panels = panels;
        _gamma = gamma;
        _scale = (float)(gamma * Unit);
        _bias = new AlignedArray<float>(panels.PaddedCount);
        _bias.Span.Fill(float.PositiveInfinity);
        double largest = 0;
        for (int i = 0; i < logDualCoefficients.Length; i++)
        {
            _bias[i] = (float)-logDualCoefficients[i];
            largest = Math.Max(largest, 8 * gamma * Unit * panels.SquaredNorms[i] + 2 * Math.Abs(logDualCoefficients[i]));
        }

        _sharedError = MemberScreen.FirstOrder * largest;
    }

    /// <summary>Packs support vectors that are 8-bit images; null where they are not.</summary>
    internal static EightBitScreen? TryCreate(
        SupportVectorRows vectors, CenteredSupportVectors centered, ReadOnlySpan<double> logDualCoefficients, double gamma)
    {
        if (centered.FeatureCount == 0)
            return null;
        var panels = EightBitPanels.TryPack(vectors.Rows, vectors.Count, vectors.FeatureCount, centered.VaryingFeatures);
        return panels is null ? null : new EightBitScreen(centered, panels, logDualCoefficients, gamma);
    }

    /// <summary>Integers that a packed row takes.</summary>
    internal int PackedLength => EightBitRow.Length(_centered.FeatureCount);

    /// <summary>Packs a row and starts its screen, if it is an 8-bit image where support vectors vary.</summary>
    /// <param name="row">d values.</param>
    /// <param name="packed">Receives <see cref="PackedLength"/> integers.</param>
    /// <param name="scratch">ScratchLength floats.</param>
    /// <param name="screen">All but the minimum.</param>
    internal bool TryPrepare(ReadOnlySpan<float> row, Span<int> packed, Span<float> scratch, out RowScreen screen)
    {
        screen = default;
        if (!EightBitRow.TryWrite(row, _centered.VaryingFeatures, packed, out int squaredNorm))
            return false;

        double squared = squaredNorm * Unit;
        double constant = _centered.ConstantDistance(row, scratch);
        screen = new RowScreen(_gamma * (constant + squared), 0, MemberScreen.FirstOrder * 8 * _gamma * squared + _sharedError, 0);
        return true;
    }

    /// <summary>Fills v and the minimum of rows that <see cref="TryPrepare"/> took.</summary>
    internal void Compute(ReadOnlySpan<int> packed, Span<float> relative, Span<RowScreen> screens)
    {
        int padded = _panels.PaddedCount;
        Span<int> dots = MemoryMarshal.Cast<float, int>(relative);
        EightBitDots.Compute(packed, screens.Length, _panels, PanelRange.All(_panels), dots, padded);
        for (int r = 0; r < screens.Length; r++)
        {
            Span<float> row = relative.Slice(r * padded, padded);
            screens[r] = screens[r] with
            {
                Minimum = RelativeSoftMinimum.FromIntegerDots(row, _panels.SquaredNorms, _bias.Span, _scale),
            };
        }
    }
}
