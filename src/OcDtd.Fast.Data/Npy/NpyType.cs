using System.Buffers.Binary;

namespace OcDtd.Fast.Data.Npy;

/// <summary>An element type of a .npy file in little-endian order.</summary>
/// <param name="Kind">NumPy's letter: f float, u unsigned, i signed, b bool.</param>
/// <param name="Size">Bytes an element.</param>
internal readonly record struct NpyType(char Kind, int Size)
{
    internal static readonly NpyType Float32 = new('f', 4);
    internal static readonly NpyType Float64 = new('f', 8);
    internal static readonly NpyType UInt8 = new('u', 1);

    /// <summary>The type as NumPy writes it, e.g. <c>&lt;f4</c> or <c>|u1</c>.</summary>
    public override string ToString() => $"{(Size == 1 ? '|' : '<')}{Kind}{Size}";

    /// <summary>The type that a .NET type is written as.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    internal static NpyType Of<T>() => default(T) switch
    {
        float => Float32,
        double => Float64,
        byte => UInt8,
        bool => new NpyType('b', 1),
        int => new NpyType('i', 4),
        long => new NpyType('i', 8),
        _ => throw new NotSupportedException($"{typeof(T)} is not written to .npy; expected float, double, byte, bool, int or long."),
    };

    /// <summary>Reads a type as NumPy writes it; '&lt;', '=' and '|' all mean little-endian here.</summary>
    /// <exception cref="DataException">It is big-endian or no plain number.</exception>
    internal static NpyType Parse(string text, string source)
    {
        if (text is ['>', _, not '1', ..])
            throw new DataException($"{source}: element type {Place(text)} is big-endian; expected little-endian, e.g. <f4.");
        return text switch
        {
            ['<' or '=' or '|' or '>', 'f', '4'] => Float32,
            ['<' or '=' or '|' or '>', 'f', '8'] => Float64,
            ['<' or '=' or '|' or '>', 'b', '1'] => new NpyType('b', 1),
            ['<' or '=' or '|' or '>', 'u' or 'i', '1' or '2' or '4' or '8'] => new NpyType(text[1], text[2] - '0'),
            _ => throw new DataException($"{source}: element type {Place(text)} is not read; expected <f4, <f8 or |u1."),
        };
    }

    /// <summary>The first element of <paramref name="bytes"/>, which must be of a whole-number kind.</summary>
    internal Int128 ReadInteger(ReadOnlySpan<byte> bytes) => (Kind, Size) switch
    {
        ('b', _) => bytes[0] == 0 ? 0 : 1,
        ('u', 1) => bytes[0],
        ('u', 2) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        ('u', 4) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        ('u', _) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (_, 1) => (sbyte)bytes[0],
        (_, 2) => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        (_, 4) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
    };

    /// <summary>The first element of <paramref name="bytes"/>, which must be of a floating kind.</summary>
    internal double ReadFloat(ReadOnlySpan<byte> bytes) =>
        Size == 4 ? BinaryPrimitives.ReadSingleLittleEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes);

    private static string Place(string text) => Files.Place.Quote(text);
}
