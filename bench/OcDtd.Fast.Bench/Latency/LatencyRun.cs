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
        long bytes = GC.GetAllocatedBytesForCurrentThread();
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

        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return new LatencyResult(new Percentiles(calls), new Percentiles(reads), (double)bytes / calls.Count);
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
/// <param name="BytesPerCall">Allocated on the calling thread, on average.</param>
internal sealed record LatencyResult(Percentiles Calls, Percentiles Reads, double BytesPerCall);
