using System.Security.Cryptography;
using Google.Protobuf;
using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx;

/// <summary>The SHA-256 at the end of a file: its last 64 bytes are the digest, in hexadecimal, of all bytes before them.</summary>
/// <remarks>Those 64 bytes are the value of the last metadata entry, so the file stays an ordinary ONNX file.</remarks>
internal static class ContentDigest
{
    /// <summary>Length of the digest in bytes of the file.</summary>
    internal const int Length = 64;

    /// <summary>The last metadata entry as it is encoded, without the digest itself.</summary>
    internal static byte[] EncodedEntry()
    {
        var entry = new StringStringEntryProto { Key = MetadataKeys.Sha256, Value = new string('0', Length) };
        return new ModelProto { MetadataProps = { entry } }.ToByteArray()[..^Length];
    }

    /// <summary>The digest of everything but the last 64 bytes.</summary>
    internal static string Compute(ReadOnlySpan<byte> file) => Convert.ToHexStringLower(SHA256.HashData(file[..^Length]));
}
