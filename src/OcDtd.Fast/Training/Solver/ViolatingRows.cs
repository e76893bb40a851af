using System.Buffers;
using OcDtd.Fast.Neighbors;

namespace OcDtd.Fast.Solver;

/// <summary>Chooses the rows to work on next: those that violate the optimality conditions most.</summary>
internal static class ViolatingRows
{
    /// <summary>
    /// Up to <paramref name="count"/> rows, ascending: half of them those with the smallest gradients among rows that may grow, half those with
    /// the largest among rows that may shrink. Ties: smaller index first.
    /// </summary>
    internal static int[] Choose(DualState state, Optimality optimality, int count)
    {
        if (count >= state.Count)
            return [.. Enumerable.Range(0, state.Count)];

        double[] keys = ArrayPool<double>.Shared.Rent(state.Count);
        var chosen = new SortedSet<int>();
        for (int i = 0; i < state.Count; i++)
            keys[i] = state.MayGrow(i) && state.Gradient[i] < optimality.Largest ? state.Gradient[i] : double.PositiveInfinity;
        AddSmallest(keys.AsSpan(0, state.Count), count / 2, chosen);
        for (int i = 0; i < state.Count; i++)
            keys[i] = state.MayShrink(i) && state.Gradient[i] > optimality.Smallest ? -state.Gradient[i] : double.PositiveInfinity;
        AddSmallest(keys.AsSpan(0, state.Count), count / 2, chosen);
        ArrayPool<double>.Shared.Return(keys);
        return [.. chosen];
    }

    private static void AddSmallest(ReadOnlySpan<double> keys, int count, SortedSet<int> chosen)
    {
        double[] buffer = ArrayPool<double>.Shared.Rent(OrderStatistic.BufferLength(keys.Length, count));
        double limit = OrderStatistic.Find(keys, count, buffer);
        ArrayPool<double>.Shared.Return(buffer);
        int missing = count;
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] < limit)
            {
                chosen.Add(i);
                missing--;
            }
        }

        for (int i = 0; i < keys.Length && missing > 0 && double.IsFinite(limit); i++)
        {
            if (keys[i] == limit)
            {
                chosen.Add(i);
                missing--;
            }
        }
    }
}
