using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Weighted sums over chosen support vectors, feature by feature: what redistributes a score onto the features.</summary>
/// <remarks>
/// Layout: row-major vectors, one lane one feature. Order: the chosen support vectors in the order given, all in double (differences of
/// floats are exact there), one fused multiply-add each; so a feature's sum never depends on width or position. 32 features stay
/// in registers while a few support vectors stream past. NaN in, NaN out.
/// </remarks>
internal static class Relevance
{
    private const int Lanes = 8;

    /// <summary>
    /// So many rows are read side by side, 32 features of each at a time: few enough that the processor follows them as streams. 16 took
    /// 0.73 of the time of all 5,958 at once; 8 and 32 came close, 4 and 64 did not.
    /// </summary>
    private const int VectorsAtATime = 16;

    /// <summary>sums_j += Σ_k w_k (x_j − u_kj)², over the vectors that <paramref name="chosen"/> lists.</summary>
    internal static void AddWeightedSquares(
        ReadOnlySpan<float> x, SupportVectorRows vectors, ReadOnlySpan<int> chosen, ReadOnlySpan<double> weights, Span<double> sums) =>
        Add<Square>(Simd.Active, x, vectors, chosen, weights, sums);

    /// <summary>sums_j += Σ_k w_k (x_j − u_kj), over the vectors that <paramref name="chosen"/> lists.</summary>
    internal static void AddWeightedDifferences(
        ReadOnlySpan<float> x, SupportVectorRows vectors, ReadOnlySpan<int> chosen, ReadOnlySpan<double> weights, Span<double> sums) =>
        Add<Linear>(Simd.Active, x, vectors, chosen, weights, sums);

    /// <summary>sums_j += factor · left_j · right_j.</summary>
    internal static void AddProduct(double factor, ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> sums)
    {
        for (int j = 0; j < sums.Length; j++)
            sums[j] = Math.FusedMultiplyAdd(factor * left[j], right[j], sums[j]);
    }

    /// <summary>sums_j += factor · (x_j − u_j) · right_j.</summary>
    internal static void AddProduct(
        double factor, ReadOnlySpan<float> x, ReadOnlySpan<float> u, ReadOnlySpan<double> right, Span<double> sums) =>
        AddProduct(Simd.Active, factor, x, u, right, sums);

    /// <summary>The same at a chosen width.</summary>
    internal static void AddProduct(
        SimdWidth width, double factor, ReadOnlySpan<float> x, ReadOnlySpan<float> u, ReadOnlySpan<double> right, Span<double> sums)
    {
        int done = width switch
        {
            SimdWidth.Bits512 => ProductBody<Double512>(factor, x, u, right, sums),
            SimdWidth.Bits256 => ProductBody<TwiceDouble<Double256>>(factor, x, u, right, sums),
            SimdWidth.Bits128 => ProductBody<TwiceDouble<TwiceDouble<Double128>>>(factor, x, u, right, sums),
            _ => 0,
        };
        for (int j = done; j < sums.Length; j++)
            sums[j] = Math.FusedMultiplyAdd(factor * ((double)x[j] - u[j]), right[j], sums[j]);
    }

    /// <summary>Either sum at a chosen width.</summary>
    internal static void Add<TTerm>(
        SimdWidth width,
        ReadOnlySpan<float> x,
        SupportVectorRows vectors,
        ReadOnlySpan<int> chosen,
        ReadOnlySpan<double> weights,
        Span<double> sums)
        where TTerm : struct, ITerm
    {
        for (int first = 0; first < chosen.Length; first += VectorsAtATime)
        {
            int count = Math.Min(VectorsAtATime, chosen.Length - first);
            ReadOnlySpan<int> some = chosen.Slice(first, count);
            ReadOnlySpan<double> theirs = weights.Slice(first, count);
            int done = width switch
            {
                SimdWidth.Bits512 => Body<Double512, TTerm>(x, vectors, some, theirs, sums),
                SimdWidth.Bits256 => Body<TwiceDouble<Double256>, TTerm>(x, vectors, some, theirs, sums),
                SimdWidth.Bits128 => Body<TwiceDouble<TwiceDouble<Double128>>, TTerm>(x, vectors, some, theirs, sums),
                _ => 0,
            };
            Reference<TTerm>(done, x, vectors, some, theirs, sums);
        }
    }

    /// <summary>Plain loops, from feature <paramref name="first"/> on: the reference, and the features that fill no vector.</summary>
    private static void Reference<TTerm>(
        int first,
        ReadOnlySpan<float> x,
        SupportVectorRows vectors,
        ReadOnlySpan<int> chosen,
        ReadOnlySpan<double> weights,
        Span<double> sums)
        where TTerm : struct, ITerm
    {
        for (int j = first; j < x.Length; j++)
        {
            double sum = sums[j];
            for (int k = 0; k < chosen.Length; k++)
                sum = TTerm.Add(weights[k], (double)x[j] - vectors.Rows[chosen[k] * vectors.FeatureCount + j], sum);
            sums[j] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int ProductBody<T>(
        double factor, ReadOnlySpan<float> x, ReadOnlySpan<float> u, ReadOnlySpan<double> right, Span<double> sums)
        where T : struct, IDoubleLanes<T>
    {
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float pu = ref MemoryMarshal.GetReference(u);
        ref double pr = ref MemoryMarshal.GetReference(right);
        ref double ps = ref MemoryMarshal.GetReference(sums);
        T f = T.Broadcast(factor);
        int j = 0;
        for (; j + Lanes <= sums.Length; j += Lanes)
        {
            T left = T.Multiply(f, T.Subtract(T.LoadFloats(in Unsafe.Add(ref px, j)), T.LoadFloats(in Unsafe.Add(ref pu, j))));
            T sum = T.FusedMultiplyAdd(left, T.Load(in Unsafe.Add(ref pr, j)), T.Load(in Unsafe.Add(ref ps, j)));
            T.Store(sum, ref Unsafe.Add(ref ps, j));
        }

        return j;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Body<T, TTerm>(
        ReadOnlySpan<float> x, SupportVectorRows vectors, ReadOnlySpan<int> chosen, ReadOnlySpan<double> weights, Span<double> sums)
        where T : struct, IDoubleLanes<T>
        where TTerm : struct, ITerm
    {
        ref float px = ref MemoryMarshal.GetReference(x);
        ref double ps = ref MemoryMarshal.GetReference(sums);
        ref float rows = ref MemoryMarshal.GetArrayDataReference(vectors.Rows);
        int j = 0;
        for (; j + 4 * Lanes <= x.Length; j += 4 * Lanes)
        {
            T x0 = T.LoadFloats(in Unsafe.Add(ref px, j));
            T x1 = T.LoadFloats(in Unsafe.Add(ref px, j + Lanes));
            T x2 = T.LoadFloats(in Unsafe.Add(ref px, j + 2 * Lanes));
            T x3 = T.LoadFloats(in Unsafe.Add(ref px, j + 3 * Lanes));
            T sum0 = T.Load(in Unsafe.Add(ref ps, j));
            T sum1 = T.Load(in Unsafe.Add(ref ps, j + Lanes));
            T sum2 = T.Load(in Unsafe.Add(ref ps, j + 2 * Lanes));
            T sum3 = T.Load(in Unsafe.Add(ref ps, j + 3 * Lanes));
            for (int k = 0; k < chosen.Length; k++)
            {
                ref float u = ref Unsafe.Add(ref rows, (nint)chosen[k] * x.Length + j);
                T weight = T.Broadcast(weights[k]);
                sum0 = TTerm.Add(weight, T.Subtract(x0, T.LoadFloats(in u)), sum0);
                sum1 = TTerm.Add(weight, T.Subtract(x1, T.LoadFloats(in Unsafe.Add(ref u, Lanes))), sum1);
                sum2 = TTerm.Add(weight, T.Subtract(x2, T.LoadFloats(in Unsafe.Add(ref u, 2 * Lanes))), sum2);
                sum3 = TTerm.Add(weight, T.Subtract(x3, T.LoadFloats(in Unsafe.Add(ref u, 3 * Lanes))), sum3);
            }

            T.Store(sum0, ref Unsafe.Add(ref ps, j));
            T.Store(sum1, ref Unsafe.Add(ref ps, j + Lanes));
            T.Store(sum2, ref Unsafe.Add(ref ps, j + 2 * Lanes));
            T.Store(sum3, ref Unsafe.Add(ref ps, j + 3 * Lanes));
        }

        for (; j + Lanes <= x.Length; j += Lanes)
        {
            T xj = T.LoadFloats(in Unsafe.Add(ref px, j));
            T sum = T.Load(in Unsafe.Add(ref ps, j));
            for (int k = 0; k < chosen.Length; k++)
            {
                T difference = T.Subtract(xj, T.LoadFloats(in Unsafe.Add(ref rows, (nint)chosen[k] * x.Length + j)));
                sum = TTerm.Add(T.Broadcast(weights[k]), difference, sum);
            }

            T.Store(sum, ref Unsafe.Add(ref ps, j));
        }

        return j;
    }

    /// <summary>What a support vector adds to a feature's sum, given the weight and the difference t = x_j − u_kj.</summary>
    internal interface ITerm
    {
        static abstract double Add(double weight, double t, double sum);

        static abstract T Add<T>(T weight, T t, T sum)
            where T : struct, IDoubleLanes<T>;
    }

    /// <summary>w·t²: relevance.</summary>
    internal readonly struct Square : ITerm
    {
        public static double Add(double weight, double t, double sum) => Math.FusedMultiplyAdd(weight * t, t, sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Add<T>(T weight, T t, T sum)
            where T : struct, IDoubleLanes<T> => T.FusedMultiplyAdd(T.Multiply(weight, t), t, sum);
    }

    /// <summary>w·t: the cross terms of Times.</summary>
    internal readonly struct Linear : ITerm
    {
        public static double Add(double weight, double t, double sum) => Math.FusedMultiplyAdd(weight, t, sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Add<T>(T weight, T t, T sum)
            where T : struct, IDoubleLanes<T> => T.FusedMultiplyAdd(weight, t, sum);
    }
}
