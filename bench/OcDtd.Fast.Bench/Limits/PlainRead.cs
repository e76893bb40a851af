using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OcDtd.Fast.Bench.Limits;

/// <summary>Reads values once and adds them up, doing nothing else: no score of one row, which needs the whole model, can be faster.</summary>
/// <remarks>The processor fetches ahead for each stream of addresses, so several are faster than one; too many fall out of its tables.</remarks>
internal static class PlainRead
{
    private const int Step = 16;
    private const int Streams = 4;

    /// <summary>From front to back.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static float OneStream(ReadOnlySpan<float> values)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        nint end = values.Length - Streams * Step;
        for (nint i = 0; i <= end; i += Streams * Step)
        {
            s0 += Vector512.LoadUnsafe(ref first, (nuint)i);
            s1 += Vector512.LoadUnsafe(ref first, (nuint)(i + Step));
            s2 += Vector512.LoadUnsafe(ref first, (nuint)(i + 2 * Step));
            s3 += Vector512.LoadUnsafe(ref first, (nuint)(i + 3 * Step));
        }

        return Vector512.Sum(s0 + s1 + (s2 + s3));
    }

    /// <summary>Four quarters side by side.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static float FourStreams(ReadOnlySpan<float> values)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        nint quarter = values.Length / (Streams * Step) * Step;
        for (nint i = 0; i < quarter; i += Step)
        {
            s0 += Vector512.LoadUnsafe(ref first, (nuint)i);
            s1 += Vector512.LoadUnsafe(ref first, (nuint)(i + quarter));
            s2 += Vector512.LoadUnsafe(ref first, (nuint)(i + 2 * quarter));
            s3 += Vector512.LoadUnsafe(ref first, (nuint)(i + 3 * quarter));
        }

        return Vector512.Sum(s0 + s1 + (s2 + s3));
    }
}
