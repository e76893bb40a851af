namespace OcDtd.Fast.Data.Files;

internal enum FileKind
{
    Unknown,
    Npy,
    Csv,
    Idx,
}

/// <summary>Says what a file is: by its extension where that settles it, else by its first bytes.</summary>
internal static class FileKinds
{
    internal static FileKind Of(string path)
    {
        string extension = Path.GetExtension(path);
        if (extension.Equals(".npy", StringComparison.OrdinalIgnoreCase))
            return FileKind.Npy;
        if (extension.Equals(".csv", StringComparison.OrdinalIgnoreCase))
            return FileKind.Csv;
        return FirstBytes(path) switch
        {
            [0x93, (byte)'N', ..] => FileKind.Npy,
            [0, 0, ..] or [0x1F, 0x8B, ..] => FileKind.Idx,
            _ => FileKind.Unknown,
        };
    }

    internal static DataException Unknown(string path, string what, string expected)
    {
        byte[] first = FirstBytes(path);
        string found = first.Length == 0 ? "is empty" : $"starts with bytes {Convert.ToHexString(first)}";
        return new DataException($"{path}: not a known kind of {what}: it {found}; expected {expected}.");
    }

    private static byte[] FirstBytes(string path)
    {
        using var source = ByteSource.Open(path);
        byte[] bytes = new byte[4];
        return bytes[..source.Read(bytes)];
    }
}
