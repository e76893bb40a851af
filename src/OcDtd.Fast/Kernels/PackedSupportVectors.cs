using System.Runtime.CompilerServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Support vectors in the two layouts the kernels stream, made once when a model is made.</summary>
/// <remarks>
/// <para>Panels, for distances: 16 support vectors side by side, one a lane, feature after feature:
/// <c>panel p, feature j, lane l</c> is at <c>(p·d + j)·16 + l</c>. A lane adds up one support vector's features in order, whether
/// one row is asked for or ten thousand. Missing lanes of the last panel are zeros; whoever pools gives them weight 0.</para>
/// <para>Rows, for everything that goes feature by feature (relevance, exact pairs): plain row-major m × d.</para>
/// </remarks>
internal sealed class PackedSupportVectors
{
    /// <summary>Support vectors side by side in a panel.</summary>
    internal const int Lanes = 16;

    private const int CacheLine = 64;
    private readonly float[] _panels;
    private readonly int _panelsStart;

    /// <summary>Packs <paramref name="rows"/>, m × d row-major, which is kept and must not change afterwards.</summary>
    internal PackedSupportVectors(float[] rows, int count, int featureCount)
    {
        Rows = rows;
        Count = count;
        FeatureCount = featureCount;
        PanelCount = (count + Lanes - 1) / Lanes;
        PaddedCount = PanelCount * Lanes;

        // Pinned, so that the alignment found now is the alignment for good: a panel's vectors never straddle cache lines.
        int length = checked(PaddedCount * featureCount);
        _panels = GC.AllocateArray<float>(checked(length + CacheLine / sizeof(float)), pinned: true);
        _panelsStart = AlignedStart(_panels);
        Pack();
    }

    /// <summary>m.</summary>
    internal int Count { get; }

    /// <summary>m rounded up to whole panels: the length of a row's distances.</summary>
    internal int PaddedCount { get; }

    /// <summary>d.</summary>
    internal int FeatureCount { get; }

    /// <summary>Number of panels.</summary>
    internal int PanelCount { get; }

    /// <summary>Row-major support vectors, m × d.</summary>
    internal float[] Rows { get; }

    /// <summary>The first float of panel <paramref name="index"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref float Panel(int index) => ref _panels[_panelsStart + index * FeatureCount * Lanes];

    /// <summary>Support vector <paramref name="index"/>.</summary>
    internal ReadOnlySpan<float> Row(int index) => Rows.AsSpan(index * FeatureCount, FeatureCount);

    private void Pack()
    {
        for (int i = 0; i < Count; i++)
        {
            ref float lane = ref Unsafe.Add(ref Panel(i / Lanes), i % Lanes);
            ReadOnlySpan<float> row = Row(i);
            for (int j = 0; j < row.Length; j++)
                Unsafe.Add(ref lane, j * Lanes) = row[j];
        }
    }

    /// <summary>The first element of a pinned array that starts a cache line.</summary>
    internal static unsafe int AlignedStart(float[] pinned)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref pinned[0]);
        nuint past = address % CacheLine;
        return past == 0 ? 0 : (int)((CacheLine - past) / sizeof(float));
    }
}

/// <summary>Some neighbouring panels.</summary>
internal readonly record struct PanelRange(int First, int Count)
{
    /// <summary>Lanes in them.</summary>
    internal int PaddedCount => Count * PackedSupportVectors.Lanes;

    /// <summary>All panels of <paramref name="vectors"/>.</summary>
    internal static PanelRange All(PackedSupportVectors vectors) => new(0, vectors.PanelCount);
}
