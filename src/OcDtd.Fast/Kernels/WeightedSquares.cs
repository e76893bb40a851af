using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>
/// Weighted squared differences of a few rows to all support vectors, feature by feature: sums_rj += Σ_i w_ri (x_rj − u_ij)². What
/// redistributes scores where nearly every support vector matters; <see cref="Relevance"/> does it for a chosen few.
/// </summary>
/// <remarks>
/// <para>Layout: row-major vectors, one lane one feature; weights w_ri ≥ 0 are rounded to float32 by whoever passes them. A lane needs no
/// other, so vectors are as wide as the processor's and not always 16 lanes.</para>
/// <para>Order: support vectors in order, in blocks of <see cref="VectorBlock"/>. In a block float32: t = x − u, then w·t, then one fused
/// multiply-add with t; block sums are added up in double. So a feature's sum depends on that row alone, and rows of weights and rows of
/// vectors may be cut at multiples of <see cref="VectorBlock"/>.</para>
/// <para>Accuracy: no term is negative and nothing cancels; the relative error of what is added is under 260·2⁻²⁴ = 1.55e-5 whatever the
/// number of support vectors: a difference is rounded once, twice that in its square, its product with the weight once, each of 256
/// additions once; the rest covers products of roundings and the sums in double. Found: 16·2⁻²⁴ over 256 random support vectors, 4·2⁻²⁴
/// over 5,958; 33·2⁻²⁴ where all terms are equal; nearly all of it for small terms after a large one.</para>
/// <para>Speed: two operations a term (w·t and the multiply-add) share the multiply-add units, the subtraction has units of its own. Four
/// rows on three vectors at 512 bits: twelve sums, the rows and what is in flight fill 30 of 32 registers (16 rows × 5,958 × 611:
/// 62 µs a row, 88 % of the limit). Sums of products with u and u² would take the same two operations, and cancel. Narrower vectors have
/// 16 registers: two rows on three vectors, 86 % (four rows on two, the rows read from the cache, took 1.15 times as long). One row alone
/// is bound by reading the vectors.</para>
/// <para>A weight of 0 adds nothing to a finite difference. NaN in a row gives NaN in that feature. A product beyond 3e38 is +∞, one below
/// 1e-38 loses digits.</para>
/// </remarks>
internal static class WeightedSquares
{
    /// <summary>Support vectors added up in float32 before the sum goes to double.</summary>
    internal const int VectorBlock = 256;

    /// <summary>What is added may be off by this, relative to itself, where no product leaves float's range.</summary>
    internal const double RelativeError = (VectorBlock + 4) / (double)(1 << 24);

    /// <summary>Rows that share what is loaded; where fewer are left the last is repeated and its copies are dropped.</summary>
    private const int Group = 4;

    /// <summary>Vectors side by side where there are several rows.</summary>
    private const int Abreast = 3;

    /// <summary>Vectors side by side where there is one row: eight streams of a cache line each (four took 1.3 times as long).</summary>
    private const int Alone = 8;

    /// <summary>
    /// Adds to <paramref name="sums"/>, rows.Count × d. <paramref name="vectors"/> is m × d, contiguous; w_ri is at r·weightStride + i of
    /// <paramref name="weights"/>.
    /// </summary>
    internal static void Add(RowTile rows, ReadOnlySpan<float> weights, int weightStride, ReadOnlySpan<float> vectors, Span<double> sums) =>
        Add(Simd.Active, rows, weights, weightStride, vectors, sums);

    /// <summary>The same at a chosen width.</summary>
    internal static void Add(
        SimdWidth width, RowTile rows, ReadOnlySpan<float> weights, int weightStride, ReadOnlySpan<float> vectors, Span<double> sums)
    {
        int features = rows.FeatureCount;
        int count = vectors.Length / features;
        sums = sums[..(rows.Count * features)];
        ref float w = ref MemoryMarshal.GetReference(weights[..((rows.Count - 1) * weightStride + count)]);
        ref float u = ref MemoryMarshal.GetReference(vectors);
        for (int start = 0; start < count; start += VectorBlock)
        {
            ref float first = ref Unsafe.Add(ref u, start * features);
            int many = Math.Min(VectorBlock, count - start);
            var block = new Block(rows, ref Unsafe.Add(ref w, start), weightStride, ref first, many, features);
            switch (width)
            {
                case SimdWidth.Bits512: Body<Float512>(block, sums); break;
                case SimdWidth.Bits256: Body<Float256>(block, sums); break;
                case SimdWidth.Bits128: Body<Float128>(block, sums); break;
                default: Reference(block, sums); break;
            }
        }
    }

    /// <summary>Plain loops; the bits every vector body must give.</summary>
    private static void Reference(Block block, Span<double> sums)
    {
        for (int r = 0; r < block.Rows.Count; r++)
        {
            ReadOnlySpan<float> x = block.Rows.Row(r);
            for (int j = 0; j < x.Length; j++)
            {
                float sum = 0;
                for (int i = 0; i < block.Count; i++)
                {
                    float difference = x[j] - Unsafe.Add(ref block.Vectors, i * block.Stride + j);
                    sum = MathF.FusedMultiplyAdd(difference * Unsafe.Add(ref block.Weights(r), i), difference, sum);
                }

                sums[r * x.Length + j] += sum;
            }
        }
    }

    private static void Body<T>(Block block, Span<double> sums)
        where T : struct, IFloatLanes<T>
    {
        int features = block.Rows.FeatureCount;
        if (features < T.Count)
        {
            Narrow<T>(block, sums);
            return;
        }

        int wide = T.Count * (block.Rows.Count == 1 && Alone * T.Count <= features ? Alone : Abreast);
        int j = 0;
        for (; j + wide <= features; j += wide)
            Strip<T>(block, j, wide, done: 0, sums);

        // What is left over is narrower than that: a strip that ends with the last feature and does some features again, in vain.
        if (j + T.Count < features && wide <= features)
        {
            Strip<T>(block, features - wide, wide, done: j - (features - wide), sums);
            return;
        }

        for (; j + T.Count <= features; j += T.Count)
            Strip<T>(block, j, T.Count, done: 0, sums);
        if (j < features)
            Strip<T>(block, features - T.Count, T.Count, done: j - (features - T.Count), sums);
    }

    /// <summary>All rows on <paramref name="lanes"/> features from j on; the first <paramref name="done"/> have been added.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Strip<T>(Block block, int j, int lanes, int done, Span<double> sums)
        where T : struct, IFloatLanes<T>
    {
        int features = block.Rows.FeatureCount;
        Span<float> added = stackalloc float[Group * Abreast * T.Count];
        for (int r = 0; r < block.Rows.Count; r += Group)
        {
            int count = Math.Min(Group, block.Rows.Count - r);
            if (lanes == T.Count)
                FourRows<T>(block, r, j, added);
            else if (lanes == Alone * T.Count)
                OneRow<T>(block, j, added);
            else if (count > 2 && typeof(T) == typeof(Float512))
                FourRowsThreeVectors<T>(block, r, j, added);
            else
                InPairs<T>(block, r, count, j, added);

            for (int k = r; k < r + count; k++)
                Widen<T>(added.Slice((k - r) * lanes + done, lanes - done), sums.Slice(k * features + j + done, lanes - done));
        }
    }

    /// <summary>Up to four rows on three vectors, two at a time: what fits in 16 registers.</summary>
    private static void InPairs<T>(Block block, int r, int count, int j, Span<float> added)
        where T : struct, IFloatLanes<T>
    {
        for (int k = 0; k < count; k += 2)
            TwoRowsThreeVectors<T>(block, r + k, j, added[(k * Abreast * T.Count)..]);
    }

    /// <summary>
    /// Fewer features than lanes: copies with room for the lanes left over, which take the next support vector's features and are dropped.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Narrow<T>(Block block, Span<double> sums)
        where T : struct, IFloatLanes<T>
    {
        int features = block.Rows.FeatureCount;
        int length = block.Count * features;
        Span<float> added = stackalloc float[Group * T.Count];
        Span<float> x = stackalloc float[Group * T.Count];
        Span<float> u = stackalloc float[length + T.Count];
        MemoryMarshal.CreateReadOnlySpan(ref block.Vectors, length).CopyTo(u);
        for (int r = 0; r < block.Rows.Count; r += Group)
        {
            int count = Math.Min(Group, block.Rows.Count - r);
            for (int k = 0; k < count; k++)
                block.Rows.Row(r + k).CopyTo(x[(k * T.Count)..]);
            FourRows<T>(block.With(new RowTile(ref x[0], T.Count, count, T.Count), r, ref u[0]), 0, 0, added);
            for (int k = 0; k < count; k++)
                Widen<T>(added.Slice(k * T.Count, features), sums.Slice((r + k) * features, features));
        }
    }

    /// <summary>Adds a block's float sums to the double ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Widen<T>(ReadOnlySpan<float> added, Span<double> sums)
        where T : struct, IFloatLanes<T>
    {
        int j = 0;
        for (; j + T.Count <= added.Length; j += T.Count)
            T.AddTo(ref sums[j], T.Load(in added[j]));
        for (; j < added.Length; j++)
            sums[j] += added[j];
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FourRowsThreeVectors<T>(Block block, int r, int j, Span<float> added)
        where T : struct, IFloatLanes<T>
    {
        ref float u = ref Unsafe.Add(ref block.Vectors, j);
        nint step = block.Stride;
        ref float w0 = ref block.Weights(r);
        ref float w1 = ref block.Weights(r + 1);
        ref float w2 = ref block.Weights(r + 2);
        ref float w3 = ref block.Weights(r + 3);
        ref float row0 = ref Unsafe.Add(ref block.Row(r), j);
        ref float row1 = ref Unsafe.Add(ref block.Row(r + 1), j);
        ref float row2 = ref Unsafe.Add(ref block.Row(r + 2), j);
        ref float row3 = ref Unsafe.Add(ref block.Row(r + 3), j);
        T x00 = T.Load(in row0), x01 = T.Load(in Unsafe.Add(ref row0, T.Count)), x02 = T.Load(in Unsafe.Add(ref row0, 2 * T.Count));
        T x10 = T.Load(in row1), x11 = T.Load(in Unsafe.Add(ref row1, T.Count)), x12 = T.Load(in Unsafe.Add(ref row1, 2 * T.Count));
        T x20 = T.Load(in row2), x21 = T.Load(in Unsafe.Add(ref row2, T.Count)), x22 = T.Load(in Unsafe.Add(ref row2, 2 * T.Count));
        T x30 = T.Load(in row3), x31 = T.Load(in Unsafe.Add(ref row3, T.Count)), x32 = T.Load(in Unsafe.Add(ref row3, 2 * T.Count));
        T sum00 = T.Broadcast(0), sum01 = sum00, sum02 = sum00;
        T sum10 = sum00, sum11 = sum00, sum12 = sum00;
        T sum20 = sum00, sum21 = sum00, sum22 = sum00;
        T sum30 = sum00, sum31 = sum00, sum32 = sum00;
        int count = block.Count;
        for (int i = 0; i < count; i++)
        {
            T u0 = T.Load(in u);
            T u1 = T.Load(in Unsafe.Add(ref u, T.Count));
            T u2 = T.Load(in Unsafe.Add(ref u, 2 * T.Count));
            T weight = T.Broadcast(Unsafe.Add(ref w0, i));
            sum00 = AddSquare(weight, x00, u0, sum00);
            sum01 = AddSquare(weight, x01, u1, sum01);
            sum02 = AddSquare(weight, x02, u2, sum02);
            weight = T.Broadcast(Unsafe.Add(ref w1, i));
            sum10 = AddSquare(weight, x10, u0, sum10);
            sum11 = AddSquare(weight, x11, u1, sum11);
            sum12 = AddSquare(weight, x12, u2, sum12);
            weight = T.Broadcast(Unsafe.Add(ref w2, i));
            sum20 = AddSquare(weight, x20, u0, sum20);
            sum21 = AddSquare(weight, x21, u1, sum21);
            sum22 = AddSquare(weight, x22, u2, sum22);
            weight = T.Broadcast(Unsafe.Add(ref w3, i));
            sum30 = AddSquare(weight, x30, u0, sum30);
            sum31 = AddSquare(weight, x31, u1, sum31);
            sum32 = AddSquare(weight, x32, u2, sum32);
            u = ref Unsafe.Add(ref u, step);
        }

        ref float target = ref MemoryMarshal.GetReference(added);
        T.Store(sum00, ref target);
        T.Store(sum01, ref Unsafe.Add(ref target, T.Count));
        T.Store(sum02, ref Unsafe.Add(ref target, 2 * T.Count));
        T.Store(sum10, ref Unsafe.Add(ref target, 3 * T.Count));
        T.Store(sum11, ref Unsafe.Add(ref target, 4 * T.Count));
        T.Store(sum12, ref Unsafe.Add(ref target, 5 * T.Count));
        T.Store(sum20, ref Unsafe.Add(ref target, 6 * T.Count));
        T.Store(sum21, ref Unsafe.Add(ref target, 7 * T.Count));
        T.Store(sum22, ref Unsafe.Add(ref target, 8 * T.Count));
        T.Store(sum30, ref Unsafe.Add(ref target, 9 * T.Count));
        T.Store(sum31, ref Unsafe.Add(ref target, 10 * T.Count));
        T.Store(sum32, ref Unsafe.Add(ref target, 11 * T.Count));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void TwoRowsThreeVectors<T>(Block block, int r, int j, Span<float> added)
        where T : struct, IFloatLanes<T>
    {
        ref float u = ref Unsafe.Add(ref block.Vectors, j);
        nint step = block.Stride;
        ref float w0 = ref block.Weights(r);
        ref float w1 = ref block.Weights(r + 1);
        ref float row0 = ref Unsafe.Add(ref block.Row(r), j);
        ref float row1 = ref Unsafe.Add(ref block.Row(r + 1), j);
        T x00 = T.Load(in row0), x01 = T.Load(in Unsafe.Add(ref row0, T.Count)), x02 = T.Load(in Unsafe.Add(ref row0, 2 * T.Count));
        T x10 = T.Load(in row1), x11 = T.Load(in Unsafe.Add(ref row1, T.Count)), x12 = T.Load(in Unsafe.Add(ref row1, 2 * T.Count));
        T sum00 = T.Broadcast(0), sum01 = sum00, sum02 = sum00;
        T sum10 = sum00, sum11 = sum00, sum12 = sum00;
        int count = block.Count;
        for (int i = 0; i < count; i++)
        {
            T u0 = T.Load(in u);
            T u1 = T.Load(in Unsafe.Add(ref u, T.Count));
            T u2 = T.Load(in Unsafe.Add(ref u, 2 * T.Count));
            T weight = T.Broadcast(Unsafe.Add(ref w0, i));
            sum00 = AddSquare(weight, x00, u0, sum00);
            sum01 = AddSquare(weight, x01, u1, sum01);
            sum02 = AddSquare(weight, x02, u2, sum02);
            weight = T.Broadcast(Unsafe.Add(ref w1, i));
            sum10 = AddSquare(weight, x10, u0, sum10);
            sum11 = AddSquare(weight, x11, u1, sum11);
            sum12 = AddSquare(weight, x12, u2, sum12);
            u = ref Unsafe.Add(ref u, step);
        }

        ref float target = ref MemoryMarshal.GetReference(added);
        T.Store(sum00, ref target);
        T.Store(sum01, ref Unsafe.Add(ref target, T.Count));
        T.Store(sum02, ref Unsafe.Add(ref target, 2 * T.Count));
        T.Store(sum10, ref Unsafe.Add(ref target, 3 * T.Count));
        T.Store(sum11, ref Unsafe.Add(ref target, 4 * T.Count));
        T.Store(sum12, ref Unsafe.Add(ref target, 5 * T.Count));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FourRows<T>(Block block, int r, int j, Span<float> added)
        where T : struct, IFloatLanes<T>
    {
        ref float u = ref Unsafe.Add(ref block.Vectors, j);
        nint step = block.Stride;
        ref float w0 = ref block.Weights(r);
        ref float w1 = ref block.Weights(r + 1);
        ref float w2 = ref block.Weights(r + 2);
        ref float w3 = ref block.Weights(r + 3);
        ref float row0 = ref Unsafe.Add(ref block.Row(r), j);
        ref float row1 = ref Unsafe.Add(ref block.Row(r + 1), j);
        ref float row2 = ref Unsafe.Add(ref block.Row(r + 2), j);
        ref float row3 = ref Unsafe.Add(ref block.Row(r + 3), j);
        T x0 = T.Load(in row0);
        T x1 = T.Load(in row1);
        T x2 = T.Load(in row2);
        T x3 = T.Load(in row3);
        T sum0 = T.Broadcast(0);
        T sum1 = sum0;
        T sum2 = sum0;
        T sum3 = sum0;
        int count = block.Count;
        for (int i = 0; i < count; i++)
        {
            T uj = T.Load(in u);
            T weight = T.Broadcast(Unsafe.Add(ref w0, i));
            sum0 = AddSquare(weight, x0, uj, sum0);
            weight = T.Broadcast(Unsafe.Add(ref w1, i));
            sum1 = AddSquare(weight, x1, uj, sum1);
            weight = T.Broadcast(Unsafe.Add(ref w2, i));
            sum2 = AddSquare(weight, x2, uj, sum2);
            weight = T.Broadcast(Unsafe.Add(ref w3, i));
            sum3 = AddSquare(weight, x3, uj, sum3);
            u = ref Unsafe.Add(ref u, step);
        }

        ref float target = ref MemoryMarshal.GetReference(added);
        T.Store(sum0, ref target);
        T.Store(sum1, ref Unsafe.Add(ref target, T.Count));
        T.Store(sum2, ref Unsafe.Add(ref target, 2 * T.Count));
        T.Store(sum3, ref Unsafe.Add(ref target, 3 * T.Count));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<T>(Block block, int j, Span<float> added)
        where T : struct, IFloatLanes<T>
    {
        ref float u = ref Unsafe.Add(ref block.Vectors, j);
        nint step = block.Stride;
        ref float w = ref block.Weights(0);
        ref float row = ref Unsafe.Add(ref block.Row(0), j);
        T x0 = T.Load(in row), x1 = T.Load(in Unsafe.Add(ref row, T.Count));
        T x2 = T.Load(in Unsafe.Add(ref row, 2 * T.Count)), x3 = T.Load(in Unsafe.Add(ref row, 3 * T.Count));
        T x4 = T.Load(in Unsafe.Add(ref row, 4 * T.Count)), x5 = T.Load(in Unsafe.Add(ref row, 5 * T.Count));
        T x6 = T.Load(in Unsafe.Add(ref row, 6 * T.Count)), x7 = T.Load(in Unsafe.Add(ref row, 7 * T.Count));
        T sum0 = T.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0, sum4 = sum0, sum5 = sum0, sum6 = sum0, sum7 = sum0;
        int count = block.Count;
        for (int i = 0; i < count; i++)
        {
            T weight = T.Broadcast(Unsafe.Add(ref w, i));
            sum0 = AddSquare(weight, x0, T.Load(in u), sum0);
            sum1 = AddSquare(weight, x1, T.Load(in Unsafe.Add(ref u, T.Count)), sum1);
            sum2 = AddSquare(weight, x2, T.Load(in Unsafe.Add(ref u, 2 * T.Count)), sum2);
            sum3 = AddSquare(weight, x3, T.Load(in Unsafe.Add(ref u, 3 * T.Count)), sum3);
            sum4 = AddSquare(weight, x4, T.Load(in Unsafe.Add(ref u, 4 * T.Count)), sum4);
            sum5 = AddSquare(weight, x5, T.Load(in Unsafe.Add(ref u, 5 * T.Count)), sum5);
            sum6 = AddSquare(weight, x6, T.Load(in Unsafe.Add(ref u, 6 * T.Count)), sum6);
            sum7 = AddSquare(weight, x7, T.Load(in Unsafe.Add(ref u, 7 * T.Count)), sum7);
            u = ref Unsafe.Add(ref u, step);
        }

        ref float target = ref MemoryMarshal.GetReference(added);
        T.Store(sum0, ref target);
        T.Store(sum1, ref Unsafe.Add(ref target, T.Count));
        T.Store(sum2, ref Unsafe.Add(ref target, 2 * T.Count));
        T.Store(sum3, ref Unsafe.Add(ref target, 3 * T.Count));
        T.Store(sum4, ref Unsafe.Add(ref target, 4 * T.Count));
        T.Store(sum5, ref Unsafe.Add(ref target, 5 * T.Count));
        T.Store(sum6, ref Unsafe.Add(ref target, 6 * T.Count));
        T.Store(sum7, ref Unsafe.Add(ref target, 7 * T.Count));
    }

    /// <summary>sum + w·(x − u)²: the one place that says how.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T AddSquare<T>(T w, T x, T u, T sum)
        where T : struct, IFloatLanes<T>
    {
        T difference = T.Subtract(x, u);
        return T.FusedMultiplyAdd(T.Multiply(difference, w), difference, sum);
    }

    /// <summary>Some rows, a block of support vectors, and the weights they have for each other.</summary>
    private readonly ref struct Block
    {
        internal readonly ref float Vectors;
        private readonly ref float _weights;
        private readonly nint _weightStride;

        internal Block(RowTile rows, ref float weights, nint weightStride, ref float vectors, int count, nint stride)
        {
            Rows = rows;
            Vectors = ref vectors;
            Count = count;
            Stride = stride;
            _weights = ref weights;
            _weightStride = weightStride;
        }

        internal RowTile Rows { get; }

        /// <summary>Support vectors in it.</summary>
        internal int Count { get; }

        /// <summary>Floats from one support vector to the next.</summary>
        internal nint Stride { get; }

        /// <summary>Row <paramref name="r"/>, or the last.</summary>
        internal ref float Row(int r) => ref Rows.Reference(Math.Min(r, Rows.Count - 1));

        /// <summary>The weights of row <paramref name="r"/>, or of the last.</summary>
        internal ref float Weights(int r) => ref Unsafe.Add(ref _weights, Math.Min(r, Rows.Count - 1) * _weightStride);

        /// <summary>The same weights from row <paramref name="r"/> on, for copies of rows and vectors.</summary>
        internal Block With(RowTile rows, int r, ref float vectors) => new(rows, ref Weights(r), _weightStride, ref vectors, Count, Stride);
    }
}
