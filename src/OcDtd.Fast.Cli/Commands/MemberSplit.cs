using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>Which training rows each member of an ensemble gets.</summary>
internal static class MemberSplit
{
    internal const string Halves = "halves";
    internal const string Bootstrap = "bootstrap";
    internal const string All = "all";

    internal static readonly string[] Names = [Halves, Bootstrap, All];

    /// <summary>
    /// Row numbers for each member: disjoint parts drawn at random, sizes differing by at most one ("halves"); as many rows as there are,
    /// drawn with replacement ("bootstrap"); or all rows for everyone. Always in ascending order; the same for the same seed.
    /// </summary>
    internal static int[][] Draw(string split, int rowCount, int members, int seed)
    {
        var random = new Random(seed);
        int[] rows = [.. Enumerable.Range(0, rowCount)];
        switch (split)
        {
            case All:
                return [.. Enumerable.Repeat(rows, members)];
            case Bootstrap:
                return [.. Enumerable.Range(0, members).Select(_ => Sorted([.. rows.Select(_ => random.Next(rowCount))]))];
            default:
                random.Shuffle(rows);
                return [.. Enumerable.Range(0, members).Select(m => Sorted([.. rows.Where((_, place) => place % members == m)]))];
        }
    }

    /// <summary>The chosen rows, copied.</summary>
    internal static float[,] Take(ReadOnlySpan2D<float> rows, int[] chosen)
    {
        float[,] taken = new float[chosen.Length, rows.Width];
        for (int i = 0; i < chosen.Length; i++)
            rows.GetRowSpan(chosen[i]).CopyTo(taken.AsSpan2D().GetRowSpan(i));
        return taken;
    }

    private static int[] Sorted(int[] rows)
    {
        Array.Sort(rows);
        return rows;
    }
}
