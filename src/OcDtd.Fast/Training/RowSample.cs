namespace OcDtd.Fast;

/// <summary>Seeded samples of row indices.</summary>
internal static class RowSample
{
    /// <summary>
    /// <paramref name="wanted"/> of the indices 0 … <paramref name="count"/>−1 without replacement, ascending; all where that is not fewer.
    /// </summary>
    /// <remarks>Each index is taken with the chance (still wanted)/(still left), which makes every subset equally likely.</remarks>
    internal static int[] Draw(int count, int wanted, int seed)
    {
        int[] drawn = new int[Math.Min(count, wanted)];
        var random = new Random(seed);
        int taken = 0;
        for (int i = 0; taken < drawn.Length; i++)
        {
            int left = count - i;
            int missing = drawn.Length - taken;
            if (missing == left || random.Next(left) < missing)
                drawn[taken++] = i;
        }

        return drawn;
    }
}
