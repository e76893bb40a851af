using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OcDtd.Fast.Kernels;

/// <summary>Recognises float32 rows that are 8-bit images, k/255 with k = 0 … 255, and writes them as <see cref="EightBitDots"/> reads them.</summary>
/// <remarks>
/// <para>A value is taken if it equals one of the 256 quotients k/255 rounded to float32, which is what readers of 8-bit data make:
/// its neighbours a unit in the last place away, NaN and 256/255 are not; −0 equals 0.</para>
/// <para>Layout: the chosen features in order, four at a time, zeros where the last are fewer. On a path with four products a lane
/// an int32 holds k − 128 of the four as signed bytes, the first lowest; on the others two hold k₀ + 2¹⁶·k₂ and k₁ + 2¹⁶·k₃.</para>
/// <para>128 bits at every width: division bounds it, and wider ones divide no faster. 611 of 784 features take 0.25 µs.</para>
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
    /// Writes the <paramref name="features"/> (ascending, each once) of <paramref name="row"/> to the first <see cref="Length(int)"/> numbers of
    /// <paramref name="packed"/>, and Σ k² of them; false where one is no 8-bit value, and <paramref name="packed"/> is then anything.
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
        Span<float> values = stackalloc float[Block];
        if (count < Block)
            values.Clear();
        if (features.Length == row.Length)
        {
            // Ascending, each once and as many as there are: all of them.
            row.Slice(start, count).CopyTo(values);
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
        Vector128<int> wrong = default, squares = default;
        for (int i = 0; i < Block; i += 16)
        {
            Vector128<int> k0 = ToInt(ref Unsafe.Add(ref source, i), ref wrong, ref squares);
            Vector128<int> k1 = ToInt(ref Unsafe.Add(ref source, i + 4), ref wrong, ref squares);
            Vector128<int> k2 = ToInt(ref Unsafe.Add(ref source, i + 8), ref wrong, ref squares);
            Vector128<int> k3 = ToInt(ref Unsafe.Add(ref source, i + 12), ref wrong, ref squares);
            Vector128.Narrow(Vector128.Narrow(k0, k1).AsUInt16(), Vector128.Narrow(k2, k3).AsUInt16())
                .StoreUnsafe(ref MemoryMarshal.GetReference(bytes), (nuint)i);
        }

        squaredNorm += Vector128.Sum(squares);
        return wrong == Vector128<int>.Zero;
    }

    /// <summary>The nearest k; <paramref name="wrong"/> gets a bit where k/255 is not the value or k is not 0 … 255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> ToInt(ref float source, ref Vector128<int> wrong, ref Vector128<int> squares)
    {
        // Not fused: what is tested is the quotient, and any way of finding k that is right for the 256 will do.
        Vector128<float> value = Vector128.LoadUnsafe(ref source);
        Vector128<int> k = Vector128.ConvertToInt32Native(value * 255f + Vector128.Create(0.5f));
        Vector128<int> equal = Vector128.Equals(Vector128.ConvertToSingle(k) / Vector128.Create(255f), value).AsInt32();
        wrong |= Vector128.OnesComplement(equal) | (k & Vector128.Create(~byte.MaxValue));
        squares += k * k;
        return k;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void WriteFours(ReadOnlySpan<byte> bytes, Span<int> target)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]) ^ unchecked((int)0x80808080);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void WritePairs(ReadOnlySpan<byte> bytes, Span<int> target)
    {
        for (int i = 0; i < target.Length; i += 2)
        {
            int four = BinaryPrimitives.ReadInt32LittleEndian(bytes[(2 * i)..]);
            target[i] = four & 0x00FF00FF;
            target[i + 1] = (four >>> 8) & 0x00FF00FF;
        }
    }
}
