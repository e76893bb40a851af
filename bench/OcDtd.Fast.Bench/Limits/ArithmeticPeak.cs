using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Limits;

/// <summary>Loops that do nothing but arithmetic in registers: no kernel can be faster.</summary>
/// <remarks>
/// Written acc = fma(d, c, acc): with the accumulator as a factor the compiler copies registers and the loop reads far too low. A
/// multiply-add takes about four cycles and up to two start in each, so fewer than eight chains would measure latency.
/// </remarks>
internal static class ArithmeticPeak
{
    /// <summary>Vectors that one call works through: a multiple of both loops' chains.</summary>
    private const int MultiplyAdds = 24 * 4096;

    /// <summary>Of where results go, so that no loop is thrown away.</summary>
    private const int SinkLength = 16;

    /// <summary>Multiply-adds, or subtractions with a multiply-add, of floats that one call does.</summary>
    internal static double OperationsPerCall(SimdWidth width) => (double)MultiplyAdds * (int)width / 32;

    /// <summary>So many calls of fused multiply-adds.</summary>
    internal static void MultiplyAdd(SimdWidth width, int calls) => Repeat(width, calls);

    /// <summary>So many calls on every core at once.</summary>
    internal static void MultiplyAddAllCores(SimdWidth width, int calls)
    {
        var threads = new Thread[Environment.ProcessorCount - 1];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() => Repeat(width, calls));
            threads[i].Start();
        }

        Repeat(width, calls);
        foreach (Thread thread in threads)
            thread.Join();
    }

    /// <summary>A subtraction and a multiply-add of its result, as Σ(x−u)² needs for each feature.</summary>
    internal static void SquaredDifference(SimdWidth width, int calls)
    {
        double[] sink = new double[SinkLength];
        for (int call = 0; call < calls; call++)
            SquaredDifference(width, sink);
    }

    private static void Repeat(SimdWidth width, int calls)
    {
        double[] sink = new double[SinkLength]; // of its own: a shared cache line would slow all threads down
        for (int call = 0; call < calls; call++)
            MultiplyAdd(width, sink);
    }

    private static void MultiplyAdd(SimdWidth width, double[] sink)
    {
        switch (width)
        {
            case SimdWidth.Bits512: MultiplyAdd<Float512>(sink); break;
            case SimdWidth.Bits256: MultiplyAdd<Float256>(sink); break;
            default: MultiplyAdd<Float128>(sink); break;
        }
    }

    private static void SquaredDifference(SimdWidth width, double[] sink)
    {
        switch (width)
        {
            case SimdWidth.Bits512: SquaredDifference<Float512>(sink); break;
            case SimdWidth.Bits256: SquaredDifference<Float256>(sink); break;
            default: SquaredDifference<Float128>(sink); break;
        }
    }

    private static void MultiplyAdd<T>(double[] sink)
        where T : struct, IFloatLanes<T>
    {
        T c = T.Broadcast(0.5f), d = T.Broadcast(1e-3f);
        T a0 = c, a1 = c, a2 = c, a3 = c, a4 = c, a5 = c, a6 = c, a7 = c, a8 = c, a9 = c, a10 = c, a11 = c;
        for (int i = 0; i < MultiplyAdds / 12; i++)
        {
            a0 = T.FusedMultiplyAdd(d, c, a0);
            a1 = T.FusedMultiplyAdd(d, c, a1);
            a2 = T.FusedMultiplyAdd(d, c, a2);
            a3 = T.FusedMultiplyAdd(d, c, a3);
            a4 = T.FusedMultiplyAdd(d, c, a4);
            a5 = T.FusedMultiplyAdd(d, c, a5);
            a6 = T.FusedMultiplyAdd(d, c, a6);
            a7 = T.FusedMultiplyAdd(d, c, a7);
            a8 = T.FusedMultiplyAdd(d, c, a8);
            a9 = T.FusedMultiplyAdd(d, c, a9);
            a10 = T.FusedMultiplyAdd(d, c, a10);
            a11 = T.FusedMultiplyAdd(d, c, a11);
        }

        Keep(sink, a0, a1, a2, a3, a4, a5);
        Keep(sink, a6, a7, a8, a9, a10, a11);
    }

    /// <summary>
    /// Differences that change in every step, or the compiler would take them out of the loop: x -= u, acc = fma(x, x, acc).
    /// </summary>
    private static void SquaredDifference<T>(double[] sink)
        where T : struct, IFloatLanes<T>
    {
        T u = T.Broadcast(1e-3f), zero = T.Broadcast(0);
        T x0 = u, x1 = u, x2 = u, x3 = u, x4 = u, x5 = u, x6 = u, x7 = u;
        T a0 = zero, a1 = zero, a2 = zero, a3 = zero, a4 = zero, a5 = zero, a6 = zero, a7 = zero;
        for (int i = 0; i < MultiplyAdds / 8; i++)
        {
            x0 = T.Subtract(x0, u);
            a0 = T.FusedMultiplyAdd(x0, x0, a0);
            x1 = T.Subtract(x1, u);
            a1 = T.FusedMultiplyAdd(x1, x1, a1);
            x2 = T.Subtract(x2, u);
            a2 = T.FusedMultiplyAdd(x2, x2, a2);
            x3 = T.Subtract(x3, u);
            a3 = T.FusedMultiplyAdd(x3, x3, a3);
            x4 = T.Subtract(x4, u);
            a4 = T.FusedMultiplyAdd(x4, x4, a4);
            x5 = T.Subtract(x5, u);
            a5 = T.FusedMultiplyAdd(x5, x5, a5);
            x6 = T.Subtract(x6, u);
            a6 = T.FusedMultiplyAdd(x6, x6, a6);
            x7 = T.Subtract(x7, u);
            a7 = T.FusedMultiplyAdd(x7, x7, a7);
        }

        Keep(sink, a0, a1, a2, a3, a4, a5);
        Keep(sink, a6, a7, a6, a7, a6, a7);
    }

    private static void Keep<T>(double[] sink, T a0, T a1, T a2, T a3, T a4, T a5)
        where T : struct, IFloatLanes<T>
    {
        T.AddTo(ref sink[0], a0);
        T.AddTo(ref sink[0], a1);
        T.AddTo(ref sink[0], a2);
        T.AddTo(ref sink[0], a3);
        T.AddTo(ref sink[0], a4);
        T.AddTo(ref sink[0], a5);
    }
}
