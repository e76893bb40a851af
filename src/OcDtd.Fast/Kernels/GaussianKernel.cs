using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Kernel values e^(−γ·d²) from squared distances, for training.</summary>
/// <remarks>
/// Lane by lane, so that a value depends on its own distance alone; computed in double by <see cref="Elementary"/> and kept as float32 or
/// float64. A distance of 0 gives exactly 1; below e^−708 it is 0. NaN gives NaN.
/// </remarks>
internal static class GaussianKernel
{
    private const int Lanes = 8;

    /// <summary>Fills <paramref name="values"/>; both spans as long as each other, a multiple of 8.</summary>
    internal static void Compute<T, TValue>(ReadOnlySpan<double> squaredDistances, double gamma, Span<T> values)
        where T : unmanaged
        where TValue : struct, IKernelValue<T> => Compute<T, TValue>(Simd.Active, squaredDistances, gamma, values);

    /// <summary>The same at a chosen width.</summary>
    internal static void Compute<T, TValue>(SimdWidth width, ReadOnlySpan<double> squaredDistances, double gamma, Span<T> values)
        where T : unmanaged
        where TValue : struct, IKernelValue<T>
    {
        switch (width)
        {
            case SimdWidth.Bits512: Body<T, TValue, Double512>(squaredDistances, gamma, values); break;
            case SimdWidth.Bits256: Body<T, TValue, TwiceDouble<Double256>>(squaredDistances, gamma, values); break;
            case SimdWidth.Bits128: Body<T, TValue, TwiceDouble<TwiceDouble<Double128>>>(squaredDistances, gamma, values); break;
            default: Reference<T, TValue>(squaredDistances, gamma, values); break;
        }
    }

    private static void Reference<T, TValue>(ReadOnlySpan<double> squaredDistances, double gamma, Span<T> values)
        where T : unmanaged
        where TValue : struct, IKernelValue<T>
    {
        for (int i = 0; i < squaredDistances.Length; i++)
            values[i] = TValue.Round(Elementary.Exp(-gamma * squaredDistances[i]));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Body<T, TValue, TLanes>(ReadOnlySpan<double> squaredDistances, double gamma, Span<T> values)
        where T : unmanaged
        where TValue : struct, IKernelValue<T>
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        ref double d = ref MemoryMarshal.GetReference(squaredDistances);
        ref T v = ref MemoryMarshal.GetReference(values);
        TLanes g = TLanes.Broadcast(-gamma);
        for (int i = 0; i < squaredDistances.Length; i += Lanes)
            TValue.Store(Elementary.Exp(TLanes.Multiply(g, TLanes.Load(in Unsafe.Add(ref d, i)))), ref Unsafe.Add(ref v, i));
    }
}
