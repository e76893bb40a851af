namespace OcDtd.Fast.Data.Files;

/// <summary>Looks into folders: always in ordinal order, and what the operating system says becomes one line.</summary>
internal static class Folders
{
    /// <summary>Throws unless <paramref name="folder"/> exists and is a folder.</summary>
    /// <param name="folder">What was named.</param>
    /// <param name="expected">What it should be, for the message, e.g. <c>a folder of images</c>.</param>
    /// <exception cref="DataException">It is a file or missing.</exception>
    internal static void Require(string folder, string expected)
    {
        if (!Directory.Exists(folder))
            throw new DataException($"{folder}: {(File.Exists(folder) ? $"is a file; expected {expected}" : "no such folder")}.");
    }

    /// <summary>Paths of the files directly in a folder.</summary>
    /// <exception cref="DataException">The folder is missing or may not be read.</exception>
    internal static string[] FilesIn(string folder) => List(folder, Directory.EnumerateFiles);

    /// <summary>Paths of the folders directly in a folder.</summary>
    /// <exception cref="DataException">The folder is missing or may not be read.</exception>
    internal static string[] FoldersIn(string folder) => List(folder, Directory.EnumerateDirectories);

    private static string[] List(string folder, Func<string, IEnumerable<string>> enumerate)
    {
        try
        {
            return [.. enumerate(folder).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (InputFile.IsFileError(e))
        {
            throw InputFile.Error(folder, e, "read");
        }
    }
}
