using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Sums of products of kernels over the edges of local Times: Σ_i e_i·Σ_s∈kNN(i) f_s, for one row or sixteen at once.</summary>
/// <remarks>
/// <para>Layout: kernels in float32; for sixteen rows side by side, support vector after support vector: row r of support vector i at 16·i + r.
/// An edge then costs one vector, not sixteen gathers (2 × 2,979 support vectors with 10 edges each: 1 µs a row in place of 16).</para>
/// <para>Order: a centre's partners in order in float32, in runs of <see cref="Run"/> added up in double; then one fused multiply-add in
/// double for the centre. The same for one row as for sixteen. Relative error of a sum: (Run + 1)·2⁻²⁴, beyond that of the kernels.</para>
/// </remarks>
internal static class EdgeSums
{
    /// <summary>Rows side by side.</summary>
    internal const int Lanes = 16;

    /// <summary>Relative error of a sum, beyond that of the kernels.</summary>
    internal const double RelativeError = (Run + 1) / (double)(1 << 24);

    /// <summary>Partners added up in float32.</summary>
    private const int Run = 16;

    /// <summary>Puts sixteen rows of kernels, <paramref name="stride"/> floats each (whole vectors), side by side.</summary>
    internal static void PutSideBySide(ReadOnlySpan<float> kernels, int stride, Span<float> target) =>
        PutSideBySide(Simd.Active, kernels, stride, target);

    /// <summary>The same at a chosen width.</summary>
    internal static void PutSideBySide(SimdWidth width, ReadOnlySpan<float> kernels, int stride, Span<float> target)
    {
        kernels = kernels[..(Lanes * stride)];
        target = target[..(Lanes * stride)];
        switch (width)
        {
            case SimdWidth.Bits512: Turn<Float512>(kernels, stride, target); break;
            case SimdWidth.Bits256: Turn<Twice<Float256>>(kernels, stride, target); break;
            case SimdWidth.Bits128: Turn<Twice<Twice<Float128>>>(kernels, stride, target); break;
            default:
                for (int i = 0; i < target.Length; i++)
                    target[i] = kernels[i % Lanes * stride + i / Lanes];
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Turn<T>(ReadOnlySpan<float> kernels, nint stride, Span<float> target)
        where T : struct, IFloatLanes<T>
    {
        ref float row = ref MemoryMarshal.GetReference(kernels);
        ref float to = ref MemoryMarshal.GetReference(target);
        for (nint i = 0; i < stride; i += 4, row = ref Unsafe.Add(ref row, 4), to = ref Unsafe.Add(ref to, 4 * Lanes))
        {
            // Place q of a vector's quads is row 4q + (0 … 3): turned around, the rows stand in their order.
            T a = T.LoadQuads(in row, 4 * stride);
            T b = T.LoadQuads(in Unsafe.Add(ref row, stride), 4 * stride);
            T c = T.LoadQuads(in Unsafe.Add(ref row, 2 * stride), 4 * stride);
            T d = T.LoadQuads(in Unsafe.Add(ref row, 3 * stride), 4 * stride);
            T.TransposeQuads(ref a, ref b, ref c, ref d);
            T.Store(a, ref to);
            T.Store(b, ref Unsafe.Add(ref to, Lanes));
            T.Store(c, ref Unsafe.Add(ref to, 2 * Lanes));
            T.Store(d, ref Unsafe.Add(ref to, 3 * Lanes));
        }
    }

    /// <summary>One row.</summary>
    /// <param name="centers">e_i.</param>
    /// <param name="partners">f_s.</param>
    /// <param name="indices">k partners of each centre.</param>
    /// <param name="k">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double OfOne(ReadOnlySpan<float> centers, ReadOnlySpan<float> partners, ReadOnlySpan<int> indices, int k)
    {
        double sum = 0;
        ref float f = ref MemoryMarshal.GetReference(partners);
        for (int i = 0; i * k < indices.Length; i++)
        {
            ReadOnlySpan<int> mine = indices.Slice(i * k, k);
            double ofPartners = 0;
            for (int start = 0; start < k; start += Run)
            {
                float run = 0;
                foreach (int s in mine[start..Math.Min(start + Run, k)])
                    run += Unsafe.Add(ref f, s);
                ofPartners += run;
            }

            sum = Math.FusedMultiplyAdd(centers[i], ofPartners, sum);
        }

        return sum;
    }

    /// <summary>Sixteen rows, kernels side by side.</summary>
    internal static void OfSixteen(
        ReadOnlySpan<float> centers, ReadOnlySpan<float> partners, ReadOnlySpan<int> indices, int k, Span<double> sums) =>
        OfSixteen(Simd.Active, centers, partners, indices, k, sums);

    /// <summary>The same at a chosen width.</summary>
    internal static void OfSixteen(
        SimdWidth width, ReadOnlySpan<float> centers, ReadOnlySpan<float> partners, ReadOnlySpan<int> indices, int k, Span<double> sums)
    {
        switch (width)
        {
            case SimdWidth.Bits512:
                Body<Float512, Double512>(centers, partners, indices, k, sums);
                break;
            case SimdWidth.Bits256:
                Body<Twice<Float256>, TwiceDouble<Double256>>(centers, partners, indices, k, sums);
                break;
            case SimdWidth.Bits128:
                Body<Twice<Twice<Float128>>, TwiceDouble<TwiceDouble<Double128>>>(centers, partners, indices, k, sums);
                break;
            default:
                Reference(centers, partners, indices, k, sums);
                break;
        }
    }

    private static void Reference(
        ReadOnlySpan<float> centers, ReadOnlySpan<float> partners, ReadOnlySpan<int> indices, int k, Span<double> sums)
    {
        float[] e = new float[centers.Length / Lanes], f = new float[partners.Length / Lanes];
        for (int r = 0; r < Lanes; r++)
        {
            for (int i = 0; i < e.Length; i++)
                e[i] = centers[i * Lanes + r];
            for (int s = 0; s < f.Length; s++)
                f[s] = partners[s * Lanes + r];
            sums[r] = OfOne(e, f, indices, k);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Body<TFloat, TDouble>(
        ReadOnlySpan<float> centers, ReadOnlySpan<float> partners, ReadOnlySpan<int> indices, int k, Span<double> sums)
        where TFloat : struct, IFloatLanes<TFloat>
        where TDouble : struct, IDoubleLanes<TDouble>
    {
        const int Half = Lanes / 2;
        ref float e = ref MemoryMarshal.GetReference(centers);
        ref float f = ref MemoryMarshal.GetReference(partners);
        ref int index = ref MemoryMarshal.GetReference(indices);
        Span<float> run = stackalloc float[Lanes];
        ref float lanes = ref MemoryMarshal.GetReference(run);
        TDouble lower = TDouble.Broadcast(0), upper = lower;
        for (nint first = 0; first < indices.Length; first += k, e = ref Unsafe.Add(ref e, Lanes))
        {
            TDouble partnersLower = TDouble.Broadcast(0), partnersUpper = partnersLower;
            for (nint start = 0; start < k; start += Run)
            {
                nint end = Math.Min(start + Run, k);
                TFloat sum = TFloat.Broadcast(0);
                for (nint s = start; s < end; s++)
                    sum = TFloat.Add(sum, TFloat.Load(in Unsafe.Add(ref f, (nint)Unsafe.Add(ref index, first + s) * Lanes)));
                TFloat.Store(sum, ref lanes);
                partnersLower = TDouble.Add(partnersLower, TDouble.LoadFloats(in lanes));
                partnersUpper = TDouble.Add(partnersUpper, TDouble.LoadFloats(in Unsafe.Add(ref lanes, Half)));
            }

            lower = TDouble.FusedMultiplyAdd(TDouble.LoadFloats(in e), partnersLower, lower);
            upper = TDouble.FusedMultiplyAdd(TDouble.LoadFloats(in Unsafe.Add(ref e, Half)), partnersUpper, upper);
        }

        TDouble.Store(lower, ref MemoryMarshal.GetReference(sums));
        TDouble.Store(upper, ref MemoryMarshal.GetReference(sums[Half..]));
    }
}
