namespace OcDtd.Fast.Onnx;

/// <summary>Reads all of a stream into memory.</summary>
internal static class WholeStream
{
    internal static ReadOnlyMemory<byte> Read(Stream stream, string name)
    {
        // A file's length is its own, not a claim made inside it; a stream that cannot tell grows as it gives.
        long length = stream.CanSeek ? stream.Length - stream.Position : 0;
        RequireSize(length, name);
        using var memory = new MemoryStream((int)length);
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            RequireSize(memory.Length + read, name);
            memory.Write(buffer, 0, read);
        }

        return memory.GetBuffer().AsMemory(0, (int)memory.Length);
    }

    private static void RequireSize(long length, string name)
    {
        if (length > Array.MaxLength)
            throw new ModelFormatException($"{name}: the file has {length} bytes; one ONNX file holds at most {Array.MaxLength}.");
    }
}
