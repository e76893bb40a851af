using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Squared distances from a few rows to all support vectors: d²_i = Σ_j (x_j − u_ij)².</summary>
/// <remarks>
/// <para>Layout: packed panels, one lane one support vector; <c>result[r·PaddedCount + i]</c>, counted from the first panel asked for.</para>
/// <para>Order: features in order, in blocks of <see cref="FeatureBlock"/>. In a block float32 differences, squared and added by one
/// fused multiply-add each; block sums are added up in double. So a lane's sum depends on that row and that support vector alone.</para>
/// <para>Accuracy: the direct form never cancels; the relative error is under 66·2⁻²⁴ whatever the number of features: a difference is
/// rounded once, twice that in its square, and each of 64 additions once. It is about 1·2⁻²⁴ where roundings are as good as random, but
/// equal differences (a constant background) round the same way every time and come to 16·2⁻²⁴, and small ones after a large one to all
/// of it.</para>
/// <para>At 512 bits four rows on four panels: sixteen sums keep both multiply-add units busy, and each panel and each row's value is
/// loaded once for four of them (a row of 16 against 5,958 × 784: 68 µs, with four sums 117). Narrower vectors have no registers for that: four
/// rows on a panel. One row on four panels: its speed is that of reading them.</para>
/// <para>NaN in a row gives NaN. A difference beyond 1.8e19 squares to +∞; one below 1e-19 squares to less than a normal float and loses
/// digits.</para>
/// </remarks>
internal static class SquaredDistances
{
    /// <summary>Features added up in float32 before the sum goes to double.</summary>
    internal const int FeatureBlock = 64;

    /// <summary>What a distance may be off by, relative to itself, where no square leaves float's range.</summary>
    internal const double RelativeError = (FeatureBlock + 2) / (double)(1 << 24);

    /// <summary>Fills <paramref name="result"/>, rows.Count × PaddedCount.</summary>
    internal static void Compute(RowTile rows, PackedSupportVectors vectors, Span<double> result) =>
        Compute(Simd.Active, rows, vectors, PanelRange.All(vectors), result);

    /// <summary>
    /// The same for some panels alone: <paramref name="result"/> is rows.Count × panels.PaddedCount. A distance above <paramref name="limit"/> may
    /// be any number above it: where all of a few rows and panels are, the rest of their features is not looked at.
    /// </summary>
    internal static void Compute(
        RowTile rows, PackedSupportVectors vectors, PanelRange panels, Span<double> result, double limit = double.PositiveInfinity) =>
        Compute(Simd.Active, rows, vectors, panels, result, limit);

    /// <summary>The same at a chosen width.</summary>
    internal static void Compute(
        SimdWidth width,
        RowTile rows,
        PackedSupportVectors vectors,
        PanelRange panels,
        Span<double> result,
        double limit = double.PositiveInfinity)
    {
        result = result[..(rows.Count * panels.PaddedCount)];
        result.Clear();
        switch (width)
        {
            case SimdWidth.Bits512: Body<Float512>(rows, vectors, panels, result, limit); break;
            case SimdWidth.Bits256: Body<Twice<Float256>>(rows, vectors, panels, result, limit); break;
            case SimdWidth.Bits128: Body<Twice<Twice<Float128>>>(rows, vectors, panels, result, limit); break;
            default: Reference(rows, vectors, panels, result); break;
        }
    }

    /// <summary>Plain loops; the bits every vector body must give.</summary>
    private static void Reference(RowTile rows, PackedSupportVectors vectors, PanelRange panels, Span<double> result)
    {
        for (int r = 0; r < rows.Count; r++)
        {
            ReadOnlySpan<float> x = rows.Row(r);
            for (int i = 0; i < panels.PaddedCount; i++)
            {
                ref float panel = ref vectors.Panel(panels.First + i / PackedSupportVectors.Lanes);
                ref float lane = ref Unsafe.Add(ref panel, i % PackedSupportVectors.Lanes);
                double sum = 0;
                for (int start = 0; start < x.Length; start += FeatureBlock)
                {
                    float block = 0;
                    for (int j = start; j < Math.Min(start + FeatureBlock, x.Length); j++)
                    {
                        float difference = x[j] - Unsafe.Add(ref lane, j * PackedSupportVectors.Lanes);
                        block = MathF.FusedMultiplyAdd(difference, difference, block);
                    }

                    sum += block;
                }

                result[r * panels.PaddedCount + i] = sum;
            }
        }
    }

    private static void Body<T>(RowTile rows, PackedSupportVectors vectors, PanelRange panels, Span<double> result, double limit)
        where T : struct, IFloatLanes<T>
    {
        int inFours = rows.Count & ~3;
        int padded = panels.PaddedCount;
        int end = panels.First + panels.Count;
        ref double first = ref MemoryMarshal.GetReference(result);

        // Panels outside, rows inside: a panel is read from memory once for all rows of the tile.
        int panel = panels.First;
        for (; T.Registers == 1 && panel + 4 <= end && inFours > 0; panel += 4)
        {
            for (int r = 0; r < inFours; r += 4)
                FourRowsFourPanels<T>(rows, r, vectors, panel, padded, ref Unsafe.Add(ref first, Place(r, panel)), limit);
        }

        for (; panel < end && inFours > 0; panel++)
        {
            for (int r = 0; r < inFours; r += 4)
                FourRows<T>(rows, r, vectors, panel, padded, ref Unsafe.Add(ref first, Place(r, panel)), limit);
        }

        for (int r = inFours; r < rows.Count; r++)
        {
            int p = panels.First;
            for (; p + 4 <= end; p += 4)
                FourPanels<T>(ref rows.Reference(r), vectors, p, ref Unsafe.Add(ref first, Place(r, p)));
            for (; p < end; p++)
                OnePanel<T>(ref rows.Reference(r), vectors, p, ref Unsafe.Add(ref first, Place(r, p)));
        }

        int Place(int row, int at) => row * padded + (at - panels.First) * PackedSupportVectors.Lanes;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FourRowsFourPanels<T>(
        RowTile rows, int r, PackedSupportVectors vectors, int panel, int padded, ref double target, double limit)
        where T : struct, IFloatLanes<T>
    {
        int features = vectors.FeatureCount;
        ref float p0 = ref vectors.Panel(panel);
        ref float p1 = ref vectors.Panel(panel + 1);
        ref float p2 = ref vectors.Panel(panel + 2);
        ref float p3 = ref vectors.Panel(panel + 3);
        ref float x0 = ref rows.Reference(r);
        ref float x1 = ref rows.Reference(r + 1);
        ref float x2 = ref rows.Reference(r + 2);
        ref float x3 = ref rows.Reference(r + 3);
        for (int start = 0; start < features; start += FeatureBlock)
        {
            int end = Math.Min(start + FeatureBlock, features);
            T sum00 = T.Broadcast(0), sum01 = sum00, sum02 = sum00, sum03 = sum00;
            T sum10 = sum00, sum11 = sum00, sum12 = sum00, sum13 = sum00;
            T sum20 = sum00, sum21 = sum00, sum22 = sum00, sum23 = sum00;
            T sum30 = sum00, sum31 = sum00, sum32 = sum00, sum33 = sum00;
            for (int j = start; j < end; j++)
            {
                T u0 = T.Load(in Unsafe.Add(ref p0, j * PackedSupportVectors.Lanes));
                T u1 = T.Load(in Unsafe.Add(ref p1, j * PackedSupportVectors.Lanes));
                T u2 = T.Load(in Unsafe.Add(ref p2, j * PackedSupportVectors.Lanes));
                T u3 = T.Load(in Unsafe.Add(ref p3, j * PackedSupportVectors.Lanes));
                T x = T.Broadcast(Unsafe.Add(ref x0, j));
                sum00 = AddSquare(x, u0, sum00);
                sum01 = AddSquare(x, u1, sum01);
                sum02 = AddSquare(x, u2, sum02);
                sum03 = AddSquare(x, u3, sum03);
                x = T.Broadcast(Unsafe.Add(ref x1, j));
                sum10 = AddSquare(x, u0, sum10);
                sum11 = AddSquare(x, u1, sum11);
                sum12 = AddSquare(x, u2, sum12);
                sum13 = AddSquare(x, u3, sum13);
                x = T.Broadcast(Unsafe.Add(ref x2, j));
                sum20 = AddSquare(x, u0, sum20);
                sum21 = AddSquare(x, u1, sum21);
                sum22 = AddSquare(x, u2, sum22);
                sum23 = AddSquare(x, u3, sum23);
                x = T.Broadcast(Unsafe.Add(ref x3, j));
                sum30 = AddSquare(x, u0, sum30);
                sum31 = AddSquare(x, u1, sum31);
                sum32 = AddSquare(x, u2, sum32);
                sum33 = AddSquare(x, u3, sum33);
            }

            AddFour(ref target, sum00, sum01, sum02, sum03);
            AddFour(ref Unsafe.Add(ref target, padded), sum10, sum11, sum12, sum13);
            AddFour(ref Unsafe.Add(ref target, 2 * padded), sum20, sum21, sum22, sum23);
            AddFour(ref Unsafe.Add(ref target, 3 * padded), sum30, sum31, sum32, sum33);
            if (AllAbove<T>(ref target, padded, 4 * T.Count, limit))
                return;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FourRows<T>(
        RowTile rows, int r, PackedSupportVectors vectors, int panel, int padded, ref double target, double limit)
        where T : struct, IFloatLanes<T>
    {
        int features = vectors.FeatureCount;
        ref float u = ref vectors.Panel(panel);
        ref float x0 = ref rows.Reference(r);
        ref float x1 = ref rows.Reference(r + 1);
        ref float x2 = ref rows.Reference(r + 2);
        ref float x3 = ref rows.Reference(r + 3);
        for (int start = 0; start < features; start += FeatureBlock)
        {
            int end = Math.Min(start + FeatureBlock, features);
            T sum0 = T.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            for (int j = start; j < end; j++)
            {
                T uj = T.Load(in Unsafe.Add(ref u, j * PackedSupportVectors.Lanes));
                sum0 = AddSquare(T.Broadcast(Unsafe.Add(ref x0, j)), uj, sum0);
                sum1 = AddSquare(T.Broadcast(Unsafe.Add(ref x1, j)), uj, sum1);
                sum2 = AddSquare(T.Broadcast(Unsafe.Add(ref x2, j)), uj, sum2);
                sum3 = AddSquare(T.Broadcast(Unsafe.Add(ref x3, j)), uj, sum3);
            }

            T.AddTo(ref target, sum0);
            T.AddTo(ref Unsafe.Add(ref target, padded), sum1);
            T.AddTo(ref Unsafe.Add(ref target, 2 * padded), sum2);
            T.AddTo(ref Unsafe.Add(ref target, 3 * padded), sum3);
            if (AllAbove<T>(ref target, padded, T.Count, limit))
                return;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FourPanels<T>(ref float x, PackedSupportVectors vectors, int panel, ref double target)
        where T : struct, IFloatLanes<T>
    {
        int features = vectors.FeatureCount;
        ref float u0 = ref vectors.Panel(panel);
        ref float u1 = ref vectors.Panel(panel + 1);
        ref float u2 = ref vectors.Panel(panel + 2);
        ref float u3 = ref vectors.Panel(panel + 3);
        for (int start = 0; start < features; start += FeatureBlock)
        {
            int end = Math.Min(start + FeatureBlock, features);
            T sum0 = T.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            for (int j = start; j < end; j++)
            {
                T xj = T.Broadcast(Unsafe.Add(ref x, j));
                sum0 = AddSquare(xj, T.Load(in Unsafe.Add(ref u0, j * PackedSupportVectors.Lanes)), sum0);
                sum1 = AddSquare(xj, T.Load(in Unsafe.Add(ref u1, j * PackedSupportVectors.Lanes)), sum1);
                sum2 = AddSquare(xj, T.Load(in Unsafe.Add(ref u2, j * PackedSupportVectors.Lanes)), sum2);
                sum3 = AddSquare(xj, T.Load(in Unsafe.Add(ref u3, j * PackedSupportVectors.Lanes)), sum3);
            }

            AddFour(ref target, sum0, sum1, sum2, sum3);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void OnePanel<T>(ref float x, PackedSupportVectors vectors, int panel, ref double target)
        where T : struct, IFloatLanes<T>
    {
        int features = vectors.FeatureCount;
        ref float u = ref vectors.Panel(panel);
        for (int start = 0; start < features; start += FeatureBlock)
        {
            int end = Math.Min(start + FeatureBlock, features);
            T sum = T.Broadcast(0);
            for (int j = start; j < end; j++)
            {
                T uj = T.Load(in Unsafe.Add(ref u, j * PackedSupportVectors.Lanes));
                sum = AddSquare(T.Broadcast(Unsafe.Add(ref x, j)), uj, sum);
            }

            T.AddTo(ref target, sum);
        }
    }

    /// <summary>sum + (x − u)²: the one place that says how.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AddSquare<T>(T x, T u, T sum)
        where T : struct, IFloatLanes<T>
    {
        T difference = T.Subtract(x, u);
        return T.FusedMultiplyAdd(difference, difference, sum);
    }

    /// <summary>Whether four rows of <paramref name="lanes"/> sums are all above the limit; an infinite one is not worth a look.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AllAbove<T>(ref double target, int padded, int lanes, double limit)
        where T : struct, IFloatLanes<T>
    {
        if (double.IsPositiveInfinity(limit))
            return false;
        for (int r = 0; r < 4; r++)
        {
            for (int i = 0; i < lanes; i += T.Count)
            {
                if (!T.AreAbove(in Unsafe.Add(ref target, r * padded + i), limit))
                    return false;
            }
        }

        return true;
    }

    /// <summary>Adds the block sums of four neighbouring panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFour<T>(ref double target, T sum0, T sum1, T sum2, T sum3)
        where T : struct, IFloatLanes<T>
    {
        T.AddTo(ref target, sum0);
        T.AddTo(ref Unsafe.Add(ref target, T.Count), sum1);
        T.AddTo(ref Unsafe.Add(ref target, 2 * T.Count), sum2);
        T.AddTo(ref Unsafe.Add(ref target, 3 * T.Count), sum3);
    }
}
