using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>A row scaled feature by feature: the nearest float to (x_j − shift_j)·factor_j.</summary>
/// <remarks>
/// One lane, one feature. In double, difference and product rounded each on its own, as ONNX's Sub and Mul do: never fused.
/// </remarks>
internal static class ScaledRow
{
    private const int Lanes = 8;

    /// <summary>All four are of one length; <paramref name="scaled"/> may be <paramref name="x"/> itself.</summary>
    internal static void Compute(ReadOnlySpan<float> x, ReadOnlySpan<double> shifts, ReadOnlySpan<double> factors, Span<float> scaled) =>
        Compute(Simd.Active, x, shifts, factors, scaled);

    /// <summary>The same at a chosen width.</summary>
    internal static void Compute(
        SimdWidth width, ReadOnlySpan<float> x, ReadOnlySpan<double> shifts, ReadOnlySpan<double> factors, Span<float> scaled)
    {
        int done = width switch
        {
            SimdWidth.Bits512 => Body<Double512>(x, shifts, factors, scaled),
            SimdWidth.Bits256 => Body<TwiceDouble<Double256>>(x, shifts, factors, scaled),
            SimdWidth.Bits128 => Body<TwiceDouble<TwiceDouble<Double128>>>(x, shifts, factors, scaled),
            _ => 0,
        };
        for (int j = done; j < x.Length; j++)
            scaled[j] = (float)((x[j] - shifts[j]) * factors[j]);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Body<T>(ReadOnlySpan<float> x, ReadOnlySpan<double> shifts, ReadOnlySpan<double> factors, Span<float> scaled)
        where T : struct, IDoubleLanes<T>
    {
        ref float px = ref MemoryMarshal.GetReference(x);
        ref double ps = ref MemoryMarshal.GetReference(shifts);
        ref double pf = ref MemoryMarshal.GetReference(factors);
        ref float target = ref MemoryMarshal.GetReference(scaled);
        int j = 0;
        for (; j + Lanes <= x.Length; j += Lanes)
        {
            T difference = T.Subtract(T.LoadFloats(in Unsafe.Add(ref px, j)), T.Load(in Unsafe.Add(ref ps, j)));
            T.StoreFloats(T.Multiply(difference, T.Load(in Unsafe.Add(ref pf, j))), ref Unsafe.Add(ref target, j));
        }

        return j;
    }
}
