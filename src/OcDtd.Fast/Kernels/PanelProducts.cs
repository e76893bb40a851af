using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Inner products of a few rows with all packed vectors: Σ_j x_j·p_ij. What projects rows onto axes.</summary>
/// <remarks>
/// <para>Layout: packed panels, one lane one vector; <c>result[r·PaddedCount + i]</c>.</para>
/// <para>Order: features in order, in blocks of 64 (<see cref="SquaredDistances.FeatureBlock"/>): inside a block float32, fused; block sums are added
/// up in double. A product therefore depends on its row and its vector alone, whatever stands beside them.</para>
/// <para>Accuracy: off by at most <see cref="RelativeError"/> of Σ_j|x_j·p_ij| ≤ ‖x‖·‖p_i‖ where no product leaves float's range, and by
/// 2⁻¹⁵⁰ more for each that falls below it. NaN in a row gives NaN.</para>
/// <para>At 512 bits four rows on two panels: eight sums are what two multiply-add units of latency four need. One row on four panels.</para>
/// </remarks>
internal static class PanelProducts
{
    private const int Lanes = PackedSupportVectors.Lanes;

    /// <summary>Roundings of a block, one more for the block sums, one for whoever rounds the result to float32; relative to Σ_j|x_j·p_ij|.</summary>
    internal const double RelativeError = (SquaredDistances.FeatureBlock + 2) / (double)(1 << 24);

    /// <summary>Fills <paramref name="result"/>, rows.Count × PaddedCount.</summary>
    internal static void Compute(RowTile rows, PackedSupportVectors vectors, Span<double> result) =>
        Compute(Simd.Active, rows, vectors, result);

    /// <summary>The same at a chosen width.</summary>
    internal static void Compute(SimdWidth width, RowTile rows, PackedSupportVectors vectors, Span<double> result)
    {
        result = result[..(rows.Count * vectors.PaddedCount)];
        result.Clear();
        switch (width)
        {
            case SimdWidth.Bits512: Body<Float512>(rows, vectors, result); break;
            case SimdWidth.Bits256: Body<Twice<Float256>>(rows, vectors, result); break;
            case SimdWidth.Bits128: Body<Twice<Twice<Float128>>>(rows, vectors, result); break;
            default: Reference(rows, vectors, result); break;
        }
    }

    /// <summary>Plain loops; the bits every vector body must give.</summary>
    private static void Reference(RowTile rows, PackedSupportVectors vectors, Span<double> result)
    {
        for (int r = 0; r < rows.Count; r++)
        {
            ReadOnlySpan<float> x = rows.Row(r);
            for (int i = 0; i < vectors.PaddedCount; i++)
            {
                ref float lane = ref Unsafe.Add(ref vectors.Panel(i / Lanes), i % Lanes);
                double sum = 0;
                for (int start = 0; start < x.Length; start += SquaredDistances.FeatureBlock)
                {
                    float block = 0;
                    for (int j = start; j < Math.Min(start + SquaredDistances.FeatureBlock, x.Length); j++)
                        block = MathF.FusedMultiplyAdd(x[j], Unsafe.Add(ref lane, j * Lanes), block);
                    sum += block;
                }

                result[r * vectors.PaddedCount + i] = sum;
            }
        }
    }

    private static void Body<T>(RowTile rows, PackedSupportVectors vectors, Span<double> result)
        where T : struct, IFloatLanes<T>
    {
        ref double first = ref MemoryMarshal.GetReference(result);
        int padded = vectors.PaddedCount;
        int r = 0;

        // Rows outside: four of them stay in the innermost cache, and the panels, few as they are, in the next.
        for (; r + 4 <= rows.Count; r += 4)
        {
            int panel = 0;
            for (; T.Registers == 1 && panel + 2 <= vectors.PanelCount; panel += 2)
                FourRowsTwoPanels<T>(rows, r, vectors, panel, ref Unsafe.Add(ref first, r * padded + panel * Lanes));
            for (; panel < vectors.PanelCount; panel++)
                FourRows<T>(rows, r, vectors, panel, ref Unsafe.Add(ref first, r * padded + panel * Lanes));
        }

        for (; r < rows.Count; r++)
        {
            int panel = 0;
            for (; panel + 4 <= vectors.PanelCount; panel += 4)
                FourPanels<T>(ref rows.Reference(r), vectors, panel, ref Unsafe.Add(ref first, r * padded + panel * Lanes));
            for (; panel < vectors.PanelCount; panel++)
                OnePanel<T>(ref rows.Reference(r), vectors, panel, ref Unsafe.Add(ref first, r * padded + panel * Lanes));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FourRowsTwoPanels<T>(RowTile rows, int r, PackedSupportVectors vectors, int panel, ref double target)
        where T : struct, IFloatLanes<T>
    {
        int features = vectors.FeatureCount;
        int padded = vectors.PaddedCount;
        ref float p0 = ref vectors.Panel(panel);
        ref float p1 = ref vectors.Panel(panel + 1);
        ref float x0 = ref rows.Reference(r);
        ref float x1 = ref rows.Reference(r + 1);
        ref float x2 = ref rows.Reference(r + 2);
        ref float x3 = ref rows.Reference(r + 3);
        for (int start = 0; start < features; start += SquaredDistances.FeatureBlock)
        {
            int end = Math.Min(start + SquaredDistances.FeatureBlock, features);
            T sum00 = T.Broadcast(0), sum01 = sum00, sum10 = sum00, sum11 = sum00;
            T sum20 = sum00, sum21 = sum00, sum30 = sum00, sum31 = sum00;
            for (int j = start; j < end; j++)
            {
                T u0 = T.Load(in Unsafe.Add(ref p0, j * Lanes));
                T u1 = T.Load(in Unsafe.Add(ref p1, j * Lanes));
                T x = T.Broadcast(Unsafe.Add(ref x0, j));
                sum00 = T.FusedMultiplyAdd(x, u0, sum00);
                sum01 = T.FusedMultiplyAdd(x, u1, sum01);
                x = T.Broadcast(Unsafe.Add(ref x1, j));
                sum10 = T.FusedMultiplyAdd(x, u0, sum10);
                sum11 = T.FusedMultiplyAdd(x, u1, sum11);
                x = T.Broadcast(Unsafe.Add(ref x2, j));
                sum20 = T.FusedMultiplyAdd(x, u0, sum20);
                sum21 = T.FusedMultiplyAdd(x, u1, sum21);
                x = T.Broadcast(Unsafe.Add(ref x3, j));
                sum30 = T.FusedMultiplyAdd(x, u0, sum30);
                sum31 = T.FusedMultiplyAdd(x, u1, sum31);
            }

            T.AddTo(ref target, sum00);
            T.AddTo(ref Unsafe.Add(ref target, Lanes), sum01);
            T.AddTo(ref Unsafe.Add(ref target, padded), sum10);
            T.AddTo(ref Unsafe.Add(ref target, padded + Lanes), sum11);
            T.AddTo(ref Unsafe.Add(ref target, 2 * padded), sum20);
            T.AddTo(ref Unsafe.Add(ref target, 2 * padded + Lanes), sum21);
            T.AddTo(ref Unsafe.Add(ref target, 3 * padded), sum30);
            T.AddTo(ref Unsafe.Add(ref target, 3 * padded + Lanes), sum31);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FourRows<T>(RowTile rows, int r, PackedSupportVectors vectors, int panel, ref double target)
        where T : struct, IFloatLanes<T>
    {
        int features = vectors.FeatureCount;
        int padded = vectors.PaddedCount;
        ref float p = ref vectors.Panel(panel);
        ref float x0 = ref rows.Reference(r);
        ref float x1 = ref rows.Reference(r + 1);
        ref float x2 = ref rows.Reference(r + 2);
        ref float x3 = ref rows.Reference(r + 3);
        for (int start = 0; start < features; start += SquaredDistances.FeatureBlock)
        {
            int end = Math.Min(start + SquaredDistances.FeatureBlock, features);
            T sum0 = T.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            for (int j = start; j < end; j++)
            {
                T u = T.Load(in Unsafe.Add(ref p, j * Lanes));
                sum0 = T.FusedMultiplyAdd(T.Broadcast(Unsafe.Add(ref x0, j)), u, sum0);
                sum1 = T.FusedMultiplyAdd(T.Broadcast(Unsafe.Add(ref x1, j)), u, sum1);
                sum2 = T.FusedMultiplyAdd(T.Broadcast(Unsafe.Add(ref x2, j)), u, sum2);
                sum3 = T.FusedMultiplyAdd(T.Broadcast(Unsafe.Add(ref x3, j)), u, sum3);
            }

            T.AddTo(ref target, sum0);
            T.AddTo(ref Unsafe.Add(ref target, padded), sum1);
            T.AddTo(ref Unsafe.Add(ref target, 2 * padded), sum2);
            T.AddTo(ref Unsafe.Add(ref target, 3 * padded), sum3);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FourPanels<T>(ref float x, PackedSupportVectors vectors, int panel, ref double target)
        where T : struct, IFloatLanes<T>
    {
        int features = vectors.FeatureCount;
        ref float p0 = ref vectors.Panel(panel);
        ref float p1 = ref vectors.Panel(panel + 1);
        ref float p2 = ref vectors.Panel(panel + 2);
        ref float p3 = ref vectors.Panel(panel + 3);
        for (int start = 0; start < features; start += SquaredDistances.FeatureBlock)
        {
            int end = Math.Min(start + SquaredDistances.FeatureBlock, features);
            T sum0 = T.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            for (int j = start; j < end; j++)
            {
                T xj = T.Broadcast(Unsafe.Add(ref x, j));
                sum0 = T.FusedMultiplyAdd(xj, T.Load(in Unsafe.Add(ref p0, j * Lanes)), sum0);
                sum1 = T.FusedMultiplyAdd(xj, T.Load(in Unsafe.Add(ref p1, j * Lanes)), sum1);
                sum2 = T.FusedMultiplyAdd(xj, T.Load(in Unsafe.Add(ref p2, j * Lanes)), sum2);
                sum3 = T.FusedMultiplyAdd(xj, T.Load(in Unsafe.Add(ref p3, j * Lanes)), sum3);
            }

            T.AddTo(ref target, sum0);
            T.AddTo(ref Unsafe.Add(ref target, Lanes), sum1);
            T.AddTo(ref Unsafe.Add(ref target, 2 * Lanes), sum2);
            T.AddTo(ref Unsafe.Add(ref target, 3 * Lanes), sum3);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void OnePanel<T>(ref float x, PackedSupportVectors vectors, int panel, ref double target)
        where T : struct, IFloatLanes<T>
    {
        int features = vectors.FeatureCount;
        ref float p = ref vectors.Panel(panel);
        for (int start = 0; start < features; start += SquaredDistances.FeatureBlock)
        {
            int end = Math.Min(start + SquaredDistances.FeatureBlock, features);
            T sum = T.Broadcast(0);
            for (int j = start; j < end; j++)
                sum = T.FusedMultiplyAdd(T.Broadcast(Unsafe.Add(ref x, j)), T.Load(in Unsafe.Add(ref p, j * Lanes)), sum);
            T.AddTo(ref target, sum);
        }
    }
}
