using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>The two passes of a pairwise step on a working set: move coefficient between two rows, then look for the next two.</summary>
/// <remarks>
/// Arrays are a whole number of eights long; what is no candidate carries +∞ in <c>up</c> (may not grow) or <c>down</c> (may not shrink),
/// padding in both. Every step is lane by lane and minima do not depend on order, so all widths give the same bits.
/// </remarks>
internal static class DualSteps
{
    /// <summary>Curvatures are not taken below this: two equal rows have none.</summary>
    internal const double SmallestCurvature = 1e-12;

    private const int Lanes = 8;

    /// <summary>
    /// gradient += t·(K_i − K_j); then grow = gradient + up, and returns the smallest of grow and the largest of gradient − down.
    /// </summary>
    internal static Extremes Move(SimdWidth width, double t, ReadOnlySpan<double> ki, ReadOnlySpan<double> kj, in WorkingArrays arrays) =>
        width switch
        {
            SimdWidth.Bits512 => MoveBody<Double512>(t, ki, kj, arrays),
            SimdWidth.Bits256 => MoveBody<TwiceDouble<Double256>>(t, ki, kj, arrays),
            SimdWidth.Bits128 => MoveBody<TwiceDouble<TwiceDouble<Double128>>>(t, ki, kj, arrays),
            _ => MoveReference(t, ki, kj, arrays),
        };

    /// <summary>
    /// Writes how much the objective falls (times 2) if row j gives to the row whose gradient is <paramref name="smallest"/>, as far as
    /// the bounds let it: max(0, gradient_j − down_j − smallest)²/curvature, curvature = 2 − 2K_ij. Returns the largest.
    /// </summary>
    internal static double Gains(SimdWidth width, double smallest, ReadOnlySpan<double> ki, in WorkingArrays arrays) => width switch
    {
        SimdWidth.Bits512 => GainsBody<Double512>(smallest, ki, arrays),
        SimdWidth.Bits256 => GainsBody<TwiceDouble<Double256>>(smallest, ki, arrays),
        SimdWidth.Bits128 => GainsBody<TwiceDouble<TwiceDouble<Double128>>>(smallest, ki, arrays),
        _ => GainsReference(smallest, ki, arrays),
    };

    private static Extremes MoveReference(double t, ReadOnlySpan<double> ki, ReadOnlySpan<double> kj, in WorkingArrays arrays)
    {
        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity;
        for (int k = 0; k < arrays.Gradient.Length; k++)
        {
            double g = Math.FusedMultiplyAdd(t, ki[k] - kj[k], arrays.Gradient[k]);
            arrays.Gradient[k] = g;
            arrays.Grow[k] = g + arrays.Up[k];
            smallest = Math.Min(smallest, arrays.Grow[k]);
            largest = Math.Max(largest, g - arrays.Down[k]);
        }

        return new Extremes(smallest, largest);
    }

    private static double GainsReference(double smallest, ReadOnlySpan<double> ki, in WorkingArrays arrays)
    {
        double largest = 0;
        for (int k = 0; k < arrays.Gradient.Length; k++)
        {
            double violation = Math.Max(arrays.Gradient[k] - arrays.Down[k] - smallest, 0);
            double curvature = Math.Max(Math.FusedMultiplyAdd(-2, ki[k], 2), SmallestCurvature);
            arrays.Gain[k] = violation * violation / curvature;
            largest = Math.Max(largest, arrays.Gain[k]);
        }

        return largest;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Extremes MoveBody<T>(double t, ReadOnlySpan<double> ki, ReadOnlySpan<double> kj, in WorkingArrays arrays)
        where T : struct, IDoubleLanes<T>
    {
        ref double a = ref MemoryMarshal.GetReference(ki);
        ref double b = ref MemoryMarshal.GetReference(kj);
        ref double gradient = ref MemoryMarshal.GetReference(arrays.Gradient);
        ref double grow = ref MemoryMarshal.GetReference(arrays.Grow);
        ref double up = ref MemoryMarshal.GetReference(arrays.Up);
        ref double down = ref MemoryMarshal.GetReference(arrays.Down);
        T step = T.Broadcast(t);
        T smallest = T.Broadcast(double.PositiveInfinity), largest = T.Broadcast(double.NegativeInfinity);
        for (int k = 0; k < arrays.Gradient.Length; k += Lanes)
        {
            T difference = T.Subtract(T.Load(in Unsafe.Add(ref a, k)), T.Load(in Unsafe.Add(ref b, k)));
            T g = T.FusedMultiplyAdd(step, difference, T.Load(in Unsafe.Add(ref gradient, k)));
            T.Store(g, ref Unsafe.Add(ref gradient, k));
            T candidate = T.Add(g, T.Load(in Unsafe.Add(ref up, k)));
            T.Store(candidate, ref Unsafe.Add(ref grow, k));
            smallest = T.Min(smallest, candidate);
            largest = T.Max(largest, T.Subtract(g, T.Load(in Unsafe.Add(ref down, k))));
        }

        return new Extremes(T.Min(smallest), T.Max(largest));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double GainsBody<T>(double smallest, ReadOnlySpan<double> ki, in WorkingArrays arrays)
        where T : struct, IDoubleLanes<T>
    {
        ref double a = ref MemoryMarshal.GetReference(ki);
        ref double gradient = ref MemoryMarshal.GetReference(arrays.Gradient);
        ref double down = ref MemoryMarshal.GetReference(arrays.Down);
        ref double gain = ref MemoryMarshal.GetReference(arrays.Gain);
        T least = T.Broadcast(smallest), zero = T.Broadcast(0), two = T.Broadcast(2), minusTwo = T.Broadcast(-2);
        T tau = T.Broadcast(SmallestCurvature);
        T largest = zero;
        for (int k = 0; k < arrays.Gradient.Length; k += Lanes)
        {
            T given = T.Subtract(T.Load(in Unsafe.Add(ref gradient, k)), T.Load(in Unsafe.Add(ref down, k)));
            T violation = T.Max(T.Subtract(given, least), zero);
            T curvature = T.Max(T.FusedMultiplyAdd(minusTwo, T.Load(in Unsafe.Add(ref a, k)), two), tau);
            T value = T.Divide(T.Multiply(violation, violation), curvature);
            T.Store(value, ref Unsafe.Add(ref gain, k));
            largest = T.Max(largest, value);
        }

        return T.Max(largest);
    }
}

/// <summary>The smallest gradient of a row that may grow, the largest of one that may shrink.</summary>
internal readonly record struct Extremes(double Smallest, double Largest);

/// <summary>A working set's arrays, all of one length, a whole number of eights.</summary>
internal readonly ref struct WorkingArrays
{
    internal required Span<double> Gradient { get; init; }

    /// <summary>0 where the coefficient may grow, else +∞.</summary>
    internal required Span<double> Up { get; init; }

    /// <summary>0 where the coefficient may shrink, else +∞.</summary>
    internal required Span<double> Down { get; init; }

    /// <summary>Gradient + Up.</summary>
    internal required Span<double> Grow { get; init; }

    internal required Span<double> Gain { get; init; }
}
