using System.Runtime.InteropServices;
using OcDtd.Fast.Data.Files;
using OcDtd.Fast.Data.Npy;
using OcDtd.Fast.Files;

namespace OcDtd.Fast.Data;

/// <summary>A .npy file under way: whole after <see cref="Commit"/>, without a trace if disposed before.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <remarks>Made by <see cref="NpyWriter.Create{T}"/>. Not thread-safe: one thread at a time.</remarks>
public sealed class NpyFileWriter<T> : IDisposable
    where T : unmanaged
{
    private readonly string _path;
    private readonly PendingFile _file;
    private long _written;
    private bool _closed;

    internal NpyFileWriter(string path, NpyHeader header, long count)
    {
        (_path, Count) = (path, count);
        _file = OutputFile.Create(path);
        try
        {
            WriteBytes(header.ToBytes());
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>How many values the shape holds.</summary>
    public long Count { get; }

    /// <summary>Appends values in C order.</summary>
    /// <exception cref="InvalidOperationException">The shape does not hold that many, or the file is committed or disposed.</exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Write(ReadOnlySpan<T> values)
    {
        RequireOpen();
        if (values.Length > Count - _written)
            throw new InvalidOperationException($"{_path}: {_written + values.Length} values written; the shape holds {Count}.");
        WriteBytes(MemoryMarshal.AsBytes(values));
        _written += values.Length;
    }

    /// <summary>Gives the file its name. Nothing can be written afterwards.</summary>
    /// <exception cref="InvalidOperationException">Values are missing, or the file is committed or disposed.</exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Commit()
    {
        RequireOpen();
        if (_written != Count)
            throw new InvalidOperationException($"{_path}: {_written} values written; the shape holds {Count}.");
        _closed = true;
        OutputFile.Try(_path, _file.Commit);
    }

    /// <summary>Ends the writing; without <see cref="Commit"/> nothing is left behind and an earlier file stays as it was.</summary>
    public void Dispose()
    {
        _closed = true;
        OutputFile.Try(_path, _file.Dispose);
    }

    private void RequireOpen()
    {
        if (_closed)
            throw new InvalidOperationException($"{_path}: the file is committed or disposed.");
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file.Stream.Write(bytes);
        }
        catch (IOException e)
        {
            throw InputFile.Error(_path, e, "written");
        }
    }
}
