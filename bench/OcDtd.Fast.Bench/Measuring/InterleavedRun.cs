using System.Diagnostics;

namespace OcDtd.Fast.Bench.Measuring;

/// <summary>Times cases in turns: every round takes one sample of every case, so that a disturbance hits all of them alike.</summary>
internal static class InterleavedRun
{
    /// <summary>A sample repeats short calls for this long: far above the clock's resolution, below a scheduler's time slice.</summary>
    private const double SampleSeconds = 1.5e-3;

    private const int FewestRounds = 3;
    private const int MostRounds = 60;

    /// <summary>Measures all cases; takes about <paramref name="budget"/> beyond the warm-up.</summary>
    internal static Measured[] Measure(IReadOnlyList<Case> cases, TimeSpan budget)
    {
        WarmUp(cases);
        int[] repeats = [.. cases.Select(Repeats)];
        var samples = cases.Select(_ => new List<double>()).ToArray();
        var total = Stopwatch.StartNew();
        for (int round = 0; round < MostRounds && (round < FewestRounds || total.Elapsed < budget); round++)
        {
            for (int i = 0; i < cases.Count; i++)
                samples[i].Add(Seconds(cases[i], repeats[i]));
        }

        return [.. cases.Select((c, i) => Summarize(c, samples[i]))];
    }

    /// <summary>
    /// Tiered compilation replaces a method after 30 calls, in the background: so two passes of 30 calls (fewer where they are long,
    /// as loops are replaced while they run), with time to compile after each.
    /// </summary>
    private static void WarmUp(IReadOnlyList<Case> cases)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (Case c in cases)
            {
                var watch = Stopwatch.StartNew();
                for (int call = 0; call < 35 && (call < 2 || watch.ElapsedMilliseconds < 150); call++)
                    c.Run();
            }

            Thread.Sleep(200);
        }
    }

    private static int Repeats(Case c)
    {
        double once = Math.Min(Seconds(c, 1), Seconds(c, 1));
        return (int)Math.Clamp(SampleSeconds / once, 1, 1e6);
    }

    private static double Seconds(Case c, int repeats)
    {
        c.Run(); // not timed: whatever ran before has filled the caches with its own
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
            c.Run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / repeats;
    }

    private static Measured Summarize(Case c, List<double> samples)
    {
        samples.Sort();
        return new Measured(c, samples[0], samples[samples.Count / 2], Bytes(c));
    }

    private static long Bytes(Case c)
    {
        // The smallest of three: the runtime's own threads may allocate in between.
        long fewest = long.MaxValue;
        for (int i = 0; i < 3; i++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            c.Run();
            fewest = Math.Min(fewest, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return fewest;
    }
}
