using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Onnx;

/// <summary>Float32 numbers as files hold them, least significant byte first.</summary>
internal static class LittleEndianFloats
{
    // A span of bytes ends at 2 GB, and what was just read is still near when it is hashed.
    private const int Piece = 1 << 18;

    /// <summary>Writes all <paramref name="values"/>, at most 2 GB.</summary>
    internal static void Write(Stream stream, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        int[] turned = new int[values.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(values), turned);
        stream.Write(MemoryMarshal.AsBytes(turned.AsSpan()));
    }

    /// <summary>Fills <paramref name="values"/>; <paramref name="seen"/> gets every piece as it stands in the file.</summary>
    /// <exception cref="EndOfStreamException">The stream has fewer.</exception>
    internal static void Read(Stream stream, Span<float> values, Action<ReadOnlySpan<byte>> seen)
    {
        while (!values.IsEmpty)
        {
            Span<float> piece = values[..Math.Min(Piece, values.Length)];
            values = values[piece.Length..];
            stream.ReadExactly(MemoryMarshal.AsBytes(piece));
            seen(MemoryMarshal.AsBytes(piece));
            Span<int> bits = MemoryMarshal.Cast<float, int>(piece);
            if (!BitConverter.IsLittleEndian)
                BinaryPrimitives.ReverseEndianness(bits, bits);
        }
    }
}
