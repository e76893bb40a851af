using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Squared distances of one row to four others, in double, all widened beforehand: for many rows and many others.</summary>
/// <remarks>
/// The bits of <see cref="PairDistance"/>: feature j in sum j mod 32, added up in the same tree; the zeros that rows are filled up with add nothing.
/// Widening is what that kernel takes longest for: done once a row, a distance costs a fifth (784 features, 512 bits, 64 rows at a time). NaN in, NaN out.
/// </remarks>
internal static class WidenedDistances
{
    /// <summary>Others at a time.</summary>
    internal const int Group = 4;

    private const int Lanes = 8;
    private const int Stride = 4 * Lanes;

    /// <summary>Features rounded up to what is added up side by side: the length of a widened row.</summary>
    internal static int Padded(int features) => checked(features + Stride - 1) / Stride * Stride;

    /// <summary>Widens a row and fills it up with zeros.</summary>
    internal static void Widen(ReadOnlySpan<float> row, Span<double> target)
    {
        TensorPrimitives.ConvertTruncating(row, target); // exact
        target[row.Length..].Clear();
    }

    /// <summary>‖x − u‖² for four widened rows that follow each other.</summary>
    internal static void Compute(ReadOnlySpan<double> x, ReadOnlySpan<double> four, Span<double> distances) =>
        Compute(Simd.Active, x, four, distances);

    /// <summary>The same at a chosen width.</summary>
    internal static void Compute(SimdWidth width, ReadOnlySpan<double> x, ReadOnlySpan<double> four, Span<double> distances)
    {
        four = four[..(Group * x.Length)];
        distances = distances[..Group];
        switch (width)
        {
            case SimdWidth.Bits512: Body<Double512>(x, four, distances); break;
            case SimdWidth.Bits256: Body<TwiceDouble<Double256>>(x, four, distances); break;
            case SimdWidth.Bits128: Body<TwiceDouble<TwiceDouble<Double128>>>(x, four, distances); break;
            default: Reference(x, four, distances); break;
        }
    }

    private static void Reference(ReadOnlySpan<double> x, ReadOnlySpan<double> four, Span<double> distances)
    {
        Span<double> sums = stackalloc double[Stride], merged = stackalloc double[Lanes];
        for (int i = 0; i < Group; i++)
        {
            sums.Clear();
            for (int j = 0; j < x.Length; j++)
            {
                double difference = x[j] - four[i * x.Length + j];
                sums[j % Stride] = Math.FusedMultiplyAdd(difference, difference, sums[j % Stride]);
            }

            for (int lane = 0; lane < Lanes; lane++)
                merged[lane] = (sums[lane] + sums[Lanes + lane]) + (sums[2 * Lanes + lane] + sums[3 * Lanes + lane]);
            distances[i] = LaneTree.Sum(merged);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Body<T>(ReadOnlySpan<double> x, ReadOnlySpan<double> four, Span<double> distances)
        where T : struct, IDoubleLanes<T>
    {
        T a0 = T.Broadcast(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        T c0 = a0, c1 = a0, c2 = a0, c3 = a0, d0 = a0, d1 = a0, d2 = a0, d3 = a0;
        nint length = x.Length;
        ref double left = ref MemoryMarshal.GetReference(x);
        ref double right = ref MemoryMarshal.GetReference(four);
        for (nint j = 0; j < length; j += Stride)
        {
            AddSquares(ref Unsafe.Add(ref left, j), ref Unsafe.Add(ref right, j), length, ref a0, ref b0, ref c0, ref d0);
            AddSquares(ref Unsafe.Add(ref left, j + Lanes), ref Unsafe.Add(ref right, j + Lanes), length, ref a1, ref b1, ref c1, ref d1);
            AddSquares(ref Unsafe.Add(ref left, j + 2 * Lanes), ref Unsafe.Add(ref right, j + 2 * Lanes), length, ref a2, ref b2, ref c2, ref d2);
            AddSquares(ref Unsafe.Add(ref left, j + 3 * Lanes), ref Unsafe.Add(ref right, j + 3 * Lanes), length, ref a3, ref b3, ref c3, ref d3);
        }

        distances[0] = T.Sum(T.Add(T.Add(a0, a1), T.Add(a2, a3)));
        distances[1] = T.Sum(T.Add(T.Add(b0, b1), T.Add(b2, b3)));
        distances[2] = T.Sum(T.Add(T.Add(c0, c1), T.Add(c2, c3)));
        distances[3] = T.Sum(T.Add(T.Add(d0, d1), T.Add(d2, d3)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void AddSquares(ref double x, ref double u, nint length, ref T a, ref T b, ref T c, ref T d)
        {
            T row = T.Load(in x);
            T difference = T.Subtract(row, T.Load(in u));
            a = T.FusedMultiplyAdd(difference, difference, a);
            difference = T.Subtract(row, T.Load(in Unsafe.Add(ref u, length)));
            b = T.FusedMultiplyAdd(difference, difference, b);
            difference = T.Subtract(row, T.Load(in Unsafe.Add(ref u, 2 * length)));
            c = T.FusedMultiplyAdd(difference, difference, c);
            difference = T.Subtract(row, T.Load(in Unsafe.Add(ref u, 3 * length)));
            d = T.FusedMultiplyAdd(difference, difference, d);
        }
    }
}
