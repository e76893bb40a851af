using System.Runtime.CompilerServices;

namespace OcDtd.Fast.Kernels;

/// <summary>The layout that distances and dot products stream, made once.</summary>
/// <remarks>
/// 16 vectors side by side, one a lane, feature after feature: <c>panel p, feature j, lane l</c> is at <c>(p·d + j)·16 + l</c>. A lane adds
/// up one vector's features in order, whether one row is asked for or ten thousand. Missing lanes of the last panel are zeros; whoever
/// pools gives them weight 0.
/// </remarks>
internal sealed class Panels
{
    /// <summary>Vectors side by side in a panel.</summary>
    internal const int Lanes = 16;

    private readonly AlignedArray<float> _values;

    /// <summary>Packs <paramref name="rows"/>, count × featureCount row-major.</summary>
    internal Panels(ReadOnlySpan<float> rows, int count, int featureCount)
    {
        FeatureCount = featureCount;
        Count = PanelsFor(count);
        _values = new AlignedArray<float>(checked(Count * Lanes * featureCount));
        for (int i = 0; i < count; i++)
            Pack(rows.Slice(i * featureCount, featureCount), i);
    }

    /// <summary>Number of panels.</summary>
    internal int Count { get; }

    /// <summary>Lanes in all panels.</summary>
    internal int PaddedCount => Count * Lanes;

    /// <summary>d.</summary>
    internal int FeatureCount { get; }

    /// <summary>How many panels hold so many vectors.</summary>
    internal static int PanelsFor(int count) => (count + Lanes - 1) / Lanes;

    /// <summary>The first float of panel <paramref name="index"/>.</summary>
    internal ref float this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _values[index * FeatureCount * Lanes];
    }

    private void Pack(ReadOnlySpan<float> row, int index)
    {
        if (row.IsEmpty)
            return;
        ref float lane = ref Unsafe.Add(ref this[index / Lanes], index % Lanes);
        for (int j = 0; j < row.Length; j++)
            Unsafe.Add(ref lane, j * Lanes) = row[j];
    }
}
