using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Kernels;

/// <summary>The places of the few numbers that are at most a limit, in order. A NaN is not.</summary>
/// <remarks>Sixteen numbers are passed by at once where all are above it; where one is not, or is NaN, each gets a look.</remarks>
internal static class AtMost
{
    /// <summary>Writes the places, from 0, to <paramref name="places"/>; returns how many there are.</summary>
    internal static int Find(ReadOnlySpan<double> values, double limit, Span<int> places) => Find(Simd.Active, values, limit, places);

    /// <summary>The same at a chosen width.</summary>
    internal static int Find(SimdWidth width, ReadOnlySpan<double> values, double limit, Span<int> places) => width switch
    {
        SimdWidth.Bits512 => Body<Float512>(values, limit, places),
        SimdWidth.Bits256 => Body<Twice<Float256>>(values, limit, places),
        SimdWidth.Bits128 => Body<Twice<Twice<Float128>>>(values, limit, places),
        _ => Look(values, 0, values.Length, limit, places, 0),
    };

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Body<T>(ReadOnlySpan<double> values, double limit, Span<int> places)
        where T : struct, IFloatLanes<T>
    {
        ref double first = ref MemoryMarshal.GetReference(values);
        int found = 0;
        int i = 0;
        for (; i + T.Count <= values.Length; i += T.Count)
        {
            if (!T.AreAbove(in Unsafe.Add(ref first, i), limit))
                found = Look(values, i, i + T.Count, limit, places, found);
        }

        return Look(values, i, values.Length, limit, places, found);
    }

    private static int Look(ReadOnlySpan<double> values, int begin, int end, double limit, Span<int> places, int found)
    {
        for (int i = begin; i < end; i++)
        {
            if (values[i] <= limit)
                places[found++] = i;
        }

        return found;
    }
}
