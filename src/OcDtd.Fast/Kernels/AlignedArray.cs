using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>An array that starts with a cache line, for good: vectors that straddle two cost twice.</summary>
/// <remarks>Pinned, so that the alignment found when it is made stays.</remarks>
internal sealed class AlignedArray<T>
    where T : unmanaged
{
    private const int CacheLine = 64;
    private readonly T[] _values;
    private readonly int _start;

    /// <summary><paramref name="length"/> zeros.</summary>
    internal unsafe AlignedArray(int length)
    {
        Length = length;
        _values = GC.AllocateArray<T>(checked(length + CacheLine / sizeof(T)), pinned: true);
        nuint past = (nuint)Unsafe.AsPointer(ref _values[0]) % CacheLine;
        _start = past == 0 ? 0 : (int)((CacheLine - past) / (nuint)sizeof(T));
    }

    /// <summary>Elements.</summary>
    internal int Length { get; }

    /// <summary>All elements.</summary>
    internal Span<T> Span => MemoryMarshal.CreateSpan(ref this[0], Length);

    /// <summary>Element <paramref name="index"/>.</summary>
    internal ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _values[_start + index];
    }
}
