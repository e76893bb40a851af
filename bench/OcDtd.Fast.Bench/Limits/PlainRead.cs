using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Bench.Limits;

/// <summary>
/// Reads values once and adds them up, doing nothing else: no score of one row, which needs the whole model, can be faster.
/// </summary>
/// <remarks>
/// The processor fetches ahead for each stream of addresses, so several are faster than one; too many fall out of its tables. Vectors of
/// 256 bits (or less, where there are no more) read as fast as wider ones from anything beyond the first cache.
/// </remarks>
internal static class PlainRead
{
    private const int Sums = 4;

    private static int Step => Vector<float>.Count;

    /// <summary>From front to back.</summary>
    internal static float OneStream(ReadOnlySpan<float> values) => Sum(values, Step, values.Length / (Sums * Step), Sums * Step);

    /// <summary>Four quarters side by side.</summary>
    internal static float FourStreams(ReadOnlySpan<float> values)
    {
        int steps = values.Length / (Sums * Step);
        return Sum(values, steps * Step, steps, Step);
    }

    /// <summary>Four vectors a step, so far apart; the next step's are so far on.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Sum(ReadOnlySpan<float> values, nint apart, nint steps, nint on)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (nint step = 0; step < steps; step++)
        {
            s0 += Vector.LoadUnsafe(ref first);
            s1 += Vector.LoadUnsafe(ref first, (nuint)apart);
            s2 += Vector.LoadUnsafe(ref first, (nuint)(2 * apart));
            s3 += Vector.LoadUnsafe(ref first, (nuint)(3 * apart));
            first = ref Unsafe.Add(ref first, on);
        }

        return Vector.Sum(s0 + s1 + (s2 + s3));
    }
}
