namespace OcDtd.Fast.Data.Files;

/// <summary>
/// The bytes of a gzip file followed by a few that no gzip file could go on with.
/// </summary>
/// <remarks>
/// GZipStream takes a missing checksum, and even missing last bits, for the end of the data. After a whole file it passes over the
/// marker; in a file cut short the marker stands where data, checksum or length should be and is refused. No length below
/// 0xFF000000 bytes, more than an array holds, ends with the marker's byte, and no block of deflate begins with it.
/// </remarks>
internal sealed class EndMarkedStream(Stream inner) : ForwardStream
{
    private const byte Marker = 0xFF;
    private const int MarkerLength = 64;

    private int _markersLeft = MarkerLength;

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        if (read > 0 || buffer.IsEmpty)
            return read;
        int markers = Math.Min(_markersLeft, buffer.Length);
        buffer[..markers].Fill(Marker);
        _markersLeft -= markers;
        return markers;
    }
}
