using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast;

/// <summary>Pairs of support vectors of a Times ensemble, in a fixed order: all of them, or the edges of a half of local Times.</summary>
internal abstract class PairList
{
    /// <summary>How many pairs.</summary>
    internal abstract long Count { get; }

    /// <summary>
    /// The largest κ‖u_i − v_j‖² − log a_i − log b_j, ≥ 0: what γ'‖x − u_ij‖² lacks of h_i + h'_j. +∞ where these are not kept.
    /// </summary>
    internal abstract double LargestExponent { get; }

    /// <summary>Says which pairs stand at <paramref name="start"/> and behind it, and their exponents, with the opposite sign.</summary>
    internal abstract void Fill(long start, Span<int> first, Span<int> second, Span<float> negatedExponents);

    /// <summary>Σ e^(min − h_i)·e^(min' − h'_j) over the pairs, o, and by how much that may be off, which the sum is off by relative to itself.</summary>
    internal abstract PairPool Pool(PairedRow row);

    /// <summary>w_i·w'_j and v_i + v'_j of some pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Join(PairedRow row, ReadOnlySpan<int> first, ReadOnlySpan<int> second, Span<float> products, Span<float> sums)
    {
        ref float w = ref MemoryMarshal.GetReference(row.FirstWeights);
        ref float v = ref MemoryMarshal.GetReference(row.First.Relative);
        ref float partnerW = ref MemoryMarshal.GetReference(row.SecondWeights);
        ref float partnerV = ref MemoryMarshal.GetReference(row.Second.Relative);
        for (int e = 0; e < first.Length; e++)
        {
            int i = first[e], j = second[e];
            products[e] = Unsafe.Add(ref w, i) * Unsafe.Add(ref partnerW, j);
            sums[e] = Unsafe.Add(ref v, i) + Unsafe.Add(ref partnerV, j);
        }
    }
}

/// <summary>A row as both members see it, and its kernels e^(min − h_i), e^(min' − h'_j).</summary>
internal readonly ref struct PairedRow(
    ScreenedRow first, ScreenedRow second, ScreenedPool firstPool, ScreenedPool secondPool, Span<float> firstWeights, Span<float> secondWeights)
{
    internal ScreenedRow First { get; } = first;

    internal ScreenedRow Second { get; } = second;

    internal ScreenedPool FirstPool { get; } = firstPool;

    internal ScreenedPool SecondPool { get; } = secondPool;

    internal ReadOnlySpan<float> FirstWeights { get; } = firstWeights;

    internal ReadOnlySpan<float> SecondWeights { get; } = secondWeights;

    /// <summary>What relative effective distances lack of effective ones, both members together.</summary>
    internal double Base => First.Screen.Base + Second.Screen.Base;

    /// <summary>The smallest h_i and h'_j together.</summary>
    internal double Minimum => Base + First.Screen.Minimum + Second.Screen.Minimum;

    /// <summary>By how much any h_i + h'_j may be off.</summary>
    internal double LargestError => FirstPool.LargestError + SecondPool.LargestError;
}

/// <summary>What a list of pairs comes to for one row.</summary>
/// <param name="Sum">Σ e^(min − h_i)·e^(min' − h'_j).</param>
/// <param name="Outlierness">o, ≥ 0.</param>
/// <param name="Error">By how much o may be off.</param>
internal readonly record struct PairPool(double Sum, double Outlierness, double Error);
