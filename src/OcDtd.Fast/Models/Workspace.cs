using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace OcDtd.Fast;

/// <summary>Scratch memory for one tile on one thread, from the shared pool: no allocation once the pool is warm.</summary>
internal ref struct Workspace : IDisposable
{
    /// <summary>Doubles of a cache line.</summary>
    internal const int DoublesInCacheLine = 8;

    private SpanOwner<double> _doubleOwner;
    private SpanOwner<int> _intOwner;
    private int _doublesTaken;
    private int _intsTaken;

    /// <summary>Room for so many numbers of each kind.</summary>
    internal Workspace(WorkspaceSize size)
    {
        _doubleOwner = SpanOwner<double>.Allocate(checked(size.Doubles + DoublesInCacheLine));
        _doublesTaken = ToCacheLine(_doubleOwner.Span);
        _intOwner = SpanOwner<int>.Allocate(size.Ints);
    }

    /// <summary>The next <paramref name="count"/> doubles, whatever they hold.</summary>
    internal Span<double> Doubles(int count)
    {
        Span<double> taken = _doubleOwner.Span.Slice(_doublesTaken, count);
        _doublesTaken += count;
        return taken;
    }

    /// <summary>The next <paramref name="count"/> doubles, all zero.</summary>
    internal Span<double> Zeros(int count)
    {
        Span<double> taken = Doubles(count);
        taken.Clear();
        return taken;
    }

    /// <summary>The next <paramref name="count"/> floats, whatever they hold; they are taken from the doubles.</summary>
    internal Span<float> Floats(int count) => MemoryMarshal.Cast<double, float>(Doubles(DoublesFor(count)))[..count];

    /// <summary>The same from the next cache line on; it takes up to <see cref="DoublesInCacheLine"/> doubles more.</summary>
    internal Span<float> AlignedFloats(int count) => MemoryMarshal.Cast<double, float>(AlignedDoubles(DoublesFor(count)))[..count];

    /// <summary>The next <paramref name="count"/> doubles from the next cache line on; it takes up to <see cref="DoublesInCacheLine"/> more.</summary>
    internal Span<double> AlignedDoubles(int count)
    {
        _doublesTaken += ToCacheLine(_doubleOwner.Span[_doublesTaken..]);
        return Doubles(count);
    }

    /// <summary>How many doubles hold so many floats.</summary>
    internal static int DoublesFor(int floats) => (floats + 1) / 2;

    /// <summary>The next <paramref name="count"/> integers, whatever they hold.</summary>
    internal Span<int> Ints(int count)
    {
        Span<int> taken = _intOwner.Span.Slice(_intsTaken, count);
        _intsTaken += count;
        return taken;
    }

    /// <summary>
    /// What is taken first starts with a cache line: vectors that straddle two cost twice. (The collector may move small arrays: then it costs that.)
    /// </summary>
    private static unsafe int ToCacheLine(Span<double> room)
    {
        nuint past = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(room)) % (DoublesInCacheLine * sizeof(double));
        return past == 0 ? 0 : DoublesInCacheLine - (int)(past / sizeof(double));
    }

    /// <summary>Where the next row may start again.</summary>
    internal readonly (int Doubles, int Ints) Mark => (_doublesTaken, _intsTaken);

    /// <summary>Gives back everything taken since <paramref name="mark"/>.</summary>
    internal void Release((int Doubles, int Ints) mark) => (_doublesTaken, _intsTaken) = mark;

    /// <summary>Gives the memory back to the pool.</summary>
    public readonly void Dispose()
    {
        _doubleOwner.Dispose();
        _intOwner.Dispose();
    }
}

/// <summary>How much scratch memory a row needs.</summary>
internal readonly record struct WorkspaceSize(int Doubles, int Ints);
