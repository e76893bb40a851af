using System.Runtime.CompilerServices;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Neighbors;

/// <summary>A copy of the points in the order in which a search looks at them: panels to screen, rows for exact distances.</summary>
internal sealed class PackedPoints
{
    private readonly int[]? _order;

    /// <summary>Packs <paramref name="points"/>, in <paramref name="order"/> where one is given.</summary>
    internal PackedPoints(PinnedRows points, int[]? order = null)
    {
        _order = order;
        Rows = new PaddedRows(points.Count, points.FeatureCount);
        for (int i = 0; i < points.Count; i++)
            Rows.Set(i, points.Row(Index(i)));
        Panels = new PackedSupportVectors(Unpadded(), points.Count, points.FeatureCount);
    }

    /// <summary>Sixteen points side by side.</summary>
    internal PackedSupportVectors Panels { get; }

    /// <summary>The same points, one after another.</summary>
    internal PaddedRows Rows { get; }

    /// <summary>The caller's index of point <paramref name="place"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Index(int place) => _order is null ? place : _order[place];

    /// <summary>Which lanes of a panel hold points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint Lanes(int panel) => panel < Panels.PanelCount - 1 ? 0xFFFF : 0xFFFFu >> (Panels.PaddedCount - Panels.Count);

    private float[] Unpadded()
    {
        int d = Rows.FeatureCount;
        if (Rows.PaddedFeatureCount == d)
            return Rows.Values;
        float[] values = new float[checked(Rows.Count * d)];
        for (int i = 0; i < Rows.Count; i++)
            Rows[i][..d].CopyTo(values.AsSpan(i * d));
        return values;
    }
}
