namespace OcDtd.Fast.Files;

/// <summary>Writes a file so that it is whole or absent: into a temporary neighbour first, then by rename.</summary>
internal static class AtomicFile
{
    /// <summary>Creates or replaces <paramref name="path"/> with what <paramref name="write"/> puts into the stream.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <param name="durable">Whether the content is to be on the disk, power cut or not, before the file has its name. Takes milliseconds.</param>
    /// <exception cref="IOException">The folder is missing or cannot be written.</exception>
    /// <remarks>If <paramref name="write"/> throws, nothing is left behind and an earlier file stays as it was.</remarks>
    internal static void Write(string path, Action<Stream> write, bool durable = false)
    {
        string full = Path.GetFullPath(path);
        string temporary = TemporaryFor(full);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: durable);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>The same for a file that is written over a long time: it appears when <see cref="PendingFile.Commit"/> is called.</summary>
    /// <exception cref="IOException">The folder is missing or cannot be written, or <paramref name="path"/> is a folder.</exception>
    internal static PendingFile Create(string path)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new IOException("it is a folder.");
        return new PendingFile(full, TemporaryFor(full));
    }

    // In the same folder, so that the rename never crosses a file system.
    private static string TemporaryFor(string full) =>
        Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
}

/// <summary>A file under way: whole after <see cref="Commit"/>, without a trace if disposed before.</summary>
internal sealed class PendingFile : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _finished;

    internal PendingFile(string path, string temporary)
    {
        (_path, _temporary) = (path, temporary);
        _stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
    }

    internal Stream Stream => _stream;

    /// <summary>Closes the stream and gives the file its name, replacing an earlier one.</summary>
    internal void Commit()
    {
        _stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
        _finished = true;
    }

    /// <summary>The same under a name that only the content could give, in the same folder, and not before the content is on the disk.</summary>
    internal void CommitAs(string path)
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_temporary, path, overwrite: true);
        _finished = true;
    }

    public void Dispose()
    {
        if (_finished)
            return;
        _finished = true;
        try
        {
            // Closing writes what is still buffered, which fails on a full disk: the temporary file must go all the same.
            _stream.Dispose();
        }
        finally
        {
            File.Delete(_temporary);
        }
    }
}
