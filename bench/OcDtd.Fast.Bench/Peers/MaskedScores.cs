using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OcDtd.Fast.Bench.Peers;

/// <summary>A pixel-flipping curve by scoring all its masks anew, which is what a program does that has no curve of its own.</summary>
/// <remarks>
/// A masked feature adds nothing to any distance, so a mask is a row s of 0 and 1 and d²_i = Σ_j s_j (x_j − u_ij)². In float32, vectors
/// of 512 bits along the features (TensorPrimitives where there are none), on one thread. One by one: every mask goes through all
/// support vectors, differences and all. As a batch: the squares (x − u)² of 32 support vectors are taken once, to stay in the second
/// cache, and multiplied with the masks, four by four: a matrix product of the masks with the squares, sixteen sums in registers.
/// </remarks>
internal sealed class MaskedScores(float[] supportVectors, int count, int features, float gamma)
{
    private const int Tile = 4;
    private const int Block = 32;
    private readonly float[] _h = new float[count];

    /// <summary>Rows of 0 and 1: row k leaves out the first k features of <paramref name="order"/>.</summary>
    internal static float[] Masks(ReadOnlySpan<int> order)
    {
        int d = order.Length;
        float[] masks = new float[(d + 1) * d];
        masks.AsSpan(0, d).Fill(1);
        for (int k = 0; k < d; k++)
        {
            masks.AsSpan(k * d, d).CopyTo(masks.AsSpan((k + 1) * d));
            masks[(k + 1) * d + order[k]] = 0;
        }

        return masks;
    }

    internal void OneByOne(ReadOnlySpan<float> x, ReadOnlySpan<float> masks, Span<float> curve)
    {
        float[] squares = new float[features];
        for (int k = 0; k < curve.Length; k++)
        {
            ReadOnlySpan<float> mask = masks.Slice(k * features, features);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<float> u = supportVectors.AsSpan(i * features, features);
                _h[i] = Vector512.IsHardwareAccelerated ? MaskedDistance(x, u, mask) : MaskedDistance(x, u, mask, squares);
            }

            curve[k] = Pool(_h);
        }
    }

    internal void Batch(ReadOnlySpan<float> x, ReadOnlySpan<float> masks, Span<float> curve)
    {
        float[] distances = new float[curve.Length * count], squares = new float[Block * features];
        for (int first = 0; first < count; first += Block)
        {
            int block = Math.Min(Block, count - first);
            for (int b = 0; b < block; b++)
                Square(x, supportVectors.AsSpan((first + b) * features, features), squares.AsSpan(b * features, features));
            MultiplyBlock(squares, block, masks, curve.Length, distances.AsSpan(first));
        }

        for (int k = 0; k < curve.Length; k++)
            curve[k] = Pool(distances.AsSpan(k * count, count));
    }

    private void MultiplyBlock(ReadOnlySpan<float> squares, int block, ReadOnlySpan<float> masks, int maskCount, Span<float> distances)
    {
        bool tiles = Vector512.IsHardwareAccelerated;
        int tiledMasks = tiles ? maskCount / Tile * Tile : 0, tiledSquares = tiles ? block / Tile * Tile : 0;
        for (int k = 0; k < tiledMasks; k += Tile)
        {
            for (int b = 0; b < tiledSquares; b += Tile)
                MultiplyTile(squares[(b * features)..], masks[(k * features)..], distances[(k * count + b)..]);
        }

        for (int k = 0; k < maskCount; k++)
        {
            for (int b = k < tiledMasks ? tiledSquares : 0; b < block; b++)
                distances[k * count + b] = TensorPrimitives.Dot(masks.Slice(k * features, features), squares.Slice(b * features, features));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float MaskedDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> u, ReadOnlySpan<float> mask)
    {
        ref float x0 = ref MemoryMarshal.GetReference(x), u0 = ref MemoryMarshal.GetReference(u), m0 = ref MemoryMarshal.GetReference(mask);
        Vector512<float> even = default, odd = default;
        int j = 0;
        for (; j <= x.Length - 32; j += 32)
        {
            Vector512<float> t = Vector512.LoadUnsafe(ref x0, (nuint)j) - Vector512.LoadUnsafe(ref u0, (nuint)j);
            even = Vector512.FusedMultiplyAdd(t * t, Vector512.LoadUnsafe(ref m0, (nuint)j), even);
            t = Vector512.LoadUnsafe(ref x0, (nuint)j + 16) - Vector512.LoadUnsafe(ref u0, (nuint)j + 16);
            odd = Vector512.FusedMultiplyAdd(t * t, Vector512.LoadUnsafe(ref m0, (nuint)j + 16), odd);
        }

        float sum = Vector512.Sum(even + odd); // four sums side by side were slower: 345 ms a curve against 265
        for (; j < x.Length; j++)
            sum += (x[j] - u[j]) * (x[j] - u[j]) * mask[j];
        return sum;
    }

    private static float MaskedDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> u, ReadOnlySpan<float> mask, Span<float> squares)
    {
        Square(x, u, squares);
        return TensorPrimitives.Dot(squares, mask);
    }

    /// <summary>distances[a·count + b] = mask a · squares b, a and b from 0 to 3.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void MultiplyTile(ReadOnlySpan<float> squares, ReadOnlySpan<float> masks, Span<float> distances)
    {
        ref float s0 = ref MemoryMarshal.GetReference(squares), m0 = ref MemoryMarshal.GetReference(masks);
        Vector512<float> a00 = default, a01 = default, a02 = default, a03 = default;
        Vector512<float> a10 = default, a11 = default, a12 = default, a13 = default;
        Vector512<float> a20 = default, a21 = default, a22 = default, a23 = default;
        Vector512<float> a30 = default, a31 = default, a32 = default, a33 = default;
        int d = features, j = 0;
        for (; j <= d - 16; j += 16)
        {
            Vector512<float> b0 = Vector512.LoadUnsafe(ref s0, (nuint)j), b1 = Vector512.LoadUnsafe(ref s0, (nuint)(d + j));
            Vector512<float> b2 = Vector512.LoadUnsafe(ref s0, (nuint)(2 * d + j)), b3 = Vector512.LoadUnsafe(ref s0, (nuint)(3 * d + j));
            Accumulate(Vector512.LoadUnsafe(ref m0, (nuint)j), b0, b1, b2, b3, ref a00, ref a01, ref a02, ref a03);
            Accumulate(Vector512.LoadUnsafe(ref m0, (nuint)(d + j)), b0, b1, b2, b3, ref a10, ref a11, ref a12, ref a13);
            Accumulate(Vector512.LoadUnsafe(ref m0, (nuint)(2 * d + j)), b0, b1, b2, b3, ref a20, ref a21, ref a22, ref a23);
            Accumulate(Vector512.LoadUnsafe(ref m0, (nuint)(3 * d + j)), b0, b1, b2, b3, ref a30, ref a31, ref a32, ref a33);
        }

        Store(distances, a00, a01, a02, a03);
        Store(distances[count..], a10, a11, a12, a13);
        Store(distances[(2 * count)..], a20, a21, a22, a23);
        Store(distances[(3 * count)..], a30, a31, a32, a33);
        for (; j < d; j++)
        {
            for (int a = 0; a < Tile; a++)
            {
                for (int b = 0; b < Tile; b++)
                    distances[a * count + b] += masks[a * d + j] * squares[b * d + j];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(
        Vector512<float> mask,
        Vector512<float> b0,
        Vector512<float> b1,
        Vector512<float> b2,
        Vector512<float> b3,
        ref Vector512<float> a0,
        ref Vector512<float> a1,
        ref Vector512<float> a2,
        ref Vector512<float> a3)
    {
        a0 = Vector512.FusedMultiplyAdd(mask, b0, a0);
        a1 = Vector512.FusedMultiplyAdd(mask, b1, a1);
        a2 = Vector512.FusedMultiplyAdd(mask, b2, a2);
        a3 = Vector512.FusedMultiplyAdd(mask, b3, a3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Span<float> to, Vector512<float> a0, Vector512<float> a1, Vector512<float> a2, Vector512<float> a3)
    {
        to[0] = Vector512.Sum(a0);
        to[1] = Vector512.Sum(a1);
        to[2] = Vector512.Sum(a2);
        to[3] = Vector512.Sum(a3);
    }

    private static void Square(ReadOnlySpan<float> x, ReadOnlySpan<float> u, Span<float> squares)
    {
        TensorPrimitives.Subtract(x, u, squares);
        TensorPrimitives.Multiply(squares, squares, squares);
    }

    /// <summary>−log mean exp(−γ d²), overwriting the distances.</summary>
    private float Pool(Span<float> h)
    {
        TensorPrimitives.Multiply(h, -gamma, h);
        float largest = TensorPrimitives.Max<float>(h);
        TensorPrimitives.Subtract(h, largest, h);
        TensorPrimitives.Exp<float>(h, h);
        return MathF.Log(count) - largest - MathF.Log(TensorPrimitives.Sum<float>(h));
    }
}
