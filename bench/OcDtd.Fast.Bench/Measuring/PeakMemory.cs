using System.Diagnostics;

namespace OcDtd.Fast.Bench.Measuring;

/// <summary>How far this process' memory rises above where it was, as Linux tells; elsewhere nothing is known.</summary>
internal static class PeakMemory
{
    private const string Reset = "/proc/self/clear_refs";

    /// <summary>Runs <paramref name="work"/>; returns the bytes by which resident memory rose at its highest, null where that is not known.</summary>
    internal static long? RiseOf(Action work)
    {
        GC.Collect();
        if (!File.Exists(Reset))
        {
            work();
            return null;
        }

        File.WriteAllText(Reset, "5"); // the peak starts again at what is in use now
        long before = Peak();
        work();
        return Peak() - before;
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
