using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>target_i += Σ_b w_b·K_bi over some kernel columns b, for a stretch of rows i: what keeps the dual gradient up to date.</summary>
/// <remarks>
/// Columns lie in one array, column b from <c>offsets[b]</c>. One lane is one row i; columns are added in order, fused, in double: a row's sum
/// depends on neither width, stretch nor thread. Four sums side by side hide the multiply-add's latency.
/// </remarks>
internal static class WeightedColumns
{
    /// <summary>Rows in a stretch come in multiples of this; arrays are padded to it.</summary>
    internal const int Stride = 16;

    private const int Lanes = 8;

    /// <summary>Adds to <paramref name="target"/>, whose element 0 is row <paramref name="first"/>; a whole number of strides long.</summary>
    internal static void Add<T, TValue>(
        ReadOnlySpan<T> columns, ReadOnlySpan<int> offsets, ReadOnlySpan<double> weights, int first, Span<double> target)
        where T : unmanaged
        where TValue : struct, IKernelValue<T> => Add<T, TValue>(Simd.Active, columns, offsets, weights, first, target);

    /// <summary>The same at a chosen width.</summary>
    internal static void Add<T, TValue>(
        SimdWidth width, ReadOnlySpan<T> columns, ReadOnlySpan<int> offsets, ReadOnlySpan<double> weights, int first, Span<double> target)
        where T : unmanaged
        where TValue : struct, IKernelValue<T>
    {
        switch (width)
        {
            case SimdWidth.Bits512:
                Body<T, TValue, Double512>(columns, offsets, weights, first, target);
                break;
            case SimdWidth.Bits256:
                Body<T, TValue, TwiceDouble<Double256>>(columns, offsets, weights, first, target);
                break;
            case SimdWidth.Bits128:
                Body<T, TValue, TwiceDouble<TwiceDouble<Double128>>>(columns, offsets, weights, first, target);
                break;
            default:
                Reference<T, TValue>(columns, offsets, weights, first, target);
                break;
        }
    }

    private static void Reference<T, TValue>(
        ReadOnlySpan<T> columns, ReadOnlySpan<int> offsets, ReadOnlySpan<double> weights, int first, Span<double> target)
        where T : unmanaged
        where TValue : struct, IKernelValue<T>
    {
        for (int i = 0; i < target.Length; i++)
        {
            for (int b = 0; b < offsets.Length; b++)
                target[i] = Math.FusedMultiplyAdd(weights[b], TValue.Widen(columns[offsets[b] + first + i]), target[i]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Body<T, TValue, TLanes>(
        ReadOnlySpan<T> columns, ReadOnlySpan<int> offsets, ReadOnlySpan<double> weights, int first, Span<double> target)
        where T : unmanaged
        where TValue : struct, IKernelValue<T>
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        ref T k = ref MemoryMarshal.GetReference(columns);
        ref double t = ref MemoryMarshal.GetReference(target);
        int i = 0;
        for (; i + 2 * Stride <= target.Length; i += 2 * Stride)
        {
            ref double place = ref Unsafe.Add(ref t, i);
            TLanes sum0 = TLanes.Load(in place);
            TLanes sum1 = TLanes.Load(in Unsafe.Add(ref place, Lanes));
            TLanes sum2 = TLanes.Load(in Unsafe.Add(ref place, 2 * Lanes));
            TLanes sum3 = TLanes.Load(in Unsafe.Add(ref place, 3 * Lanes));
            for (int b = 0; b < offsets.Length; b++)
            {
                TLanes weight = TLanes.Broadcast(weights[b]);
                ref T column = ref Unsafe.Add(ref k, offsets[b] + first + i);
                sum0 = TLanes.FusedMultiplyAdd(weight, TValue.Load<TLanes>(in column), sum0);
                sum1 = TLanes.FusedMultiplyAdd(weight, TValue.Load<TLanes>(in Unsafe.Add(ref column, Lanes)), sum1);
                sum2 = TLanes.FusedMultiplyAdd(weight, TValue.Load<TLanes>(in Unsafe.Add(ref column, 2 * Lanes)), sum2);
                sum3 = TLanes.FusedMultiplyAdd(weight, TValue.Load<TLanes>(in Unsafe.Add(ref column, 3 * Lanes)), sum3);
            }

            TLanes.Store(sum0, ref place);
            TLanes.Store(sum1, ref Unsafe.Add(ref place, Lanes));
            TLanes.Store(sum2, ref Unsafe.Add(ref place, 2 * Lanes));
            TLanes.Store(sum3, ref Unsafe.Add(ref place, 3 * Lanes));
        }

        for (; i < target.Length; i += Lanes)
        {
            TLanes sum = TLanes.Load(in Unsafe.Add(ref t, i));
            for (int b = 0; b < offsets.Length; b++)
                sum = TLanes.FusedMultiplyAdd(TLanes.Broadcast(weights[b]), TValue.Load<TLanes>(in Unsafe.Add(ref k, offsets[b] + first + i)), sum);
            TLanes.Store(sum, ref Unsafe.Add(ref t, i));
        }
    }
}
