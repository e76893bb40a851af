using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace OcDtd.Fast.Data.Tests;

/// <summary>Puts .npy files together byte by byte, also wrong ones.</summary>
internal static class NpyBytes
{
    internal static byte[] Of<T>(string descr, string shape, ReadOnlySpan<T> values, bool fortran = false, byte version = 1)
        where T : unmanaged =>
        [.. Header($"{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}", version), .. MemoryMarshal.AsBytes(values)];

    internal static byte[] WithHeader(string dict, int payload = 0) => [.. Header(dict, 1), .. new byte[payload]];

    internal static byte[] Header(string dict, byte version, int alignment = 64)
    {
        int lengthBytes = version == 1 ? 2 : 4;
        int unpadded = 8 + lengthBytes + dict.Length + 1;
        string text = dict + new string(' ', (alignment - (unpadded % alignment)) % alignment) + "\n";
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length.AsSpan(0, lengthBytes), .. Encoding.Latin1.GetBytes(text)];
    }
}
