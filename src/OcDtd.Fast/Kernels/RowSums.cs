using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>target_e = a_i + b_j, feature by feature, for some pairs (i, j): virtual support vectors from what each member adds to them.</summary>
/// <remarks>
/// Layout: rows of equal length, a multiple of <see cref="Lanes"/>, one lane one feature. One rounding, so bits depend on neither width nor pair;
/// NaN and infinities as they come.
/// </remarks>
internal static class RowSums
{
    /// <summary>Rows are whole vectors of so many floats.</summary>
    internal const int Lanes = 16;

    /// <summary>Writes one row of <paramref name="length"/> floats for every pair.</summary>
    internal static void Compute(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<int> i, ReadOnlySpan<int> j, int length, Span<float> target) =>
        Compute(Simd.Active, a, b, i, j, length, target);

    /// <summary>The same at a chosen width.</summary>
    internal static void Compute(
        SimdWidth width,
        ReadOnlySpan<float> a,
        ReadOnlySpan<float> b,
        ReadOnlySpan<int> i,
        ReadOnlySpan<int> j,
        int length,
        Span<float> target)
    {
        target = target[..(i.Length * length)];
        switch (width)
        {
            case SimdWidth.Bits512: Body<Float512>(a, b, i, j, length, target); break;
            case SimdWidth.Bits256: Body<Twice<Float256>>(a, b, i, j, length, target); break;
            case SimdWidth.Bits128: Body<Twice<Twice<Float128>>>(a, b, i, j, length, target); break;
            default: Reference(a, b, i, j, length, target); break;
        }
    }

    private static void Reference(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<int> i, ReadOnlySpan<int> j, int length, Span<float> target)
    {
        for (int e = 0; e < i.Length; e++)
        {
            for (int f = 0; f < length; f++)
                target[e * length + f] = a[i[e] * length + f] + b[j[e] * length + f];
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Body<T>(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<int> i, ReadOnlySpan<int> j, nint length, Span<float> target)
        where T : struct, IFloatLanes<T>
    {
        ref float to = ref MemoryMarshal.GetReference(target);
        for (int e = 0; e < i.Length; e++, to = ref Unsafe.Add(ref to, length))
        {
            ref float left = ref Unsafe.Add(ref MemoryMarshal.GetReference(a), i[e] * length);
            ref float right = ref Unsafe.Add(ref MemoryMarshal.GetReference(b), j[e] * length);
            for (nint f = 0; f < length; f += Lanes)
                T.Store(T.Add(T.Load(in Unsafe.Add(ref left, f)), T.Load(in Unsafe.Add(ref right, f))), ref Unsafe.Add(ref to, f));
        }
    }
}
