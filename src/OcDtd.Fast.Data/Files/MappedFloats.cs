using System.IO.MemoryMappedFiles;

namespace OcDtd.Fast.Data.Files;

/// <summary>A whole file mapped read-only, seen as floats from an offset that is a multiple of their size.</summary>
/// <remarks>
/// The pointer is acquired once and given back by <see cref="Dispose"/> only. A forgotten instance therefore keeps its mapping: a
/// finalizer that unmapped it could pull the memory from under a span that is still in use.
/// </remarks>
internal sealed unsafe class MappedFloats : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private int _disposed;

    /// <param name="stream">The open file; owned from here on.</param>
    /// <param name="offset">Where the floats begin.</param>
    internal MappedFloats(FileStream stream, long offset)
    {
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Pointer = (float*)(start + _view.PointerOffset + offset);
    }

    internal float* Pointer { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
