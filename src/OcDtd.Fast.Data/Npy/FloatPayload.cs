using System.Buffers;
using System.Runtime.InteropServices;
using OcDtd.Fast.Data.Files;

namespace OcDtd.Fast.Data.Npy;

/// <summary>Streams numbers from a source into float32, checking each value on the way.</summary>
internal static class FloatPayload
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>Reads <paramref name="count"/> values and requires that nothing follows them.</summary>
    /// <param name="source">At the first value.</param>
    /// <param name="count">How many values are claimed.</param>
    /// <param name="type"><c>|u1</c> (divided by 255), <c>&lt;f4</c> or <c>&lt;f8</c>.</param>
    /// <param name="claim">Who claims it, for messages.</param>
    /// <param name="placeOf">Row (from 0) and feature of the value at an index, for messages.</param>
    /// <param name="cancellationToken">Checked every 64 KiB.</param>
    internal static float[] Read(
        ByteSource source,
        long count,
        NpyType type,
        string claim,
        Func<long, (long Row, int Feature)> placeOf,
        CancellationToken cancellationToken)
    {
        long total = count * type.Size;
        if (!source.KnowsLength)
        {
            // The floats are allocated only once their bytes have really arrived.
            source = new ByteSource(new MemoryStream(source.ReadRest(total, claim, cancellationToken)), source.Name, ownsStream: true);
        }

        source.RequireRest(total, claim);
        source.RequireAllocatable(count, "values", claim);
        float[] values = GC.AllocateUninitializedArray<float>((int)count);
        ReadAll(source, values, type, claim, placeOf, cancellationToken);
        return values;
    }

    private static void ReadAll(
        ByteSource source,
        float[] values,
        NpyType type,
        string claim,
        Func<long, (long Row, int Feature)> placeOf,
        CancellationToken cancellationToken)
    {
        long start = source.Position;
        long total = (long)values.Length * type.Size;
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            for (int done = 0; done < values.Length;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int next = Math.Min(ChunkBytes / type.Size, values.Length - done);
                Span<byte> bytes = chunk.AsSpan(0, next * type.Size);
                source.ReadPayload(bytes, start, total, claim);
                Convert(bytes, values.AsSpan(done, next), type, source.Name, done, placeOf);
                done += next;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        source.RequireEnd(start, claim);
    }

    private static void Convert(
        ReadOnlySpan<byte> bytes, Span<float> values, NpyType type, string source, long first, Func<long, (long Row, int Feature)> placeOf)
    {
        if (type == NpyType.UInt8)
        {
            EightBit.ToUnit(bytes, values);
            return;
        }

        if (type == NpyType.Float32)
            MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
        else
            Narrow(MemoryMarshal.Cast<byte, double>(bytes), values);

        int bad = FiniteCheck.FirstNonFinite(values);
        if (bad < 0)
            return;
        (long row, int feature) = placeOf(first + bad);
        throw FiniteCheck.Error(Place.Cell(source, row + 1, feature), type.ReadFloat(bytes[(bad * type.Size)..]));
    }

    // A double beyond float32's range becomes infinity here, which the check that follows finds.
    private static void Narrow(ReadOnlySpan<double> doubles, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)doubles[i];
    }
}
