using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>u_ij − x = w₁(u−x) + w₂(v−x), feature by feature, rounded to float32 once.</summary>
/// <remarks>
/// One lane, one feature; in double, products and sum each rounded on their own, so that what cancels close to a virtual support vector
/// keeps its digits: the result is within 2⁻²⁴ of itself, and 2⁻⁵¹ of what it is taken from.
/// </remarks>
internal static class VirtualRow
{
    private const int Lanes = 8;

    /// <summary>All spans of one length.</summary>
    internal static void Compute(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> u,
        ReadOnlySpan<float> v,
        double firstWeight,
        double secondWeight,
        Span<float> target) => Compute(Simd.Active, x, u, v, firstWeight, secondWeight, target);

    /// <summary>The same at a chosen width.</summary>
    internal static void Compute(
        SimdWidth width,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> u,
        ReadOnlySpan<float> v,
        double firstWeight,
        double secondWeight,
        Span<float> target)
    {
        int done = width switch
        {
            SimdWidth.Bits512 => Body<Double512>(x, u, v, firstWeight, secondWeight, target),
            SimdWidth.Bits256 => Body<TwiceDouble<Double256>>(x, u, v, firstWeight, secondWeight, target),
            SimdWidth.Bits128 => Body<TwiceDouble<TwiceDouble<Double128>>>(x, u, v, firstWeight, secondWeight, target),
            _ => 0,
        };
        for (int j = done; j < x.Length; j++)
            target[j] = (float)(firstWeight * ((double)u[j] - x[j]) + secondWeight * ((double)v[j] - x[j]));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Body<T>(
        ReadOnlySpan<float> x, ReadOnlySpan<float> u, ReadOnlySpan<float> v, double firstWeight, double secondWeight, Span<float> target)
        where T : struct, IDoubleLanes<T>
    {
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float pu = ref MemoryMarshal.GetReference(u);
        ref float pv = ref MemoryMarshal.GetReference(v);
        ref float to = ref MemoryMarshal.GetReference(target);
        T w1 = T.Broadcast(firstWeight), w2 = T.Broadcast(secondWeight);
        int j = 0;
        for (; j + Lanes <= x.Length; j += Lanes)
        {
            T row = T.LoadFloats(in Unsafe.Add(ref px, j));
            T first = T.Multiply(w1, T.Subtract(T.LoadFloats(in Unsafe.Add(ref pu, j)), row));
            T second = T.Multiply(w2, T.Subtract(T.LoadFloats(in Unsafe.Add(ref pv, j)), row));
            T.StoreFloats(T.Add(first, second), ref Unsafe.Add(ref to, j));
        }

        return j;
    }
}
