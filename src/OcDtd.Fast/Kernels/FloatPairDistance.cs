using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Squared distances from one row to chosen ones of many, pair by pair: Σ_j (x_j − u_ij)², for the few that a screen leaves.</summary>
/// <remarks>
/// <para>Layout: row-major, aligned. Direct form, float32: sixteen lanes, four sums of them side by side; feature j goes to lane j mod 16 of sum
/// ⌊j/16⌋ mod 4. Sums and lanes are added up in one fixed tree, blocks of <see cref="FeatureBlock"/> features in double. The same bits at every width, and
/// for a pair whatever else is chosen.</para>
/// <para>Relative error under <see cref="RelativeError"/> whatever the number of features: two for a difference and its square, 32 additions, six levels of the
/// tree. It is about 1·2⁻²⁴ where roundings are as good as random. NaN in, NaN out. A difference beyond 1.8e19 squares to +∞; one below 1e-19
/// squares to less than a normal float and loses digits.</para>
/// <para>At 512 bits four rows at a time: sixteen sums hide the multiply-add's latency and that of adding up lanes, and share what is read of x.
/// Fetching chosen rows ahead cost more than it hid.</para>
/// </remarks>
internal static class FloatPairDistance
{
    /// <summary>Features added up in float32 before the sum goes to double.</summary>
    internal const int FeatureBlock = 2048;

    /// <summary>What a distance may be off by, relative to itself, where no square leaves float's range.</summary>
    internal const double RelativeError = (FeatureBlock / Stride + 9) / (double)(1 << 24);

    /// <summary>The same for so many features, in units of 2⁻²⁴: fewer are added up.</summary>
    internal static int Roundings(int features) => (Math.Min(features, FeatureBlock) + Stride - 1) / Stride + 9;

    private const int Lanes = AlignedRows.Line;
    private const int Stride = 4 * Lanes;
    private const int OnStack = 4096;

    /// <summary>Fills <paramref name="result"/>[c] with the distance to row <paramref name="chosen"/>[c] of <paramref name="rows"/>.</summary>
    internal static void Compute(ReadOnlySpan<float> x, AlignedRows rows, ReadOnlySpan<int> chosen, Span<double> result) =>
        Compute(Simd.Active, x, rows, chosen, result);

    /// <summary>The same at a chosen width.</summary>
    [SkipLocalsInit]
    internal static unsafe void Compute(
        SimdWidth width, ReadOnlySpan<float> x, AlignedRows rows, ReadOnlySpan<int> chosen, Span<double> result)
    {
        if (chosen.IsEmpty)
            return;

        int needed = rows.PaddedFeatureCount + Lanes;
        float[]? rented = needed > OnStack ? ArrayPool<float>.Shared.Rent(needed) : null;
        Span<float> room = rented ?? stackalloc float[OnStack];
        fixed (float* first = room)
        {
            // A copy that starts a cache line and ends in zeros, like the rows.
            nuint past = (nuint)first % (Lanes * sizeof(float));
            Span<float> copy = room.Slice(past == 0 ? 0 : Lanes - (int)(past / sizeof(float)), rows.PaddedFeatureCount);
            x[..rows.FeatureCount].CopyTo(copy);
            copy[rows.FeatureCount..].Clear();
            Compute(width, copy, ref rows.Reference(0), rows.PaddedFeatureCount, chosen, result);
        }

        if (rented is not null)
            ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>
    /// The same for rows <paramref name="stride"/> floats apart. All are filled up with zeros to whole cache lines, and so long is
    /// <paramref name="x"/>; whichever of two rows is called x, the distance is the same.
    /// </summary>
    internal static void Compute(ReadOnlySpan<float> x, ref float rows, nint stride, ReadOnlySpan<int> chosen, Span<double> result) =>
        Compute(Simd.Active, x, ref rows, stride, chosen, result);

    private static void Compute(
        SimdWidth width, ReadOnlySpan<float> x, ref float rows, nint stride, ReadOnlySpan<int> chosen, Span<double> result)
    {
        switch (width)
        {
            case SimdWidth.Bits512: Body<Float512>(x, ref rows, stride, chosen, result); break;
            case SimdWidth.Bits256: Body<Twice<Float256>>(x, ref rows, stride, chosen, result); break;
            case SimdWidth.Bits128: Body<Twice<Twice<Float128>>>(x, ref rows, stride, chosen, result); break;
            default: Reference(x, ref rows, stride, chosen, result); break;
        }
    }

    /// <summary>Plain loops; the bits every vector body must give.</summary>
    private static void Reference(ReadOnlySpan<float> x, ref float rows, nint stride, ReadOnlySpan<int> chosen, Span<double> result)
    {
        Span<float> sums = stackalloc float[Stride];
        for (int c = 0; c < chosen.Length; c++)
        {
            ReadOnlySpan<float> u = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref rows, chosen[c] * stride), x.Length);
            result[c] = 0;
            for (int start = 0; start < u.Length; start += FeatureBlock)
            {
                sums.Clear();
                for (int j = start; j < Math.Min(start + FeatureBlock, u.Length); j++)
                    sums[j % Stride] = MathF.FusedMultiplyAdd(x[j] - u[j], x[j] - u[j], sums[j % Stride]);

                for (int half = Stride / 2; half > 0; half /= 2)
                {
                    for (int lane = 0; lane < half; lane++)
                        sums[lane] += sums[half + lane];
                }

                result[c] += sums[0];
            }
        }
    }

    private static void Body<T>(ReadOnlySpan<float> x, ref float rows, nint stride, ReadOnlySpan<int> chosen, Span<double> result)
        where T : struct, IFloatLanes<T>
    {
        int c = 0;
        for (; T.Registers == 1 && c + 4 <= chosen.Length; c += 4)
            Four<T>(x, ref rows, stride, chosen, c, result);
        for (; c < chosen.Length; c++)
            result[c] = One<T>(x, ref Unsafe.Add(ref rows, chosen[c] * stride));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Four<T>(
        ReadOnlySpan<float> row, ref float rows, nint stride, ReadOnlySpan<int> chosen, int c, Span<double> result)
        where T : struct, IFloatLanes<T>
    {
        ref float x = ref MemoryMarshal.GetReference(row);
        ref float u = ref Unsafe.Add(ref rows, chosen[c] * stride);
        ref float v = ref Unsafe.Add(ref rows, chosen[c + 1] * stride);
        ref float w = ref Unsafe.Add(ref rows, chosen[c + 2] * stride);
        ref float z = ref Unsafe.Add(ref rows, chosen[c + 3] * stride);
        double sumU = 0, sumV = 0, sumW = 0, sumZ = 0;
        for (int start = 0; start < row.Length; start += FeatureBlock)
        {
            int end = Math.Min(start + FeatureBlock, row.Length);
            T u0 = T.Broadcast(0), u1 = u0, u2 = u0, u3 = u0, v0 = u0, v1 = u0, v2 = u0, v3 = u0;
            T w0 = u0, w1 = u0, w2 = u0, w3 = u0, z0 = u0, z1 = u0, z2 = u0, z3 = u0;
            int j = start;
            for (; j + Stride <= end; j += Stride)
            {
                T xj = T.Load(in Unsafe.Add(ref x, j));
                u0 = AddSquare(xj, ref Unsafe.Add(ref u, j), u0);
                v0 = AddSquare(xj, ref Unsafe.Add(ref v, j), v0);
                w0 = AddSquare(xj, ref Unsafe.Add(ref w, j), w0);
                z0 = AddSquare(xj, ref Unsafe.Add(ref z, j), z0);
                xj = T.Load(in Unsafe.Add(ref x, j + Lanes));
                u1 = AddSquare(xj, ref Unsafe.Add(ref u, j + Lanes), u1);
                v1 = AddSquare(xj, ref Unsafe.Add(ref v, j + Lanes), v1);
                w1 = AddSquare(xj, ref Unsafe.Add(ref w, j + Lanes), w1);
                z1 = AddSquare(xj, ref Unsafe.Add(ref z, j + Lanes), z1);
                xj = T.Load(in Unsafe.Add(ref x, j + 2 * Lanes));
                u2 = AddSquare(xj, ref Unsafe.Add(ref u, j + 2 * Lanes), u2);
                v2 = AddSquare(xj, ref Unsafe.Add(ref v, j + 2 * Lanes), v2);
                w2 = AddSquare(xj, ref Unsafe.Add(ref w, j + 2 * Lanes), w2);
                z2 = AddSquare(xj, ref Unsafe.Add(ref z, j + 2 * Lanes), z2);
                xj = T.Load(in Unsafe.Add(ref x, j + 3 * Lanes));
                u3 = AddSquare(xj, ref Unsafe.Add(ref u, j + 3 * Lanes), u3);
                v3 = AddSquare(xj, ref Unsafe.Add(ref v, j + 3 * Lanes), v3);
                w3 = AddSquare(xj, ref Unsafe.Add(ref w, j + 3 * Lanes), w3);
                z3 = AddSquare(xj, ref Unsafe.Add(ref z, j + 3 * Lanes), z3);
            }

            u0 = AddRest(ref x, ref u, j, end, u0);
            u1 = AddRest(ref x, ref u, j + Lanes, end, u1);
            u2 = AddRest(ref x, ref u, j + 2 * Lanes, end, u2);
            v0 = AddRest(ref x, ref v, j, end, v0);
            v1 = AddRest(ref x, ref v, j + Lanes, end, v1);
            v2 = AddRest(ref x, ref v, j + 2 * Lanes, end, v2);
            w0 = AddRest(ref x, ref w, j, end, w0);
            w1 = AddRest(ref x, ref w, j + Lanes, end, w1);
            w2 = AddRest(ref x, ref w, j + 2 * Lanes, end, w2);
            z0 = AddRest(ref x, ref z, j, end, z0);
            z1 = AddRest(ref x, ref z, j + Lanes, end, z1);
            z2 = AddRest(ref x, ref z, j + 2 * Lanes, end, z2);
            sumU += Merge(u0, u1, u2, u3);
            sumV += Merge(v0, v1, v2, v3);
            sumW += Merge(w0, w1, w2, w3);
            sumZ += Merge(z0, z1, z2, z3);
        }

        result[c] = sumU;
        result[c + 1] = sumV;
        result[c + 2] = sumW;
        result[c + 3] = sumZ;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double One<T>(ReadOnlySpan<float> row, ref float u)
        where T : struct, IFloatLanes<T>
    {
        ref float x = ref MemoryMarshal.GetReference(row);
        double total = 0;
        for (int start = 0; start < row.Length; start += FeatureBlock)
        {
            int end = Math.Min(start + FeatureBlock, row.Length);
            T sum0 = T.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            int j = start;
            for (; j + Stride <= end; j += Stride)
            {
                sum0 = AddSquare(T.Load(in Unsafe.Add(ref x, j)), ref Unsafe.Add(ref u, j), sum0);
                sum1 = AddSquare(T.Load(in Unsafe.Add(ref x, j + Lanes)), ref Unsafe.Add(ref u, j + Lanes), sum1);
                sum2 = AddSquare(T.Load(in Unsafe.Add(ref x, j + 2 * Lanes)), ref Unsafe.Add(ref u, j + 2 * Lanes), sum2);
                sum3 = AddSquare(T.Load(in Unsafe.Add(ref x, j + 3 * Lanes)), ref Unsafe.Add(ref u, j + 3 * Lanes), sum3);
            }

            sum0 = AddRest(ref x, ref u, j, end, sum0);
            sum1 = AddRest(ref x, ref u, j + Lanes, end, sum1);
            sum2 = AddRest(ref x, ref u, j + 2 * Lanes, end, sum2);
            total += Merge(sum0, sum1, sum2, sum3);
        }

        return total;
    }

    /// <summary>sum + (x − u)², where a block has sixteen features from <paramref name="j"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AddRest<T>(ref float x, ref float u, int j, int end, T sum)
        where T : struct, IFloatLanes<T> =>
        j < end ? AddSquare(T.Load(in Unsafe.Add(ref x, j)), ref Unsafe.Add(ref u, j), sum) : sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AddSquare<T>(T x, ref float u, T sum)
        where T : struct, IFloatLanes<T>
    {
        T difference = T.Subtract(x, T.Load(in u));
        return T.FusedMultiplyAdd(difference, difference, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Merge<T>(T sum0, T sum1, T sum2, T sum3)
        where T : struct, IFloatLanes<T> => T.Sum(T.Add(T.Add(sum0, sum2), T.Add(sum1, sum3)));
}
