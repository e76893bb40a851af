using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>The squared distance of two rows, in double: Σ_j (a_j − b_j)².</summary>
/// <remarks>
/// For what float32 cannot hold: distances between members, neighbours, and the support vectors of a row whose score is a small
/// difference of large numbers. Differences of floats are exact in double unless their exponents are over 29 bits apart.
/// 32 sums side by side, feature j in sum j mod 32, added up in one fixed tree: the same bits at every width, and the same for (a, b)
/// as for (b, a). Relative error under d/32·2⁻⁵³ + 8·2⁻⁵³. NaN in, NaN out.
/// </remarks>
internal static class PairDistance
{
    private const int Lanes = 8;
    private const int Stride = 4 * Lanes;

    /// <summary>‖a − b‖²; both of the same length.</summary>
    internal static double Compute(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Compute(Simd.Active, a, b);

    /// <summary>The same at a chosen width.</summary>
    internal static double Compute(SimdWidth width, ReadOnlySpan<float> a, ReadOnlySpan<float> b) => width switch
    {
        SimdWidth.Bits512 => Body<Double512>(a, b),
        SimdWidth.Bits256 => Body<TwiceDouble<Double256>>(a, b),
        SimdWidth.Bits128 => Body<TwiceDouble<TwiceDouble<Double128>>>(a, b),
        _ => Reference(a, b),
    };

    private static double Reference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Span<double> sums = stackalloc double[Stride];
        sums.Clear();
        for (int j = 0; j < a.Length; j++)
        {
            double difference = (double)a[j] - b[j];
            sums[j % Stride] = Math.FusedMultiplyAdd(difference, difference, sums[j % Stride]);
        }

        Span<double> merged = stackalloc double[Lanes];
        for (int lane = 0; lane < Lanes; lane++)
            merged[lane] = (sums[lane] + sums[Lanes + lane]) + (sums[2 * Lanes + lane] + sums[3 * Lanes + lane]);
        return LaneTree.Sum(merged);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double Body<T>(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        where T : struct, IDoubleLanes<T>
    {
        ref float pa = ref MemoryMarshal.GetReference(a);
        ref float pb = ref MemoryMarshal.GetReference(b);
        T sum0 = T.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        int j = 0;
        for (; j + Stride <= a.Length; j += Stride)
        {
            sum0 = AddSquare(ref Unsafe.Add(ref pa, j), ref Unsafe.Add(ref pb, j), sum0);
            sum1 = AddSquare(ref Unsafe.Add(ref pa, j + Lanes), ref Unsafe.Add(ref pb, j + Lanes), sum1);
            sum2 = AddSquare(ref Unsafe.Add(ref pa, j + 2 * Lanes), ref Unsafe.Add(ref pb, j + 2 * Lanes), sum2);
            sum3 = AddSquare(ref Unsafe.Add(ref pa, j + 3 * Lanes), ref Unsafe.Add(ref pb, j + 3 * Lanes), sum3);
        }

        // The rest in eights, the last of them filled up with zeros: their differences add nothing, bit for bit.
        Span<float> lastA = stackalloc float[Lanes];
        Span<float> lastB = stackalloc float[Lanes];
        int rest = a.Length - j;
        pa = ref Unsafe.Add(ref pa, j);
        pb = ref Unsafe.Add(ref pb, j);
        if (rest > 0)
            sum0 = AddSquare(ref Eight(ref pa, 0, rest, lastA), ref Eight(ref pb, 0, rest, lastB), sum0);
        if (rest > Lanes)
            sum1 = AddSquare(ref Eight(ref pa, Lanes, rest, lastA), ref Eight(ref pb, Lanes, rest, lastB), sum1);
        if (rest > 2 * Lanes)
            sum2 = AddSquare(ref Eight(ref pa, 2 * Lanes, rest, lastA), ref Eight(ref pb, 2 * Lanes, rest, lastB), sum2);
        if (rest > 3 * Lanes)
            sum3 = AddSquare(ref Eight(ref pa, 3 * Lanes, rest, lastA), ref Eight(ref pb, 3 * Lanes, rest, lastB), sum3);

        return T.Sum(T.Add(T.Add(sum0, sum1), T.Add(sum2, sum3)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static T AddSquare(ref float left, ref float right, T sum)
        {
            T difference = T.Subtract(T.LoadFloats(in left), T.LoadFloats(in right));
            return T.FusedMultiplyAdd(difference, difference, sum);
        }
    }

    /// <summary>Eight features from <paramref name="start"/> on; where fewer are left, a copy with zeros behind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Eight(ref float row, int start, int length, Span<float> buffer)
    {
        if (length - start >= Lanes)
            return ref Unsafe.Add(ref row, start);
        buffer.Clear();
        for (int j = start; j < length; j++)
            buffer[j - start] = Unsafe.Add(ref row, j);
        return ref MemoryMarshal.GetReference(buffer);
    }
}
