namespace OcDtd.Fast.Data.Files;

/// <summary>Opens files and turns what the operating system says into one line.</summary>
internal static class InputFile
{
    /// <exception cref="DataException">The file is missing, a folder, or may not be read.</exception>
    internal static FileStream Open(string path)
    {
        if (Directory.Exists(path))
            throw new DataException($"{path}: is a folder; expected a file.");
        try
        {
            // Delete is shared so that a file in use can be replaced by rename on every platform.
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        }
        catch (Exception e) when (IsFileError(e))
        {
            throw Error(path, e, "read");
        }
    }

    internal static bool IsFileError(Exception e) =>
        e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    internal static DataException Error(string path, Exception e, string done) => e switch
    {
        FileNotFoundException => new DataException($"{path}: no such file.", e),
        DirectoryNotFoundException => new DataException($"{path}: no such folder.", e),
        UnauthorizedAccessException => new DataException($"{path}: cannot be {done}: permission denied.", e),
        _ => new DataException($"{path}: cannot be {done}: {e.Message}", e),
    };
}
