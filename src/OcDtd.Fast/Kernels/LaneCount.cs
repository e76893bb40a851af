using System.Numerics;

namespace OcDtd.Fast.Kernels;

/// <summary>Counts, which are the same in whatever order and at whatever width.</summary>
internal static class LaneCount
{
    /// <summary>How many values are <paramref name="bound"/> or more; NaN is not.</summary>
    internal static int AtLeast(ReadOnlySpan<float> values, float bound)
    {
        var limit = new Vector<float>(bound);
        Vector<int> counts = Vector<int>.Zero;
        int i = 0;
        for (; i + Vector<float>.Count <= values.Length; i += Vector<float>.Count)
            counts -= Vector.GreaterThanOrEqual(new Vector<float>(values[i..]), limit);
        int count = Vector.Sum(counts);
        for (; i < values.Length; i++)
            count += values[i] >= bound ? 1 : 0;
        return count;
    }
}
