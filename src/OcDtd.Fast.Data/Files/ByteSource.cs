using System.IO.Compression;

namespace OcDtd.Fast.Data.Files;

/// <summary>
/// Bytes from a file or stream that never trusts a claimed size: it compares the claim with the length where that is known, and
/// lets buffers grow only as bytes arrive where it is not (gzip, pipes).
/// </summary>
internal sealed class ByteSource : IDisposable
{
    private const int FirstStep = 1 << 20;

    private readonly Stream _stream;
    private readonly bool _ownsStream;
    private readonly bool _unpacked;
    private readonly long? _length;

    internal ByteSource(Stream stream, string name, bool ownsStream)
    {
        (_stream, Name, _ownsStream) = (stream, name, ownsStream);
        _unpacked = stream is GZipStream;
        _length = stream.CanSeek ? stream.Length - stream.Position : null;
    }

    internal string Name { get; }

    /// <summary>Bytes read so far.</summary>
    internal long Position { get; private set; }

    /// <summary>False where the length is not known in advance.</summary>
    internal bool KnowsLength => _length.HasValue;

    internal static ByteSource Open(string path) => new(InputFile.Open(path), path, ownsStream: true);

    public void Dispose()
    {
        if (_ownsStream)
            _stream.Dispose();
    }

    /// <summary>Fills <paramref name="destination"/> as far as there are bytes; less than its length means the end.</summary>
    internal int Read(Span<byte> destination)
    {
        try
        {
            int read = _stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
            Position += read;
            return read;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            // Also from a stream that the caller unpacks: an entry of an archive.
            string kind = _unpacked ? "gzip" : "packed";
            throw new DataException($"{Name}: {kind} data damaged or cut short after {Position} unpacked bytes; expected a whole file.", e);
        }
        catch (IOException e)
        {
            throw InputFile.Error(Name, e, "read");
        }
    }

    /// <summary>Fills <paramref name="destination"/> or throws, saying which part of the file is missing.</summary>
    internal void ReadExactly(Span<byte> destination, string part)
    {
        long start = Position;
        int read = Read(destination);
        if (read < destination.Length)
            throw SizeError($"{part} is cut short", destination.Length, start, $"{read}");
    }

    /// <summary>Where the length is known: throws unless exactly <paramref name="count"/> bytes are left.</summary>
    internal void RequireRest(long count, string claim)
    {
        if (_length is { } length && length - Position != count)
            throw SizeError(claim, count, Position, $"{length - Position}");
    }

    /// <summary>Reads the next part of a payload of <paramref name="total"/> bytes that starts at <paramref name="start"/>.</summary>
    internal void ReadPayload(Span<byte> destination, long start, long total, string claim)
    {
        if (Read(destination) < destination.Length)
            throw SizeError(claim, total, start, $"{Position - start}");
    }

    /// <summary>Throws if anything follows the payload; for gzip this also makes the checksum at the end be read.</summary>
    internal void RequireEnd(long start, string claim)
    {
        Span<byte> one = stackalloc byte[1];
        long total = Position - start;
        if (Read(one) != 0)
            throw SizeError(claim, total, start, "more");
    }

    /// <summary>All of a payload of bytes, to the end of the source. Where the length is not known the buffer grows with it.</summary>
    internal byte[] ReadRest(long count, string claim, CancellationToken cancellationToken = default)
    {
        RequireRest(count, claim);
        RequireAllocatable(count, "bytes", claim);
        long start = Position;
        byte[] bytes = new byte[KnowsLength ? count : Math.Min(count, FirstStep)];
        for (int done = 0; done < count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Grow(ref bytes, done + 1, count);
            ReadPayload(bytes.AsSpan(done), start, count, claim);
            done = bytes.Length;
        }

        RequireEnd(start, claim);
        return bytes;
    }

    /// <summary>Doubles a buffer, up to <paramref name="total"/>, if <paramref name="needed"/> elements do not fit.</summary>
    internal static void Grow<T>(ref T[] buffer, long needed, long total)
    {
        if (needed > buffer.Length)
            Array.Resize(ref buffer, (int)Math.Min(total, Math.Max(needed, 2L * buffer.Length)));
    }

    /// <summary>Throws where <paramref name="count"/> elements do not fit one array.</summary>
    internal void RequireAllocatable(long count, string what, string claim)
    {
        if (count > Array.MaxLength)
            throw new DataException($"{Name}: {claim}, that is {count} {what}; at most {Array.MaxLength} can be held in memory.");
    }

    private DataException SizeError(string claim, long expected, long offset, string found) =>
        new($"{Name}: {claim}: expected {expected} {(_unpacked ? "unpacked " : "")}bytes from offset {offset}, found {found}.");
}
