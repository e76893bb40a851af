namespace OcDtd.Fast.Kernels;

/// <summary>The tree in which eight lanes become one number, for the scalar references.</summary>
internal static class LaneTree
{
    /// <summary>((0+4)+(2+6)) + ((1+5)+(3+7)): upper half onto lower half, three times, as <see cref="IDoubleLanes{T}.Sum"/>.</summary>
    internal static double Sum(ReadOnlySpan<double> lanes) =>
        ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));

    /// <summary>Lane after lane: for sums that are taken in doubles of many lanes, in every body and in the references alike.</summary>
    internal static double InOrder(ReadOnlySpan<double> lanes)
    {
        double total = 0;
        foreach (double lane in lanes)
            total += lane;
        return total;
    }
}
