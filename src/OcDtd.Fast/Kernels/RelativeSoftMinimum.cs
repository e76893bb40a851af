using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Log-sum-exp pooling in float32 over effective distances relative to a number of the row: v_i = h_i − base.</summary>
/// <remarks>
/// <para>Two passes over 16 lanes: v and its minimum, then w_i = e^(min − v_i), as a power of two, and Σ w. A lane's sums go to double every
/// <see cref="VectorsAtATime"/> vectors, support vector i in sum i mod 16, added up in one fixed tree; so a sum of weights is within
/// <see cref="SumErrorOf"/> of itself. The largest weight is 1, weights under 2⁻¹²⁵ are 0.</para>
/// <para>Beside the weights' sum the weighted mean of a number of each support vector is taken: of what bounds its error.</para>
/// <para>NaN in a v gives a NaN sum.</para>
/// </remarks>
internal static class RelativeSoftMinimum
{
    /// <summary>Relative error of Σ w, beyond that of each v and of min − v: the exponential's and that of sixteen additions.</summary>
    private const double SumError = (VectorsAtATime + 6) / (double)(1 << 24);

    /// <summary>Below this power of two a weight is 0.</summary>
    private const float SmallestPower = -125;

    private const int Lanes = 16;
    private const int VectorsAtATime = 16;

    /// <summary>Relative error of a sum of n weights, beyond that of each v; <paramref name="spread"/> is log n − log of the sum.</summary>
    /// <remarks>
    /// min − v and its product with log₂ e are rounded too, each by up to 2⁻²⁴ of itself, and so is log₂ e, which counts with the weight; the
    /// weighted mean of v − min is the weights' entropy, log n at most, less the log of their sum.
    /// </remarks>
    internal static double SumErrorOf(double spread) => SumError + 3.1 / (1 << 24) * spread;

    /// <summary>v_i = scale·g_i + bias_i, in place; returns the smallest.</summary>
    internal static float FromDots(Span<float> dots, ReadOnlySpan<float> bias, float scale) => FromDots(Simd.Active, dots, bias, scale);

    /// <summary>The same at a chosen width.</summary>
    internal static float FromDots(SimdWidth width, Span<float> dots, ReadOnlySpan<float> bias, float scale) => width switch
    {
        SimdWidth.Bits512 => FromDotsBody<Float512>(dots, bias, scale),
        SimdWidth.Bits256 => FromDotsBody<Twice<Float256>>(dots, bias, scale),
        SimdWidth.Bits128 => FromDotsBody<Twice<Twice<Float128>>>(dots, bias, scale),
        _ => FromDotsReference(dots, bias, scale),
    };

    /// <summary>v_i = scale·(norm_i − 2·dot_i) + bias_i from exact integers, in place; returns the smallest.</summary>
    internal static float FromIntegerDots(Span<float> dots, ReadOnlySpan<int> norms, ReadOnlySpan<float> bias, float scale) =>
        FromIntegerDots(Simd.Active, dots, norms, bias, scale);

    /// <summary>The same at a chosen width.</summary>
    internal static float FromIntegerDots(
        SimdWidth width, Span<float> dots, ReadOnlySpan<int> norms, ReadOnlySpan<float> bias, float scale) => width switch
        {
            SimdWidth.Bits512 => FromIntegerDotsBody<Float512>(dots, norms, bias, scale),
            SimdWidth.Bits256 => FromIntegerDotsBody<Twice<Float256>>(dots, norms, bias, scale),
            SimdWidth.Bits128 => FromIntegerDotsBody<Twice<Twice<Float128>>>(dots, norms, bias, scale),
            _ => FromIntegerDotsReference(dots, norms, bias, scale),
        };

    /// <summary>Pools v; all spans as long.</summary>
    /// <param name="relative">v_i.</param>
    /// <param name="minimum">The smallest.</param>
    /// <param name="bounds">A number of each support vector.</param>
    /// <param name="weights">Receives w_i, or is empty.</param>
    internal static RelativePool Pool(
        ReadOnlySpan<float> relative, float minimum, ReadOnlySpan<float> bounds, Span<float> weights) =>
        Pool(Simd.Active, relative, minimum, bounds, weights);

    /// <summary>The same at a chosen width.</summary>
    internal static RelativePool Pool(
        SimdWidth width,
        ReadOnlySpan<float> relative,
        float minimum,
        ReadOnlySpan<float> bounds,
        Span<float> weights) => width switch
        {
            SimdWidth.Bits512 => PoolBody<Float512>(relative, minimum, bounds, weights),
            SimdWidth.Bits256 => PoolBody<Twice<Float256>>(relative, minimum, bounds, weights),
            SimdWidth.Bits128 => PoolBody<Twice<Twice<Float128>>>(relative, minimum, bounds, weights),
            _ => PoolReference(relative, minimum, bounds, weights),
        };

    private static float FromDotsReference(Span<float> dots, ReadOnlySpan<float> bias, float scale)
    {
        float minimum = float.PositiveInfinity;
        for (int i = 0; i < dots.Length; i++)
        {
            dots[i] = MathF.FusedMultiplyAdd(scale, dots[i], bias[i]);
            minimum = float.MinNative(minimum, dots[i]);
        }

        return minimum;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float FromDotsBody<T>(Span<float> dots, ReadOnlySpan<float> bias, float scale)
        where T : struct, IFloatLanes<T>
    {
        ref float g = ref MemoryMarshal.GetReference(dots);
        ref float b = ref MemoryMarshal.GetReference(bias);
        T factor = T.Broadcast(scale), smallest = T.Broadcast(float.PositiveInfinity);
        for (int i = 0; i < dots.Length; i += Lanes)
        {
            T v = T.FusedMultiplyAdd(factor, T.Load(in Unsafe.Add(ref g, i)), T.Load(in Unsafe.Add(ref b, i)));
            T.Store(v, ref Unsafe.Add(ref g, i));
            smallest = T.Min(smallest, v);
        }

        return T.Min(smallest);
    }

    private static float FromIntegerDotsReference(Span<float> dots, ReadOnlySpan<int> norms, ReadOnlySpan<float> bias, float scale)
    {
        ReadOnlySpan<int> integers = MemoryMarshal.Cast<float, int>(dots);
        float minimum = float.PositiveInfinity;
        for (int i = 0; i < dots.Length; i++)
        {
            dots[i] = MathF.FusedMultiplyAdd(scale, (float)(norms[i] - 2 * integers[i]), bias[i]);
            minimum = float.MinNative(minimum, dots[i]);
        }

        return minimum;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float FromIntegerDotsBody<T>(Span<float> dots, ReadOnlySpan<int> norms, ReadOnlySpan<float> bias, float scale)
        where T : struct, IFloatLanes<T>
    {
        ref float v = ref MemoryMarshal.GetReference(dots);
        ref int g = ref Unsafe.As<float, int>(ref v);
        ref int n = ref MemoryMarshal.GetReference(norms);
        ref float b = ref MemoryMarshal.GetReference(bias);
        T factor = T.Broadcast(scale), smallest = T.Broadcast(float.PositiveInfinity);
        for (int i = 0; i < dots.Length; i += Lanes)
        {
            T difference = T.ConvertLessTwice(in Unsafe.Add(ref n, i), in Unsafe.Add(ref g, i));
            T value = T.FusedMultiplyAdd(factor, difference, T.Load(in Unsafe.Add(ref b, i)));
            T.Store(value, ref Unsafe.Add(ref v, i));
            smallest = T.Min(smallest, value);
        }

        return T.Min(smallest);
    }

    private static RelativePool PoolReference(
        ReadOnlySpan<float> relative, float minimum, ReadOnlySpan<float> bounds, Span<float> weights)
    {
        Span<double> sums = stackalloc double[2 * Lanes];
        Span<float> parts = stackalloc float[2 * Lanes];
        sums.Clear();
        for (int start = 0; start < relative.Length; start += VectorsAtATime * Lanes)
        {
            parts.Clear();
            for (int i = start; i < Math.Min(start + VectorsAtATime * Lanes, relative.Length); i++)
            {
                float power = (minimum - relative[i]) * (float)Elementary.Log2E;
                float w = power < SmallestPower ? 0 : Elementary.PowerOfTwo(power);
                int lane = i % Lanes;
                parts[lane] += w;
                parts[Lanes + lane] = MathF.FusedMultiplyAdd(w, bounds[i], parts[Lanes + lane]);
                if (!weights.IsEmpty)
                    weights[i] = w;
            }

            for (int lane = 0; lane < parts.Length; lane++)
                sums[lane] += parts[lane];
        }

        return Merge(minimum, sums);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static RelativePool PoolBody<T>(
        ReadOnlySpan<float> relative, float minimum, ReadOnlySpan<float> bounds, Span<float> weights)
        where T : struct, IFloatLanes<T>
    {
        Span<double> sums = stackalloc double[2 * Lanes];
        sums.Clear();
        ref double s = ref MemoryMarshal.GetReference(sums);
        ref float v = ref MemoryMarshal.GetReference(relative);
        ref float b = ref MemoryMarshal.GetReference(bounds);
        ref float w = ref MemoryMarshal.GetReference(weights);
        bool keeps = !weights.IsEmpty;
        T shift = T.Broadcast(minimum), logOfE = T.Broadcast((float)Elementary.Log2E), smallest = T.Broadcast(SmallestPower);
        for (int start = 0; start < relative.Length; start += VectorsAtATime * Lanes)
        {
            int end = Math.Min(start + VectorsAtATime * Lanes, relative.Length);
            T sum = T.Broadcast(0), bound = sum;
            for (int i = start; i < end; i += Lanes)
            {
                T power = T.Multiply(T.Subtract(shift, T.Load(in Unsafe.Add(ref v, i))), logOfE);
                T weight = T.ZeroBelow(power, smallest, Elementary.PowerOfTwo(power));
                sum = T.Add(sum, weight);
                bound = T.FusedMultiplyAdd(weight, T.Load(in Unsafe.Add(ref b, i)), bound);
                if (keeps)
                    T.Store(weight, ref Unsafe.Add(ref w, i));
            }

            T.AddTo(ref s, sum);
            T.AddTo(ref Unsafe.Add(ref s, Lanes), bound);
        }

        return Merge(minimum, sums);
    }

    private static RelativePool Merge(float minimum, ReadOnlySpan<double> sums)
    {
        double sum = Total(sums[..Lanes]);
        return new RelativePool(minimum, sum, Total(sums.Slice(Lanes, Lanes)) / sum);
    }

    private static double Total(ReadOnlySpan<double> lanes)
    {
        Span<double> halves = stackalloc double[Lanes / 2];
        for (int lane = 0; lane < halves.Length; lane++)
            halves[lane] = lanes[lane] + lanes[lane + halves.Length];
        return LaneTree.Sum(halves);
    }
}

/// <summary>A log-sum-exp in parts: −log Σ e^(−h_i) = base + minimum − log sum.</summary>
/// <param name="Minimum">The smallest v.</param>
/// <param name="Sum">Σ w_i, w_i = e^(minimum − v_i).</param>
/// <param name="MeanBound">Σ w_i·bound_i / Σ w_i.</param>
internal readonly record struct RelativePool(float Minimum, double Sum, double MeanBound);
