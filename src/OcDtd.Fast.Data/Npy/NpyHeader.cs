using System.Buffers.Binary;
using System.Text;
using OcDtd.Fast.Data.Files;

namespace OcDtd.Fast.Data.Npy;

/// <summary>What a .npy file says of itself before its data.</summary>
/// <param name="Type">Element type.</param>
/// <param name="FortranOrder">True if the first axis changes fastest.</param>
/// <param name="Axes">The shape; none is negative.</param>
internal sealed record NpyHeader(NpyType Type, bool FortranOrder, long[] Axes)
{
    private const int Alignment = 64;

    // NumPy writes about a hundred bytes for plain arrays; more than this is no header.
    private const int LongestHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>What messages about the size of the data say is claimed.</summary>
    internal string Claim => $"the header claims shape {TableShape.Text(Axes)} of {Type}";

    /// <summary>Reads the header; the source is then at the first element.</summary>
    /// <exception cref="DataException">It is no .npy header of version 1.0, 2.0 or 3.0, or describes no plain array.</exception>
    internal static NpyHeader Read(ByteSource source)
    {
        Span<byte> start = stackalloc byte[8];
        source.ReadExactly(start, "the .npy magic");
        if (!start[..6].SequenceEqual(Magic))
        {
            string found = Convert.ToHexString(start[..6]);
            throw new DataException($"{source.Name}: starts with bytes {found}; expected the .npy magic 934E554D5059.");
        }

        byte[] text = new byte[ReadLength(source, start[6], start[7])];
        source.ReadExactly(text, "the .npy header");
        return new NpyHeaderParser(Encoding.Latin1.GetString(text), source.Name).Parse();
    }

    /// <summary>The bytes of a version 1.0 header, padded so that the data begin at a multiple of 64.</summary>
    internal byte[] ToBytes()
    {
        string text = $"{{'descr': '{Type}', 'fortran_order': {FortranOrder}, 'shape': {TableShape.Text(Axes)}, }}";
        int unpadded = Magic.Length + 4 + text.Length + 1;
        int padded = (unpadded + Alignment - 1) / Alignment * Alignment;
        byte[] bytes = new byte[padded];
        Magic.CopyTo(bytes);
        bytes[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), checked((ushort)(padded - 10)));
        bytes.AsSpan(10).Fill((byte)' ');
        Encoding.Latin1.GetBytes(text, bytes.AsSpan(10));
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    private static int ReadLength(ByteSource source, byte major, byte minor)
    {
        if (major is not (1 or 2 or 3) || minor != 0)
            throw new DataException($"{source.Name}: .npy format version {major}.{minor}; expected 1.0, 2.0 or 3.0.");

        Span<byte> bytes = stackalloc byte[4];
        bytes.Clear();
        source.ReadExactly(bytes[..(major == 1 ? 2 : 4)], "the .npy header's length");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return length <= LongestHeader
            ? (int)length
            : throw new DataException($"{source.Name}: the .npy header claims {length} bytes; expected at most {LongestHeader}.");
    }
}
