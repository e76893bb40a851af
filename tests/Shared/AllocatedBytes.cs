namespace OcDtd.Fast.Tests.Shared;

/// <summary>What calls allocate on the calling thread.</summary>
internal static class AllocatedBytes
{
    private const int Turns = 5;
    private const int Calls = 20;

    /// <summary>The fewest bytes of several turns of calls, the first call of all left out.</summary>
    /// <remarks>
    /// What a call itself allocates, it allocates in every turn. A full garbage collection, which any test that runs beside this one may
    /// cause, empties the shared array pool, and the next call then fills it again: that happens in one turn, seldom in two.
    /// </remarks>
    internal static long Fewest(Action call)
    {
        call();
        long fewest = long.MaxValue;
        for (int turn = 0; turn < Turns; turn++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Calls; i++)
                call();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }
}
