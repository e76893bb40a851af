using System.IO.Hashing;

namespace OcDtd.Fast.Data.Files;

/// <summary>An entry of a zip archive, whose end is reached only if its checksum is the one the archive states.</summary>
/// <remarks>The class library unpacks such entries without looking at it, and a changed pixel is a pixel like any other.</remarks>
/// <param name="inner">The unpacked bytes; disposed with this stream.</param>
/// <param name="expected">CRC-32 as zip and gzip use it.</param>
internal sealed class ChecksummedStream(Stream inner, uint expected) : ForwardStream
{
    private readonly Crc32 _found = new();

    /// <exception cref="InvalidDataException">The end is reached and the checksum is another.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        _found.Append(buffer[..read]);
        return read > 0 || buffer.IsEmpty || _found.GetCurrentHashAsUInt32() == expected
            ? read
            : throw new InvalidDataException($"CRC-32 is {_found.GetCurrentHashAsUInt32():X8}; expected {expected:X8}.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
