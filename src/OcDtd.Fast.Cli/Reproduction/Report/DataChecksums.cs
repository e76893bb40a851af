using System.Security.Cryptography;
using System.Text;

namespace OcDtd.Fast.Cli.Reproduction.Report;

/// <summary>SHA-256 of the data that numbers were computed from: one a file, or one a folder where files are many.</summary>
internal static class DataChecksums
{
    private const int MostFiles = 8;

    /// <summary>Names relative to <paramref name="root"/>, with a checksum in hexadecimal.</summary>
    internal static IReadOnlyList<(string Name, string Sha256)> Of(IReadOnlyList<string> files, string root, CancellationToken cancellation)
    {
        (string Name, byte[] Hash)[] each = [.. files.Order(StringComparer.Ordinal).Select(file => (Relative(root, file), Hash(file, cancellation)))];
        return each.Length <= MostFiles
            ? [.. each.Select(file => (file.Name, Convert.ToHexStringLower(file.Hash)))]
            : [.. each.GroupBy(file => file.Name.Split('/')[0]).Select(group => ($"{group.Key} ({group.Count()} files)", Together(group)))];
    }

    /// <summary>The checksum of a text with a line "checksum  name" a file, as sha256sum prints them.</summary>
    private static string Together(IEnumerable<(string Name, byte[] Hash)> files)
    {
        var lines = new StringBuilder();
        foreach ((string name, byte[] hash) in files)
            lines.Append($"{Convert.ToHexStringLower(hash)}  {name}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }

    private static byte[] Hash(string file, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using FileStream stream = File.OpenRead(file);
        return SHA256.HashData(stream);
    }

    private static string Relative(string root, string file) => Path.GetRelativePath(root, file).Replace('\\', '/');
}
