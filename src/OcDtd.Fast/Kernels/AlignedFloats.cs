using System.Buffers;

namespace OcDtd.Fast.Kernels;

/// <summary>Floats from the shared pool, pinned, from a cache line's start on: none of a kernel's vectors straddles two lines.</summary>
internal sealed unsafe class AlignedFloats : IDisposable
{
    private const int CacheLine = 64;
    private readonly float[] _rented;
    private readonly float* _start;
    private MemoryHandle _pin;

    /// <summary>Room for <paramref name="length"/> floats, whatever they hold.</summary>
    internal AlignedFloats(int length)
    {
        Length = length;
        _rented = ArrayPool<float>.Shared.Rent(checked(length + CacheLine / sizeof(float)));
        _pin = _rented.AsMemory().Pin();
        nuint past = (nuint)_pin.Pointer % CacheLine;
        _start = (float*)_pin.Pointer + (past == 0 ? 0 : (CacheLine - past) / sizeof(float));
    }

    /// <summary>How many floats.</summary>
    internal int Length { get; }

    /// <summary>All of them; not to be used after <see cref="Dispose"/>.</summary>
    internal Span<float> Span => new(_start, Length);

    /// <summary>Gives the memory back to the pool.</summary>
    public void Dispose()
    {
        _pin.Dispose();
        ArrayPool<float>.Shared.Return(_rented);
    }
}
