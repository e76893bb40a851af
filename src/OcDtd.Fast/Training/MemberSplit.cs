using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast;

/// <summary>Which training rows the members of an ensemble get.</summary>
public enum MemberSplit
{
    /// <summary>Disjoint parts drawn at random, whose sizes differ by at most one; two members get a half each.</summary>
    Halves,

    /// <summary>As many rows as there are, drawn with replacement, for each member anew.</summary>
    Bootstrap,

    /// <summary>All rows for every member.</summary>
    All,
}

/// <summary>Draws the rows of each member.</summary>
public static class MemberRows
{
    /// <summary>Row numbers for each member, ascending; with <see cref="MemberSplit.Bootstrap"/> some stand several times.</summary>
    /// <param name="split">How rows are shared out.</param>
    /// <param name="rowCount">Rows there are.</param>
    /// <param name="members">Members, 1 or more; at most as many as rows where these are divided.</param>
    /// <param name="seed">The same seed gives the same rows.</param>
    /// <exception cref="ArgumentException">Too few rows or members, or an unknown split.</exception>
    public static int[][] Draw(MemberSplit split, int rowCount, int members, int seed)
    {
        if (members < 1)
            throw new ArgumentException($"{members} members; expected 1 or more.", nameof(members));
        if (rowCount < (split == MemberSplit.Halves ? members : 1))
            throw new ArgumentException($"{rowCount} rows for {members} members; each needs one at least.", nameof(rowCount));

        var random = new Random(seed);
        int[] rows = [.. Enumerable.Range(0, rowCount)];
        switch (split)
        {
            case MemberSplit.All:
                return [.. Enumerable.Repeat(rows, members)];
            case MemberSplit.Bootstrap:
                return [.. Enumerable.Range(0, members).Select(_ => Sorted([.. rows.Select(_ => random.Next(rowCount))]))];
            case MemberSplit.Halves:
                random.Shuffle(rows);
                return [.. Enumerable.Range(0, members).Select(m => Sorted([.. rows.Where((_, place) => place % members == m)]))];
            default:
                throw new ArgumentOutOfRangeException(nameof(split), $"split is {(int)split}; expected Halves, Bootstrap or All.");
        }
    }

    /// <summary>Copies rows of <paramref name="samples"/>, in the order given.</summary>
    /// <param name="samples">n × d.</param>
    /// <param name="rows">Row numbers from 0, each as often as it is wanted.</param>
    /// <returns>As many rows × d.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public static float[,] Take(ReadOnlySpan2D<float> samples, ReadOnlySpan<int> rows)
    {
        float[,] taken = new float[rows.Length, samples.Width];
        for (int i = 0; i < rows.Length; i++)
            samples.GetRowSpan(rows[i]).CopyTo(taken.AsSpan2D().GetRowSpan(i));
        return taken;
    }

    private static int[] Sorted(int[] rows)
    {
        Array.Sort(rows);
        return rows;
    }
}
