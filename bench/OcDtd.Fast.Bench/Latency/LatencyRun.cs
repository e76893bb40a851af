using System.Diagnostics;

namespace OcDtd.Fast.Bench.Latency;

/// <summary>Times single calls, each after one plain read of what the call has to read, so that both find the caches alike.</summary>
internal static class LatencyRun
{
    private const int MostCalls = 6_000;
    private const int FewestCalls = 5;
    private const int WarmUpCalls = 60; // tiered compilation counts 30

    /// <param name="call">One call, on row r.</param>
    /// <param name="rows">Rows to go through in turn.</param>
    /// <param name="read">The read before each call.</param>
    /// <param name="budget">For all calls together.</param>
    internal static LatencyResult Measure(Action<int> call, int rows, Action read, TimeSpan budget)
    {
        WarmUp(call, rows, read, budget / 2);
        var calls = new List<double>(MostCalls);
        var reads = new List<double>(MostCalls);
        var total = Stopwatch.StartNew();
        while (calls.Count < MostCalls && (calls.Count < FewestCalls || total.Elapsed < budget))
        {
            long start = Stopwatch.GetTimestamp();
            read();
            long between = Stopwatch.GetTimestamp();
            call(calls.Count % rows);
            long end = Stopwatch.GetTimestamp();
            reads.Add(Stopwatch.GetElapsedTime(start, between).TotalSeconds);
            calls.Add(Stopwatch.GetElapsedTime(between, end).TotalSeconds);
        }

        return new LatencyResult(new Percentiles(calls), new Percentiles(reads), Bytes(call, rows, calls[^1]));
    }

    /// <summary>The least of three turns: now and then the runtime allocates something of its own on this thread.</summary>
    private static long Bytes(Action<int> call, int rows, double seconds)
    {
        int calls = seconds > 0.1 ? 1 : 32;
        long fewest = long.MaxValue;
        for (int turn = 0; turn < 3; turn++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < calls; i++)
                call(i % rows);
            fewest = Math.Min(fewest, (GC.GetAllocatedBytesForCurrentThread() - before) / calls);
        }

        return fewest;
    }

    private static void WarmUp(Action<int> call, int rows, Action read, TimeSpan budget)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            var watch = Stopwatch.StartNew();
            for (int i = 0; i < WarmUpCalls && (i < 2 || watch.Elapsed < budget); i++)
            {
                read();
                call(i % rows);
            }

            Thread.Sleep(100); // compiled in the background
        }
    }
}

/// <summary>What came out.</summary>
/// <param name="Calls">The calls.</param>
/// <param name="Reads">The plain reads between them.</param>
/// <param name="BytesPerCall">Allocated on the calling thread by a warm call.</param>
internal sealed record LatencyResult(Percentiles Calls, Percentiles Reads, long BytesPerCall);
