namespace OcDtd.Fast.Data.Files;

/// <summary>An entry of a zip archive, whose end is reached only if its checksum is the one the archive states.</summary>
/// <remarks>The class library unpacks such entries without looking at it, and a changed pixel is a pixel like any other.</remarks>
/// <param name="inner">The unpacked bytes; disposed with this stream.</param>
/// <param name="expected">CRC-32 as zip and gzip use it.</param>
internal sealed class ChecksummedStream(Stream inner, uint expected) : ForwardStream
{
    private static readonly uint[] s_remainders = [.. Enumerable.Range(0, 256).Select(static value => Remainder((uint)value))];

    private uint _inverted = ~0u;

    /// <exception cref="InvalidDataException">The end is reached and the checksum is another.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        foreach (byte value in buffer[..read])
            _inverted = s_remainders[(byte)(_inverted ^ value)] ^ (_inverted >> 8);
        return read > 0 || buffer.IsEmpty || ~_inverted == expected
            ? read
            : throw new InvalidDataException($"CRC-32 is {~_inverted:X8}; expected {expected:X8}.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    // Of one byte, divided by the polynomial bit by bit, lowest first.
    private static uint Remainder(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value >> 1) ^ ((value & 1) * 0xEDB8_8320);
        return value;
    }
}
