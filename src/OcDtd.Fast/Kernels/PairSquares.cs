using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>
/// Weighted squared differences of one row to sums of two vectors, feature by feature: sums_j += Σ_e w_e (x_j − (a_ij + b_kj))² for some pairs
/// e = (i, k). What <see cref="RowSums"/> and <see cref="WeightedSquares"/> do for several rows, for one, which has nobody to share what is formed with.
/// </summary>
/// <remarks>
/// Layout: rows of equal length, a multiple of 16, one lane one feature; a lane needs no other, so vectors are as wide as the processor's. Order,
/// accuracy and bits are those of the two: up to <see cref="WeightedSquares.VectorBlock"/> pairs in float32, added to double sums. Eight vectors abreast,
/// from start to end, hide the latency of one sum; the last eight may do some features again, in vain.
/// </remarks>
internal static class PairSquares
{
    private const int Abreast = 8;

    /// <summary>Adds to <paramref name="sums"/>, one a feature.</summary>
    internal static void Add(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> a,
        ReadOnlySpan<float> b,
        ReadOnlySpan<int> i,
        ReadOnlySpan<int> k,
        Span<double> sums) => Add(Simd.Active, x, weights, a, b, i, k, sums);

    /// <summary>The same at a chosen width.</summary>
    internal static void Add(
        SimdWidth width,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> a,
        ReadOnlySpan<float> b,
        ReadOnlySpan<int> i,
        ReadOnlySpan<int> k,
        Span<double> sums)
    {
        var pairs = new Pairs(weights, a, b, i, k, x.Length);
        switch (width)
        {
            case SimdWidth.Bits512: Body<Float512>(x, pairs, sums); break;
            case SimdWidth.Bits256: Body<Float256>(x, pairs, sums); break;
            case SimdWidth.Bits128: Body<Float128>(x, pairs, sums); break;
            default: Reference(x, pairs, sums); break;
        }
    }

    private static void Reference(ReadOnlySpan<float> x, Pairs pairs, Span<double> sums)
    {
        for (int j = 0; j < x.Length; j++)
        {
            float sum = 0;
            for (int e = 0; e < pairs.Count; e++)
            {
                float difference = x[j] - (Unsafe.Add(ref pairs.Left(e), j) + Unsafe.Add(ref pairs.Right(e), j));
                sum = MathF.FusedMultiplyAdd(difference * pairs.Weight(e), difference, sum);
            }

            sums[j] += sum;
        }
    }

    private static void Body<T>(ReadOnlySpan<float> x, Pairs pairs, Span<double> sums)
        where T : struct, IFloatLanes<T>
    {
        int features = x.Length, wide = Abreast * T.Count;
        Span<float> added = stackalloc float[wide];
        if (features < wide)
        {
            for (int j = 0; j < features; j += T.Count)
            {
                OneVector<T>(x, pairs, j, added);
                WeightedSquares.Widen<T>(added[..T.Count], sums.Slice(j, T.Count));
            }

            return;
        }

        for (int j = 0; j < features; j += wide)
        {
            int done = Math.Max(0, j + wide - features);
            EightVectors<T>(x, pairs, j - done, added);
            WeightedSquares.Widen<T>(added[done..], sums.Slice(j, wide - done));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void OneVector<T>(ReadOnlySpan<float> x, Pairs pairs, nint j, Span<float> added)
        where T : struct, IFloatLanes<T>
    {
        T row = T.Load(in Unsafe.Add(ref MemoryMarshal.GetReference(x), j)), sum = T.Broadcast(0);
        for (int e = 0; e < pairs.Count; e++)
            sum = AddSquare(T.Broadcast(pairs.Weight(e)), row, ref Unsafe.Add(ref pairs.Left(e), j), ref Unsafe.Add(ref pairs.Right(e), j), 0, sum);
        T.Store(sum, ref MemoryMarshal.GetReference(added));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void EightVectors<T>(ReadOnlySpan<float> x, Pairs pairs, nint j, Span<float> added)
        where T : struct, IFloatLanes<T>
    {
        ref float row = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), j);
        T x0 = T.Load(in row), x1 = T.Load(in Unsafe.Add(ref row, T.Count));
        T x2 = T.Load(in Unsafe.Add(ref row, 2 * T.Count)), x3 = T.Load(in Unsafe.Add(ref row, 3 * T.Count));
        T x4 = T.Load(in Unsafe.Add(ref row, 4 * T.Count)), x5 = T.Load(in Unsafe.Add(ref row, 5 * T.Count));
        T x6 = T.Load(in Unsafe.Add(ref row, 6 * T.Count)), x7 = T.Load(in Unsafe.Add(ref row, 7 * T.Count));
        T sum0 = T.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0, sum4 = sum0, sum5 = sum0, sum6 = sum0, sum7 = sum0;
        int count = pairs.Count;
        for (int e = 0; e < count; e++)
        {
            T weight = T.Broadcast(pairs.Weight(e));
            ref float a = ref Unsafe.Add(ref pairs.Left(e), j);
            ref float b = ref Unsafe.Add(ref pairs.Right(e), j);
            sum0 = AddSquare(weight, x0, ref a, ref b, 0, sum0);
            sum1 = AddSquare(weight, x1, ref a, ref b, T.Count, sum1);
            sum2 = AddSquare(weight, x2, ref a, ref b, 2 * T.Count, sum2);
            sum3 = AddSquare(weight, x3, ref a, ref b, 3 * T.Count, sum3);
            sum4 = AddSquare(weight, x4, ref a, ref b, 4 * T.Count, sum4);
            sum5 = AddSquare(weight, x5, ref a, ref b, 5 * T.Count, sum5);
            sum6 = AddSquare(weight, x6, ref a, ref b, 6 * T.Count, sum6);
            sum7 = AddSquare(weight, x7, ref a, ref b, 7 * T.Count, sum7);
        }

        ref float target = ref MemoryMarshal.GetReference(added);
        T.Store(sum0, ref target);
        T.Store(sum1, ref Unsafe.Add(ref target, T.Count));
        T.Store(sum2, ref Unsafe.Add(ref target, 2 * T.Count));
        T.Store(sum3, ref Unsafe.Add(ref target, 3 * T.Count));
        T.Store(sum4, ref Unsafe.Add(ref target, 4 * T.Count));
        T.Store(sum5, ref Unsafe.Add(ref target, 5 * T.Count));
        T.Store(sum6, ref Unsafe.Add(ref target, 6 * T.Count));
        T.Store(sum7, ref Unsafe.Add(ref target, 7 * T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AddSquare<T>(T weight, T x, ref float a, ref float b, nint place, T sum)
        where T : struct, IFloatLanes<T> =>
        WeightedSquares.AddSquare(weight, x, T.Add(T.Load(in Unsafe.Add(ref a, place)), T.Load(in Unsafe.Add(ref b, place))), sum);

    /// <summary>Some pairs and the weights that one row has for them.</summary>
    private readonly ref struct Pairs(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<int> i, ReadOnlySpan<int> k, nint length)
    {
        private readonly ref float _weights = ref MemoryMarshal.GetReference(weights[..i.Length]);
        private readonly ref float _a = ref MemoryMarshal.GetReference(a);
        private readonly ref float _b = ref MemoryMarshal.GetReference(b);
        private readonly ref int _i = ref MemoryMarshal.GetReference(i);
        private readonly ref int _k = ref MemoryMarshal.GetReference(k[..i.Length]);
        private readonly nint _length = length;

        internal int Count { get; } = i.Length;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal float Weight(int e) => Unsafe.Add(ref _weights, e);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal ref float Left(int e) => ref Unsafe.Add(ref _a, Unsafe.Add(ref _i, e) * _length);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal ref float Right(int e) => ref Unsafe.Add(ref _b, Unsafe.Add(ref _k, e) * _length);
    }
}
