namespace OcDtd.Fast.Files;

/// <summary>Writes a file so that it is whole or absent: into a temporary neighbour first, then by rename.</summary>
internal static class AtomicFile
{
    /// <summary>Creates or replaces <paramref name="path"/> with what <paramref name="write"/> puts into the stream.</summary>
    /// <exception cref="IOException">The folder is missing or cannot be written.</exception>
    /// <remarks>If <paramref name="write"/> throws, nothing is left behind and an earlier file stays as it was.</remarks>
    internal static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
                write(stream);
            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
