using System.Runtime.CompilerServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Rows in both layouts, as they are: for training and for searching neighbours.</summary>
internal sealed class PackedSupportVectors : SupportVectorRows
{
    /// <summary>Vectors side by side in a panel.</summary>
    internal const int Lanes = Panels.Lanes;

    private readonly Panels _panels;

    /// <summary>Packs <paramref name="rows"/>, m × d row-major, which is kept and must not change afterwards.</summary>
    internal PackedSupportVectors(float[] rows, int count, int featureCount)
        : base(rows, count, featureCount)
    {
        _panels = new Panels(rows, count, featureCount);
    }

    /// <summary>Number of panels.</summary>
    internal int PanelCount => _panels.Count;

    /// <summary>The first float of panel <paramref name="index"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref float Panel(int index) => ref _panels[index];
}

/// <summary>Some neighbouring panels.</summary>
internal readonly record struct PanelRange(int First, int Count)
{
    /// <summary>Lanes in them.</summary>
    internal int PaddedCount => Count * PackedSupportVectors.Lanes;

    /// <summary>All panels of <paramref name="vectors"/>.</summary>
    internal static PanelRange All(PackedSupportVectors vectors) => new(0, vectors.PanelCount);

    /// <summary>All panels of <paramref name="panels"/>.</summary>
    internal static PanelRange All(EightBitPanels panels) => new(0, panels.PanelCount);
}
