using System.Buffers;
using System.Runtime.CompilerServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Support vectors that are 8-bit images, in the layout <see cref="EightBitDots"/> streams: a quarter of the float size.</summary>
/// <remarks>
/// Panels: 16 support vectors side by side, one a lane, four features (a quad) at a time, so that a quad of a panel is a cache line:
/// <c>panel p, quad q, lane l, feature 4q + b</c> is byte <c>((p·quads + q)·16 + l)·4 + b</c>, the k of k/255. Missing lanes of the
/// last panel and missing features of the last quad are zeros.
/// </remarks>
internal sealed class EightBitPanels
{
    /// <summary>Most features: 255²·33,025 is the last that is under 2³¹, so an int32 holds any sum of products.</summary>
    internal const int MaximumFeatures = 33_025;

    private const int QuadBytes = Panels.Lanes * sizeof(int);
    private readonly AlignedArray<byte> _panels;
    private readonly AlignedArray<int> _squaredNorms;
    private readonly int[] _offsets;

    private EightBitPanels(int count, int featureCount)
    {
        Count = count;
        FeatureCount = featureCount;
        PanelCount = Panels.PanelsFor(count);
        PaddedCount = PanelCount * Panels.Lanes;
        QuadCount = EightBitRow.Quads(featureCount);
        _panels = new AlignedArray<byte>(checked(PanelCount * QuadCount * QuadBytes));
        _squaredNorms = new AlignedArray<int>(PaddedCount);
        _offsets = new int[PaddedCount];
    }

    /// <summary>m.</summary>
    internal int Count { get; }

    /// <summary>m rounded up to whole panels.</summary>
    internal int PaddedCount { get; }

    /// <summary>Chosen features.</summary>
    internal int FeatureCount { get; }

    /// <summary>Chosen features, in fours.</summary>
    internal int QuadCount { get; }

    /// <summary>Number of panels.</summary>
    internal int PanelCount { get; }

    /// <summary>Σ_j u_ij² of each support vector over the chosen features, in units of 1/255²; <see cref="PaddedCount"/> of them.</summary>
    internal ReadOnlySpan<int> SquaredNorms => _squaredNorms.Span;

    /// <summary>
    /// The chosen <paramref name="features"/> (ascending, each once) of <paramref name="rows"/>, which are <paramref name="count"/> ×
    /// <paramref name="featureCount"/> row-major; null where one is no 8-bit value or more than <see cref="MaximumFeatures"/> are chosen.
    /// </summary>
    internal static EightBitPanels? TryPack(ReadOnlySpan<float> rows, int count, int featureCount, ReadOnlySpan<int> features)
    {
        if (features.Length > MaximumFeatures)
            return null;
        byte[] bytes = ArrayPool<byte>.Shared.Rent(features.Length);
        EightBitPanels? packed = null;
        bool all = true;
        for (int i = 0; i < count && all; i++)
        {
            all = EightBitRow.TryConvert(rows.Slice(i * featureCount, featureCount), features, bytes, out int squaredNorm);
            if (!all)
                break;

            // Made at the first row that is one, so that float data cost a look at their first row and no more.
            packed ??= new EightBitPanels(count, features.Length);
            packed.Pack(i, bytes.AsSpan(0, features.Length), squaredNorm);
        }

        ArrayPool<byte>.Shared.Return(bytes);
        return all ? packed : null;
    }

    /// <summary>The first byte of lane <paramref name="lane"/>, counted over all panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref byte Lane(int lane) => ref _panels[
        lane / Panels.Lanes * QuadCount * QuadBytes + lane % Panels.Lanes * sizeof(int)];

    /// <summary>128·Σ_j u_ij of lane <paramref name="lane"/>, counted over all panels, and of those after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref readonly int Offset(int lane) => ref _offsets[lane];

    private void Pack(int index, ReadOnlySpan<byte> bytes, int squaredNorm)
    {
        int sum = 0;
        ref byte lane = ref Lane(index);
        for (int j = 0; j < bytes.Length; j++)
        {
            Unsafe.Add(ref lane, j / 4 * QuadBytes + j % 4) = bytes[j];
            sum += bytes[j];
        }

        _squaredNorms[index] = squaredNorm;
        _offsets[index] = 128 * sum;
    }
}
