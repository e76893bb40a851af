using System.IO.Compression;

namespace OcDtd.Fast.Data.Files;

/// <summary>A zip archive opened for reading. Not thread-safe: open one for each reader.</summary>
internal sealed class ArchiveFile : IDisposable
{
    private readonly string _path;
    private readonly ZipArchive _archive;

    /// <exception cref="DataException">The file is missing, unreadable, or no whole archive.</exception>
    internal ArchiveFile(string path)
    {
        _path = path;
        FileStream stream = InputFile.Open(path);
        try
        {
            _archive = new ZipArchive(stream, ZipArchiveMode.Read);
            Names = [.. _archive.Entries.Select(static entry => entry.FullName)];
        }
        catch (Exception e)
        {
            stream.Dispose();
            throw Translate(e, path);
        }
    }

    /// <summary>The entries' full names, with '/' between folders.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>Opens an entry; its bytes are unpacked as they are read, whatever length is claimed, and their checksum is checked.</summary>
    /// <exception cref="DataException">There is no such entry, or it is damaged or packed in a way that is not known.</exception>
    internal Stream Open(string name)
    {
        ZipArchiveEntry entry = _archive.GetEntry(name) ?? throw new DataException($"{_path}: holds no {name}.");
        try
        {
            return new ChecksummedStream(entry.Open(), entry.Crc32);
        }
        catch (Exception e)
        {
            throw Translate(e, Path.Join(_path, name));
        }
    }

    public void Dispose() => _archive.Dispose();

    private static Exception Translate(Exception e, string path) => e switch
    {
        InvalidDataException => new DataException($"{path}: is damaged or cut short ({e.Message}); expected a whole zip archive.", e),
        _ when InputFile.IsFileError(e) => InputFile.Error(path, e, "read"),
        _ => e,
    };
}
