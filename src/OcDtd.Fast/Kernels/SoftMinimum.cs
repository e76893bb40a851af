using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Log-sum-exp pooling over effective distances h_i = γ·d²_i − log a_i (eq 1.3).</summary>
/// <remarks>
/// Two passes, minimum then sum of e^(h_min − h_i), all in double, so that no outlier is too far to be ranked. Eight sums side by side,
/// support vector i in sum i mod 8, added up in one fixed tree. Padding lanes have −log a = +∞, so their kernel is 0.
/// NaN in a distance gives a NaN sum; all distances infinite give a minimum of +∞.
/// </remarks>
internal static class SoftMinimum
{
    private const int Lanes = 8;

    /// <summary>Pools one row's distances; all spans PaddedCount long.</summary>
    internal static Pooled Pool(ReadOnlySpan<double> squaredDistances, ReadOnlySpan<double> negativeLog, double gamma) =>
        Pool(Simd.Active, squaredDistances, negativeLog, gamma);

    /// <summary>The same at a chosen width.</summary>
    internal static Pooled Pool(
        SimdWidth width, ReadOnlySpan<double> squaredDistances, ReadOnlySpan<double> negativeLog, double gamma)
    {
        Pooled pooled = width switch
        {
            SimdWidth.Bits512 => PoolBody<Double512>(squaredDistances, negativeLog, gamma),
            SimdWidth.Bits256 => PoolBody<TwiceDouble<Double256>>(squaredDistances, negativeLog, gamma),
            SimdWidth.Bits128 => PoolBody<TwiceDouble<TwiceDouble<Double128>>>(squaredDistances, negativeLog, gamma),
            _ => PoolReference(squaredDistances, negativeLog, gamma),
        };

        // A processor's minimum of +∞ and NaN may be either; what is asked for is NaN.
        return double.IsPositiveInfinity(pooled.Minimum) && squaredDistances.ContainsAnyExceptInRange(0, double.PositiveInfinity)
            ? new Pooled(double.NaN, double.NaN)
            : pooled;
    }

    /// <summary>Writes e_i = e^(minimum − h_i), at most 1, for every support vector: responsibilities before they are normalised.</summary>
    internal static void Weights(
        ReadOnlySpan<double> squaredDistances, ReadOnlySpan<double> negativeLog, double gamma, double minimum, Span<double> weights) =>
        Weights(Simd.Active, squaredDistances, negativeLog, gamma, minimum, weights);

    /// <summary>The same at a chosen width.</summary>
    internal static void Weights(
        SimdWidth width,
        ReadOnlySpan<double> squaredDistances,
        ReadOnlySpan<double> negativeLog,
        double gamma,
        double minimum,
        Span<double> weights)
    {
        switch (width)
        {
            case SimdWidth.Bits512:
                WeightsBody<Double512>(squaredDistances, negativeLog, gamma, minimum, weights);
                break;
            case SimdWidth.Bits256:
                WeightsBody<TwiceDouble<Double256>>(squaredDistances, negativeLog, gamma, minimum, weights);
                break;
            case SimdWidth.Bits128:
                WeightsBody<TwiceDouble<TwiceDouble<Double128>>>(squaredDistances, negativeLog, gamma, minimum, weights);
                break;
            default:
                for (int i = 0; i < squaredDistances.Length; i++)
                    weights[i] = Elementary.Exp(minimum - Effective(squaredDistances, negativeLog, gamma, i));
                break;
        }
    }

    /// <summary>h_i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Effective(ReadOnlySpan<double> squaredDistances, ReadOnlySpan<double> negativeLog, double gamma, int i) =>
        Math.FusedMultiplyAdd(gamma, squaredDistances[i], negativeLog[i]);

    private static Pooled PoolReference(ReadOnlySpan<double> squaredDistances, ReadOnlySpan<double> negativeLog, double gamma)
    {
        double minimum = double.PositiveInfinity;
        for (int i = 0; i < squaredDistances.Length; i++)
            minimum = double.MinNative(minimum, Effective(squaredDistances, negativeLog, gamma, i));

        Span<double> sums = stackalloc double[Lanes];
        sums.Clear();
        for (int i = 0; i < squaredDistances.Length; i++)
            sums[i % Lanes] += Elementary.Exp(minimum - Effective(squaredDistances, negativeLog, gamma, i));
        return new Pooled(minimum, LaneTree.Sum(sums));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Pooled PoolBody<T>(ReadOnlySpan<double> squaredDistances, ReadOnlySpan<double> negativeLog, double gamma)
        where T : struct, IDoubleLanes<T>
    {
        ref double d = ref MemoryMarshal.GetReference(squaredDistances);
        ref double l = ref MemoryMarshal.GetReference(negativeLog);
        T g = T.Broadcast(gamma);
        T smallest = T.Broadcast(double.PositiveInfinity);
        for (int i = 0; i < squaredDistances.Length; i += Lanes)
            smallest = T.Min(smallest, T.FusedMultiplyAdd(g, T.Load(in Unsafe.Add(ref d, i)), T.Load(in Unsafe.Add(ref l, i))));

        double minimum = T.Min(smallest);
        T shift = T.Broadcast(minimum);
        T sum = T.Broadcast(0);
        for (int i = 0; i < squaredDistances.Length; i += Lanes)
        {
            T h = T.FusedMultiplyAdd(g, T.Load(in Unsafe.Add(ref d, i)), T.Load(in Unsafe.Add(ref l, i)));
            sum = T.Add(sum, Elementary.Exp(T.Subtract(shift, h)));
        }

        return new Pooled(minimum, T.Sum(sum));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void WeightsBody<T>(
        ReadOnlySpan<double> squaredDistances, ReadOnlySpan<double> negativeLog, double gamma, double minimum, Span<double> weights)
        where T : struct, IDoubleLanes<T>
    {
        ref double d = ref MemoryMarshal.GetReference(squaredDistances);
        ref double l = ref MemoryMarshal.GetReference(negativeLog);
        ref double w = ref MemoryMarshal.GetReference(weights);
        T g = T.Broadcast(gamma);
        T shift = T.Broadcast(minimum);
        for (int i = 0; i < squaredDistances.Length; i += Lanes)
        {
            T h = T.FusedMultiplyAdd(g, T.Load(in Unsafe.Add(ref d, i)), T.Load(in Unsafe.Add(ref l, i)));
            T.Store(Elementary.Exp(T.Subtract(shift, h)), ref Unsafe.Add(ref w, i));
        }
    }
}

/// <summary>A log-sum-exp in two parts: −log Σ e^(−h_i) = minimum − log sum, sum = Σ e^(minimum − h_i).</summary>
internal readonly record struct Pooled(double Minimum, double Sum)
{
    /// <summary>−log Σ e^(−h_i): +∞ where every distance is infinite, NaN where one is NaN.</summary>
    internal double Value => double.IsPositiveInfinity(Minimum) ? Minimum : Minimum - Elementary.Log(Sum);
}
