using OcDtd.Fast.Data.Files;
using OcDtd.Fast.Data.Npy;

namespace OcDtd.Fast.Data;

/// <summary>
/// Reads NumPy's .npy files: format versions 1.0, 2.0 and 3.0, little-endian, C or Fortran order. Stateless: any thread may call it.
/// </summary>
public static class NpyReader
{
    /// <summary>
    /// Reads rows of features from an array of two or more axes: the first is rows, the others are flattened in C order.
    /// </summary>
    /// <param name="path">A file of <c>&lt;f4</c>, <c>&lt;f8</c> or <c>|u1</c>.</param>
    /// <param name="cancellationToken">Ends a long read early.</param>
    /// <returns>
    /// A table that the caller disposes. <c>|u1</c> is divided by 255, <c>&lt;f8</c> rounded to float32. C-order <c>&lt;f4</c> is mapped
    /// into memory and used in place. Three and four axes, (n, H, W) and (n, H, W, C), give the image shape.
    /// </returns>
    /// <exception cref="DataException">
    /// The file is missing or unreadable; header, element type or shape are not as above; data are cut short or too long; a value is
    /// NaN, infinite or beyond float32 (row and column are named, from 1).
    /// </exception>
    public static DataTable Read(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = InputFile.Open(path);
        using var source = new ByteSource(stream, path, ownsStream: false);
        NpyHeader header = ReadTableHeader(source, out TableShape shape);

        // A hand-made header may leave the floats at an odd address, which not every processor reads: those are copied.
        bool inPlace = header.Type == NpyType.Float32 && !header.FortranOrder && source.KnowsLength && source.Position % sizeof(float) == 0;
        return inPlace ? Map(stream, source, header, shape, cancellationToken) : Copy(source, header, shape, cancellationToken);
    }

    /// <summary>Reads the same from a stream, e.g. an entry of an archive; always into memory.</summary>
    /// <param name="stream">At the array's first byte; read to its end, not disposed. Need not be seekable.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="cancellationToken">Ends a long read early.</param>
    /// <exception cref="DataException">As for files.</exception>
    public static DataTable Read(Stream stream, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var source = new ByteSource(stream, name, ownsStream: false);
        NpyHeader header = ReadTableHeader(source, out TableShape shape);
        return Copy(source, header, shape, cancellationToken);
    }

    /// <summary>Reads whole numbers from an array of shape (n,), (n, 1) or (1, n).</summary>
    /// <param name="path">A file of bool, signed or unsigned integers of 1 to 8 bytes, or floats that are whole.</param>
    /// <returns>The labels in order, at least one; unscaled, false and true are 0 and 1.</returns>
    /// <exception cref="DataException">
    /// The file is missing, damaged, of another shape or type, or a value is no whole number in an int's range.
    /// </exception>
    public static int[] ReadLabels(string path)
    {
        using var source = ByteSource.Open(path);
        return ReadLabels(source);
    }

    /// <summary>Reads the same from a stream.</summary>
    /// <param name="stream">At the array's first byte; read to its end, not disposed. Need not be seekable.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DataException">As for files.</exception>
    public static int[] ReadLabels(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var source = new ByteSource(stream, name, ownsStream: false);
        return ReadLabels(source);
    }

    /// <summary>Reads floats, without loss, from an array of shape (n,), (n, 1) or (1, n).</summary>
    /// <param name="path">A file of <c>&lt;f4</c> or <c>&lt;f8</c>.</param>
    /// <returns>The values in order, at least one, all finite.</returns>
    /// <exception cref="DataException">The file is missing, damaged, of another shape or type, or a value is NaN or infinite.</exception>
    public static double[] ReadVector(string path)
    {
        using var source = ByteSource.Open(path);
        NpyHeader header = NpyHeader.Read(source);
        if (header.Type.Kind != 'f')
            throw WrongType(source, header, "<f4 or <f8");

        byte[] bytes = ReadList(source, header);
        double[] values = new double[bytes.Length / header.Type.Size];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = header.Type.ReadFloat(bytes.AsSpan(i * header.Type.Size));
            if (!double.IsFinite(values[i]))
                throw FiniteCheck.Error(Place.Row(source.Name, i + 1), values[i]);
        }

        return values;
    }

    private static int[] ReadLabels(ByteSource source)
    {
        NpyHeader header = NpyHeader.Read(source);
        byte[] bytes = ReadList(source, header);
        int[] labels = new int[bytes.Length / header.Type.Size];
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<byte> element = bytes.AsSpan(i * header.Type.Size);
            labels[i] = header.Type.Kind == 'f'
                ? Labels.From(header.Type.ReadFloat(element), source.Name, i + 1)
                : Labels.From(header.Type.ReadInteger(element), source.Name, i + 1);
        }

        return labels;
    }

    private static byte[] ReadList(ByteSource source, NpyHeader header)
    {
        long count = TableShape.LengthOf(header.Axes, source.Name);
        return source.ReadRest(count * header.Type.Size, header.Claim);
    }

    private static NpyHeader ReadTableHeader(ByteSource source, out TableShape shape)
    {
        NpyHeader header = NpyHeader.Read(source);
        if (header.Type != NpyType.UInt8 && header.Type.Kind != 'f')
            throw WrongType(source, header, "<f4, <f8 or |u1");
        shape = TableShape.Of(header.Axes, source.Name);
        return header;
    }

    private static DataTable Map(
        FileStream stream, ByteSource source, NpyHeader header, TableShape shape, CancellationToken cancellationToken)
    {
        source.RequireRest(shape.ValueCount * sizeof(float), header.Claim);
        var table = new DataTable(source.Name, shape, MapFile(stream, source));
        try
        {
            table.RequireFinite(cancellationToken);
            return table;
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    private static MappedFloats MapFile(FileStream stream, ByteSource source)
    {
        try
        {
            return new MappedFloats(stream, source.Position);
        }
        catch (Exception e) when (InputFile.IsFileError(e))
        {
            throw InputFile.Error(source.Name, e, "mapped");
        }
    }

    private static DataTable Copy(ByteSource source, NpyHeader header, TableShape shape, CancellationToken cancellationToken)
    {
        var order = new AxisOrder(header, shape);
        float[] values = FloatPayload.Read(source, shape.ValueCount, header.Type, header.Claim, order.Of, cancellationToken);
        return new DataTable(source.Name, shape, order.IsTransposed ? order.ToRows(values) : values);
    }

    private static DataException WrongType(ByteSource source, NpyHeader header, string expected) =>
        new($"{source.Name}: element type {header.Type}; expected {expected}.");
}
