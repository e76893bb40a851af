using System.Buffers.Binary;
using System.IO.Compression;
using OcDtd.Fast.Data.Files;
using OcDtd.Fast.Data.Npy;

namespace OcDtd.Fast.Data;

/// <summary>
/// Reads IDX files of unsigned bytes, the format of MNIST, gzipped or not (their first bytes tell). Stateless: any thread may call it.
/// </summary>
public static class IdxReader
{
    private const byte UnsignedByte = 0x08;

    /// <summary>Reads rows of features: two or more axes, the first of which is rows.</summary>
    /// <param name="path">A file under any name.</param>
    /// <param name="cancellationToken">Ends a long read early.</param>
    /// <returns>Values divided by 255; (n, rows, columns) gives the image shape rows, columns, 1. The caller disposes it.</returns>
    /// <exception cref="DataException">
    /// The file is missing or unreadable; magic, type or number of axes are others; data are cut short or too long; gzip is damaged.
    /// </exception>
    public static DataTable Read(string path, CancellationToken cancellationToken = default)
    {
        using FileStream stream = InputFile.Open(path);
        return Read(stream, path, cancellationToken);
    }

    /// <summary>Reads the same from a stream, e.g. an embedded resource.</summary>
    /// <param name="stream">Seekable, at the first byte; read to its end, not disposed.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="cancellationToken">Ends a long read early.</param>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="DataException">As for files.</exception>
    public static DataTable Read(Stream stream, string name, CancellationToken cancellationToken = default)
    {
        using ByteSource source = Unpack(stream, name);
        long[] axes = ReadAxes(source);
        TableShape shape = TableShape.Of(axes, name);
        float[] values = FloatPayload.Read(source, shape.ValueCount, NpyType.UInt8, Claim(axes), static _ => default, cancellationToken);
        return new DataTable(name, shape, values);
    }

    /// <summary>Reads labels: one axis of unsigned bytes.</summary>
    /// <param name="path">A file under any name.</param>
    /// <returns>The labels in order, at least one, each 0 to 255.</returns>
    /// <exception cref="DataException">As for <see cref="Read(string, CancellationToken)"/>.</exception>
    public static int[] ReadLabels(string path)
    {
        using FileStream stream = InputFile.Open(path);
        return ReadLabels(stream, path);
    }

    /// <summary>Reads the same from a stream, e.g. an embedded resource.</summary>
    /// <param name="stream">Seekable, at the first byte; read to its end, not disposed.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="DataException">As for files.</exception>
    public static int[] ReadLabels(Stream stream, string name)
    {
        using ByteSource source = Unpack(stream, name);
        long[] axes = ReadAxes(source);
        byte[] bytes = source.ReadRest(TableShape.LengthOf(axes, name), Claim(axes));
        return Array.ConvertAll(bytes, static label => (int)label);
    }

    private static ByteSource Unpack(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
            throw new ArgumentException("The stream cannot seek; expected a file, memory or an embedded resource.", nameof(stream));

        long start = stream.Position;
        bool packed = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
        stream.Position = start;
        return packed
            ? new ByteSource(new GZipStream(new EndMarkedStream(stream), CompressionMode.Decompress), name, ownsStream: true)
            : new ByteSource(stream, name, ownsStream: false);
    }

    // Magic: two zero bytes, the element type, the number of axes; then each axis as a big-endian 32-bit number.
    private static long[] ReadAxes(ByteSource source)
    {
        Span<byte> magic = stackalloc byte[4];
        source.ReadExactly(magic, "the IDX magic");
        if (magic is not [0, 0, _, > 0])
        {
            string found = Convert.ToHexString(magic);
            throw new DataException($"{source.Name}: starts with bytes {found}; expected IDX magic 000008 and a number of axes.");
        }

        if (magic[2] != UnsignedByte)
            throw new DataException($"{source.Name}: IDX element type 0x{magic[2]:X2}; expected 0x08, unsigned bytes.");

        Span<byte> bytes = stackalloc byte[4 * magic[3]];
        source.ReadExactly(bytes, "the IDX axes");
        long[] axes = new long[magic[3]];
        for (int i = 0; i < axes.Length; i++)
            axes[i] = BinaryPrimitives.ReadUInt32BigEndian(bytes[(4 * i)..]);
        return axes;
    }

    private static string Claim(long[] axes) => $"the header claims shape {TableShape.Text(axes)} of bytes";
}
