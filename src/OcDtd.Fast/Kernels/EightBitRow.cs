using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OcDtd.Fast.Kernels;

/// <summary>
/// Recognises float32 rows that are 8-bit images, k/255 with k = 0 … 255, and writes them as <see cref="EightBitDots"/> reads them.
/// </summary>
/// <remarks>
/// <para>A value is taken if it equals one of the 256 quotients k/255 rounded to float32, which is what readers of 8-bit data make:
/// its neighbours a unit in the last place away, NaN and 256/255 are not; −0 equals 0.</para>
/// <para>Layout: the chosen features in order, four at a time, zeros where the last are fewer. On a path with four products a lane
/// an int32 holds k − 128 of the four as signed bytes, the first lowest; on the others two hold k₀ + 2¹⁶·k₂ and k₁ + 2¹⁶·k₃.</para>
/// <para>128 bits at every width: 611 of 784 features take 0.46 µs and all 784 take 0.30 µs, where their products take 15 µs and
/// more.</para>
/// </remarks>
internal static class EightBitRow
{
    /// <summary>Features converted at a time.</summary>
    private const int Block = 64;

    /// <summary>int32 numbers that a row of <paramref name="featureCount"/> chosen features takes.</summary>
    internal static int Length(int featureCount) => Length(EightBitPaths.Active, featureCount);

    /// <summary>The same on a chosen path.</summary>
    internal static int Length(EightBitPath path, int featureCount) => Quads(featureCount) * EightBitPaths.IntsPerQuad(path);

    /// <summary>Features rounded up to fours, in fours.</summary>
    internal static int Quads(int featureCount) => (featureCount + 3) / 4;

    /// <summary>
    /// Writes the <paramref name="features"/> (ascending, each once) of <paramref name="row"/> to the first
    /// <see cref="Length(int)"/> numbers of <paramref name="packed"/>, and Σ k² of them; false where one is no 8-bit value, and
    /// <paramref name="packed"/> is then anything.
    /// </summary>
    internal static bool TryWrite(ReadOnlySpan<float> row, ReadOnlySpan<int> features, Span<int> packed, out int squaredNorm) =>
        TryWrite(EightBitPaths.Active, row, features, packed, out squaredNorm);

    /// <summary>The same for a chosen path.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static bool TryWrite(
        EightBitPath path, ReadOnlySpan<float> row, ReadOnlySpan<int> features, Span<int> packed, out int squaredNorm)
    {
        int intsPerQuad = EightBitPaths.IntsPerQuad(path);
        packed = packed[..Length(path, features.Length)];
        Span<byte> bytes = stackalloc byte[Block];
        squaredNorm = 0;
        for (int start = 0; start < features.Length; start += Block)
        {
            if (!TryConvertBlock(row, features, start, bytes, ref squaredNorm))
                return false;
            int quads = Quads(Math.Min(Block, features.Length - start));
            Span<int> target = packed.Slice(start / 4 * intsPerQuad, quads * intsPerQuad);
            if (intsPerQuad == 1)
                WriteFours(bytes, target);
            else
                WritePairs(bytes, target);
        }

        return true;
    }

    /// <summary>The same as bytes k, one a feature.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static bool TryConvert(ReadOnlySpan<float> row, ReadOnlySpan<int> features, Span<byte> bytes, out int squaredNorm)
    {
        Span<byte> block = stackalloc byte[Block];
        squaredNorm = 0;
        for (int start = 0; start < features.Length; start += Block)
        {
            if (!TryConvertBlock(row, features, start, block, ref squaredNorm))
                return false;
            block[..Math.Min(Block, features.Length - start)].CopyTo(bytes[start..]);
        }

        return true;
    }

    /// <summary>Up to <see cref="Block"/> features from <paramref name="start"/> on; zeros where there are fewer.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static bool TryConvertBlock(
        ReadOnlySpan<float> row, ReadOnlySpan<int> features, int start, Span<byte> bytes, ref int squaredNorm)
    {
        int count = Math.Min(Block, features.Length - start);
        // Ascending, each once and as many as there are: all of them, and nothing to be gathered.
        bool all = features.Length == row.Length;
        if (all && count == Block)
            return TryConvertBlock(row.Slice(start, Block), bytes, ref squaredNorm);

        Span<float> values = stackalloc float[Block];
        values[count..].Clear();
        if (all)
        {
            row[start..].CopyTo(values);
        }
        else
        {
            ReadOnlySpan<int> chosen = features.Slice(start, count);
            for (int i = 0; i < chosen.Length; i++)
                values[i] = row[chosen[i]];
        }

        return TryConvertBlock(values, bytes, ref squaredNorm);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static bool TryConvertBlock(ReadOnlySpan<float> values, Span<byte> bytes, ref int squaredNorm)
    {
        ref float source = ref MemoryMarshal.GetReference(values);
        Vector128<int> equal = Vector128<int>.AllBitsSet, bits = default, squares = default;
        for (int i = 0; i < Block; i += 16)
        {
            Vector128<int> k0 = ToInt(ref Unsafe.Add(ref source, i), ref equal);
            Vector128<int> k1 = ToInt(ref Unsafe.Add(ref source, i + 4), ref equal);
            Vector128<int> k2 = ToInt(ref Unsafe.Add(ref source, i + 8), ref equal);
            Vector128<int> k3 = ToInt(ref Unsafe.Add(ref source, i + 12), ref equal);
            bits |= k0 | k1 | k2 | k3;
            squares += k0 * k0 + k1 * k1 + k2 * k2 + k3 * k3;
            Vector128.Narrow(Vector128.Narrow(k0, k1).AsUInt16(), Vector128.Narrow(k2, k3).AsUInt16())
                .StoreUnsafe(ref MemoryMarshal.GetReference(bytes), (nuint)i);
        }

        squaredNorm += Vector128.Sum(squares);
        return equal == Vector128<int>.AllBitsSet && (bits & Vector128.Create(~byte.MaxValue)) == Vector128<int>.Zero;
    }

    /// <summary>The integer k nearest to 255 times a value; <paramref name="equal"/> loses bits where k/255 is not the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> ToInt(ref float source, ref Vector128<int> equal)
    {
        // What is tested is the quotient: any way of finding k that is right for the 256 will do.
        Vector128<float> value = Vector128.LoadUnsafe(ref source);
        Vector128<int> k = Vector128.ConvertToInt32Native(value * 255f + Vector128.Create(0.5f));
        equal &= Vector128.Equals(Vector128.ConvertToSingle(k) / Vector128.Create(255f), value).AsInt32();
        return k;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void WriteFours(ReadOnlySpan<byte> bytes, Span<int> target)
    {
        ReadOnlySpan<int> fours = MemoryMarshal.Cast<byte, int>(bytes);
        for (int i = 0; i < target.Length && i < fours.Length; i++)
            target[i] = fours[i] ^ unchecked((int)0x80808080);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void WritePairs(ReadOnlySpan<byte> bytes, Span<int> target)
    {
        ReadOnlySpan<int> fours = MemoryMarshal.Cast<byte, int>(bytes);
        for (int i = 0; i < fours.Length && 2 * i + 1 < target.Length; i++)
        {
            target[2 * i] = fours[i] & 0x00FF00FF;
            target[2 * i + 1] = (fours[i] >>> 8) & 0x00FF00FF;
        }
    }
}
