using System.Diagnostics;

namespace OcDtd.Fast.Bench.Measuring;

/// <summary>Times cases in turns: every round takes one sample of every case, so that a disturbance hits all of them alike.</summary>
internal static class InterleavedRun
{
    /// <summary>A sample repeats short calls for this long: far above the clock's resolution, below a scheduler's time slice.</summary>
    private const double SampleSeconds = 1.5e-3;

    /// <summary>What the caches held before no longer shows in a call that is longer than this.</summary>
    private const double LongCall = 20e-3;

    /// <summary>One call of this length is warm-up enough: its loops have been replaced while they ran.</summary>
    private const double SlowCall = 0.25;

    private const int FewestRounds = 3;
    private const int MostRounds = 60;

    /// <summary>OpenBLAS and ONNX Runtime let their threads spin for some 20 ms after a call.</summary>
    private static readonly TimeSpan s_settling = TimeSpan.FromMilliseconds(40);

    /// <summary>Measures all cases; takes about <paramref name="budget"/> beyond the warm-up, and three rounds at least.</summary>
    internal static Measured[] Measure(IReadOnlyList<Case> cases, TimeSpan budget)
    {
        double[] lastCall = WarmUp(cases);
        var samples = cases.Select(_ => new List<double>()).ToArray();
        var total = Stopwatch.StartNew();
        for (int round = 0; round < MostRounds && (round < FewestRounds || total.Elapsed < budget); round++)
        {
            for (int i = 0; i < cases.Count; i++)
            {
                if (samples[i].Count < cases[i].MostSamples)
                    samples[i].Add(Sample(cases[i], lastCall[i]));
            }
        }

        return [.. cases.Select((c, i) => Summarize(c, samples[i]))];
    }

    /// <summary>
    /// Tiered compilation replaces a method after 30 calls, in the background: so two passes of 30 calls (fewer where they are long,
    /// as loops are replaced while they run), with time to compile after each. Gives the seconds of each case's last call.
    /// </summary>
    private static double[] WarmUp(IReadOnlyList<Case> cases)
    {
        double[] last = new double[cases.Count];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < cases.Count; i++)
            {
                if (pass > 0 && (cases[i].Ask is not null || last[i] > SlowCall))
                    continue;
                last[i] = cases[i].Run is { } run ? WarmUp(run) : WarmUpElsewhere(cases[i]);
                if (cases[i].Settles)
                    Thread.Sleep(s_settling);
            }

            Thread.Sleep(200);
        }

        return last;
    }

    /// <summary>A peer that is sampled a few times only is too slow to be asked once more, and slow enough not to need it.</summary>
    private static double WarmUpElsewhere(Case c) => c.MostSamples <= FewestRounds ? 0 : c.Ask!();

    private static double WarmUp(Action run)
    {
        double last = 0;
        var watch = Stopwatch.StartNew();
        for (int call = 0; call < 35 && (call < 1 || watch.ElapsedMilliseconds < 150); call++)
        {
            double before = watch.Elapsed.TotalSeconds;
            run();
            last = watch.Elapsed.TotalSeconds - before;
        }

        return last;
    }

    private static double Sample(Case c, double lastCall)
    {
        double seconds = c.Run is { } run ? Seconds(run, lastCall) : c.Ask!();
        if (c.Settles)
            Thread.Sleep(s_settling);
        return seconds;
    }

    private static double Seconds(Action run, double lastCall)
    {
        if (lastCall < LongCall)
            run(); // not timed: whatever ran before has filled the caches with its own
        int repeats = (int)Math.Clamp(SampleSeconds / lastCall, 1, 1e6);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
            run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / repeats;
    }

    private static Measured Summarize(Case c, List<double> samples)
    {
        samples.Sort();
        return new Measured(c, samples[0], samples[samples.Count / 2], samples.Count, c.Run is { } run ? Bytes(run, samples[0]) : null);
    }

    private static long Bytes(Action run, double seconds)
    {
        // The smallest of three, or two where calls are long: the runtime's own threads may allocate in between, and pools may grow.
        long fewest = long.MaxValue;
        for (int i = 0; i < (seconds < 0.1 ? 3 : 2); i++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            run();
            fewest = Math.Min(fewest, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return fewest;
    }
}
