using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Σ_j a_j·b_j of two rows of floats or doubles, in double.</summary>
/// <remarks>
/// 32 sums side by side, feature j in sum j mod 32, fused, added up in one fixed tree: the same bits at every width, and the same for (a, b)
/// as for (b, a). Off by at most <see cref="RelativeError"/> of Σ|a_j·b_j|, where nothing leaves double's range. NaN in, NaN out.
/// </remarks>
internal static class InnerProduct
{
    private const int Lanes = 8;
    private const int Stride = 4 * Lanes;

    /// <summary>What a product of <paramref name="length"/> terms may be off by, relative to the sum of their sizes.</summary>
    internal static double RelativeError(int length) => (length / Stride + 8) / (double)(1L << 52);

    /// <summary>Σ_j a_j·b_j; both of the same length.</summary>
    internal static double Compute<T, TValue>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged
        where TValue : struct, IKernelValue<T> => Compute<T, TValue>(Simd.Active, a, b);

    /// <summary>The same at a chosen width.</summary>
    internal static double Compute<T, TValue>(SimdWidth width, ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged
        where TValue : struct, IKernelValue<T> => width switch
        {
            SimdWidth.Bits512 => Body<T, TValue, Double512>(a, b),
            SimdWidth.Bits256 => Body<T, TValue, TwiceDouble<Double256>>(a, b),
            SimdWidth.Bits128 => Body<T, TValue, TwiceDouble<TwiceDouble<Double128>>>(a, b),
            _ => Reference<T, TValue>(a, b),
        };

    /// <summary>‖row‖².</summary>
    internal static double SquaredNorm(ReadOnlySpan<float> row) => Compute<float, SingleValue>(row, row);

    private static double Reference<T, TValue>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged
        where TValue : struct, IKernelValue<T>
    {
        Span<double> sums = stackalloc double[Stride];
        sums.Clear();
        for (int j = 0; j < a.Length; j++)
            sums[j % Stride] = Math.FusedMultiplyAdd(TValue.Widen(a[j]), TValue.Widen(b[j]), sums[j % Stride]);

        Span<double> merged = stackalloc double[Lanes];
        for (int lane = 0; lane < Lanes; lane++)
            merged[lane] = (sums[lane] + sums[Lanes + lane]) + (sums[2 * Lanes + lane] + sums[3 * Lanes + lane]);
        return LaneTree.Sum(merged);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double Body<T, TValue, TLanes>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged
        where TValue : struct, IKernelValue<T>
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        ref T pa = ref MemoryMarshal.GetReference(a);
        ref T pb = ref MemoryMarshal.GetReference(b);
        TLanes sum0 = TLanes.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        int j = 0;
        for (; j + Stride <= a.Length; j += Stride)
        {
            sum0 = AddProduct(ref Unsafe.Add(ref pa, j), ref Unsafe.Add(ref pb, j), sum0);
            sum1 = AddProduct(ref Unsafe.Add(ref pa, j + Lanes), ref Unsafe.Add(ref pb, j + Lanes), sum1);
            sum2 = AddProduct(ref Unsafe.Add(ref pa, j + 2 * Lanes), ref Unsafe.Add(ref pb, j + 2 * Lanes), sum2);
            sum3 = AddProduct(ref Unsafe.Add(ref pa, j + 3 * Lanes), ref Unsafe.Add(ref pb, j + 3 * Lanes), sum3);
        }

        if (j < a.Length)
        {
            // The rest, filled up with zeros: their products add nothing, bit for bit.
            Span<T> lastA = stackalloc T[Stride];
            Span<T> lastB = stackalloc T[Stride];
            lastA.Clear();
            lastB.Clear();
            a[j..].CopyTo(lastA);
            b[j..].CopyTo(lastB);
            sum0 = AddProduct(ref lastA[0], ref lastB[0], sum0);
            sum1 = AddProduct(ref lastA[Lanes], ref lastB[Lanes], sum1);
            sum2 = AddProduct(ref lastA[2 * Lanes], ref lastB[2 * Lanes], sum2);
            sum3 = AddProduct(ref lastA[3 * Lanes], ref lastB[3 * Lanes], sum3);
        }

        return TLanes.Sum(TLanes.Add(TLanes.Add(sum0, sum1), TLanes.Add(sum2, sum3)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static TLanes AddProduct(ref T left, ref T right, TLanes sum) =>
            TLanes.FusedMultiplyAdd(TValue.Load<TLanes>(in left), TValue.Load<TLanes>(in right), sum);
    }
}
