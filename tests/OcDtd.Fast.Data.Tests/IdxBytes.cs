using System.Buffers.Binary;
using System.IO.Compression;

namespace OcDtd.Fast.Data.Tests;

/// <summary>Puts IDX files together byte by byte, also wrong ones.</summary>
internal static class IdxBytes
{
    internal static byte[] Of(ReadOnlySpan<uint> axes, ReadOnlySpan<byte> values, byte type = 8)
    {
        byte[] header = new byte[4 + (4 * axes.Length)];
        (header[2], header[3]) = (type, (byte)axes.Length);
        for (int i = 0; i < axes.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 + (4 * i)), axes[i]);
        return [.. header, .. values];
    }

    internal static byte[] GZip(ReadOnlySpan<byte> bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
