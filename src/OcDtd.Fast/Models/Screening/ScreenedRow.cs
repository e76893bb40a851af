using System.Runtime.InteropServices;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>A row's effective distances to one member's support vectors as the fast kernels give them: v_i = h_i − base, in float32.</summary>
/// <remarks>
/// Of a pruned row v_i are lower bounds, and the support vectors that these do not rule out stand beside them with distances of their own.
/// </remarks>
/// <param name="relative">v_i, PaddedCount long; +∞ for padding.</param>
/// <param name="survivors">Room for survivors: values in the first half, indices in the second; empty where no row is pruned.</param>
/// <param name="screen">What goes with them.</param>
internal readonly ref struct ScreenedRow(Span<float> relative, Span<float> survivors, RowScreen screen)
{
    private readonly Span<float> _survivors = survivors;

    /// <summary>v_i.</summary>
    internal Span<float> Relative { get; } = relative;

    /// <summary>Base, minimum and error of the v_i.</summary>
    internal RowScreen Screen { get; } = screen;

    /// <summary>Whether v_i are bounds alone.</summary>
    internal bool IsPruned => Screen.Survivors >= 0;

    /// <summary>The survivors' h_i relative to the smallest, in whole vectors: +∞ where there are no more.</summary>
    internal Span<float> SurvivorValues => _survivors[..((Screen.Survivors + Panels.Lanes - 1) / Panels.Lanes * Panels.Lanes)];

    /// <summary>Which support vectors they are, in order.</summary>
    internal ReadOnlySpan<int> SurvivorIndices =>
        MemoryMarshal.Cast<float, int>(_survivors[(_survivors.Length / 2)..])[..Screen.Survivors];
}

/// <summary>What goes with a row's relative effective distances; v_i is off by at most Slope·A_i + Offset.</summary>
/// <param name="Base">What v_i lacks of h_i: NaN or +∞ where the row is.</param>
/// <param name="Slope">Stands before a support vector's rounding norm A_i.</param>
/// <param name="Offset">The part of the error that all support vectors share.</param>
/// <param name="Minimum">The smallest v_i.</param>
internal readonly record struct RowScreen(double Base, double Slope, double Offset, float Minimum)
{
    /// <summary>How many support vectors survive in a pruned row; −1 in any other.</summary>
    internal int Survivors { get; init; } = -1;

    /// <summary>The survivors' smallest h.</summary>
    internal double Smallest { get; init; }

    /// <summary>What all support vectors that were pruned weigh at most, relative to Σ e^(−h).</summary>
    internal double Pruned { get; init; }

    /// <summary>By how much a survivor's h may be off.</summary>
    internal double SurvivorError { get; init; }
}
