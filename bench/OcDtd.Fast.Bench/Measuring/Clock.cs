using System.Diagnostics;

namespace OcDtd.Fast.Bench.Measuring;

/// <summary>Times one call.</summary>
internal static class Clock
{
    internal static double Seconds(Action call)
    {
        long start = Stopwatch.GetTimestamp();
        call();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
