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
        source.RequireRest(total, claim);
        source.RequireAllocatable(count, claim);

        long start = source.Position;
        float[] values = GC.AllocateUninitializedArray<float>(source.FirstLength(count, sizeof(float)));
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            for (long done = 0; done < count;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int next = (int)Math.Min(ChunkBytes / type.Size, count - done);
                Span<byte> bytes = chunk.AsSpan(0, next * type.Size);
                source.ReadPayload(bytes, start, total, claim);
                ByteSource.Grow(ref values, done + next, count);
                Convert(bytes, values.AsSpan((int)done, next), type, source.Name, done, placeOf);
                done += next;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        source.RequireEnd(start, claim);
        return values;
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
