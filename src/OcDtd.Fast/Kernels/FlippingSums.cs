using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>
/// Log-sum-exp of every step of a pixel-flipping curve at once, streamed over blocks of eight (real or virtual) support vectors.
/// </summary>
/// <remarks>
/// Steps run backward: at step d all features are masked and every distance is 0; going to step k adds the square of the feature
/// masked k-th. Adding backward in double loses nothing, where subtracting forward would cancel. State is 2·8·(d+1) doubles, a running
/// minimum and a shifted sum a lane and step, so memory does not grow with the number of support vectors.
/// </remarks>
internal static class FlippingSums
{
    /// <summary>Support vectors in a block.</summary>
    internal const int Lanes = 8;

    /// <summary>Stands for +∞, of which differences are NaN: its kernel is 0 beside any real one.</summary>
    internal const double Never = 1e300;

    /// <summary>Empties the state: (d+1)·8 minima and as many sums.</summary>
    internal static void Clear(Span<double> minima, Span<double> sums)
    {
        minima.Fill(Never);
        sums.Clear();
    }

    /// <summary>Adds a block: d × 8 squares in masking order, eight values −log β (<see cref="Never"/> for a lane that is not there).</summary>
    internal static void AddBlock(
        ReadOnlySpan<double> squares, ReadOnlySpan<double> negativeLog, double gamma, Span<double> minima, Span<double> sums) =>
        AddBlock(Simd.Active, squares, negativeLog, gamma, minima, sums);

    /// <summary>The same at a chosen width.</summary>
    internal static void AddBlock(
        SimdWidth width,
        ReadOnlySpan<double> squares,
        ReadOnlySpan<double> negativeLog,
        double gamma,
        Span<double> minima,
        Span<double> sums)
    {
        switch (width)
        {
            case SimdWidth.Bits512:
                Body<Double512>(squares, negativeLog, gamma, minima, sums);
                break;
            case SimdWidth.Bits256:
                Body<TwiceDouble<Double256>>(squares, negativeLog, gamma, minima, sums);
                break;
            case SimdWidth.Bits128:
                Body<TwiceDouble<TwiceDouble<Double128>>>(squares, negativeLog, gamma, minima, sums);
                break;
            default:
                Reference(squares, negativeLog, gamma, minima, sums);
                break;
        }
    }

    /// <summary>−log Σ e^(−h) of one step, over all blocks added.</summary>
    internal static double Value(ReadOnlySpan<double> minima, ReadOnlySpan<double> sums, int step)
    {
        ReadOnlySpan<double> m = minima.Slice(step * Lanes, Lanes), s = sums.Slice(step * Lanes, Lanes);
        double smallest = m[0];
        foreach (double minimum in m)
            smallest = Math.Min(smallest, minimum);

        Span<double> shifted = stackalloc double[Lanes];
        for (int lane = 0; lane < Lanes; lane++)
            shifted[lane] = s[lane] * Elementary.Exp(smallest - m[lane]);
        return smallest - Elementary.Log(LaneTree.Sum(shifted));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Body<T>(
        ReadOnlySpan<double> squares, ReadOnlySpan<double> negativeLog, double gamma, Span<double> minima, Span<double> sums)
        where T : struct, IDoubleLanes<T>
    {
        ref double q = ref MemoryMarshal.GetReference(squares);
        ref double m = ref MemoryMarshal.GetReference(minima);
        ref double s = ref MemoryMarshal.GetReference(sums);
        T g = T.Broadcast(gamma);
        T log = T.Load(in MemoryMarshal.GetReference(negativeLog));
        T distance = T.Broadcast(0);
        for (int k = squares.Length / Lanes; ; k--)
        {
            int at = k * Lanes;
            T h = T.FusedMultiplyAdd(g, distance, log);
            T before = T.Load(in Unsafe.Add(ref m, at));
            T after = T.Min(before, h);
            T scaled = T.Multiply(T.Load(in Unsafe.Add(ref s, at)), Elementary.Exp(T.Subtract(after, before)));
            T.Store(T.Add(scaled, Elementary.Exp(T.Subtract(after, h))), ref Unsafe.Add(ref s, at));
            T.Store(after, ref Unsafe.Add(ref m, at));
            if (k == 0)
                return;
            distance = T.Add(distance, T.Load(in Unsafe.Add(ref q, at - Lanes)));
        }
    }

    private static void Reference(
        ReadOnlySpan<double> squares, ReadOnlySpan<double> negativeLog, double gamma, Span<double> minima, Span<double> sums)
    {
        for (int lane = 0; lane < Lanes; lane++)
        {
            double distance = 0;
            for (int k = squares.Length / Lanes; ; k--)
            {
                int at = k * Lanes + lane;
                double h = Math.FusedMultiplyAdd(gamma, distance, negativeLog[lane]);
                double after = double.MinNative(minima[at], h);
                sums[at] = sums[at] * Elementary.Exp(after - minima[at]) + Elementary.Exp(after - h);
                minima[at] = after;
                if (k == 0)
                    break;
                distance += squares[at - Lanes];
            }
        }
    }
}
