using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OcDtd.Fast.Bench.Limits;

/// <summary>Reads a buffer as large as the packed model once and adds it up, doing nothing else.</summary>
/// <remarks>
/// In one stream, and in four a panel's length apart, as a single row's score reads the model: the processor fetches ahead for each
/// stream, so four are faster. The limit is the better of the two.
/// </remarks>
internal sealed class ReadBandwidth
{
    private const int Streams = 4;
    private const int Step = 16;
    private readonly float[] _buffer;
    private readonly int _panel;

    /// <summary>A buffer of about <paramref name="floats"/> values, whole groups of four panels of <paramref name="panel"/> each.</summary>
    internal ReadBandwidth(int floats, int panel)
    {
        _panel = panel;
        _buffer = GC.AllocateArray<float>(floats / (Streams * panel) * Streams * panel, pinned: true);
        Array.Fill(_buffer, 1f);
    }

    /// <summary>Bytes a call reads.</summary>
    internal double BytesPerCall => (double)_buffer.Length * sizeof(float);

    /// <summary>The last sum, so that no loop is thrown away.</summary>
    internal float Sum { get; private set; }

    /// <summary>From front to back.</summary>
    internal void ReadOneStream()
    {
        ref float first = ref MemoryMarshal.GetArrayDataReference(_buffer);
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (int i = 0; i < _buffer.Length; i += Streams * Step)
            AddFour(ref Unsafe.Add(ref first, i), Step, ref s0, ref s1, ref s2, ref s3);
        Sum = Vector512.Sum(s0 + s1 + (s2 + s3));
    }

    /// <summary>Four panels at a time.</summary>
    internal void ReadFourStreams()
    {
        ref float first = ref MemoryMarshal.GetArrayDataReference(_buffer);
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (int group = 0; group < _buffer.Length; group += Streams * _panel)
        {
            for (int i = group; i < group + _panel; i += Step)
                AddFour(ref Unsafe.Add(ref first, i), _panel, ref s0, ref s1, ref s2, ref s3);
        }

        Sum = Vector512.Sum(s0 + s1 + (s2 + s3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFour(
        ref float at, int apart, ref Vector512<float> s0, ref Vector512<float> s1, ref Vector512<float> s2, ref Vector512<float> s3)
    {
        s0 += Vector512.LoadUnsafe(ref at);
        s1 += Vector512.LoadUnsafe(ref Unsafe.Add(ref at, apart));
        s2 += Vector512.LoadUnsafe(ref Unsafe.Add(ref at, 2 * apart));
        s3 += Vector512.LoadUnsafe(ref Unsafe.Add(ref at, 3 * apart));
    }
}
