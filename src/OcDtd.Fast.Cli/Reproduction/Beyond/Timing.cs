using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>How long a model takes, a row.</summary>
internal static class Timing
{
    private const int Repeats = 3;

    /// <summary>What times depend on besides the model, for keys: those of other conditions are not to be averaged with ours.</summary>
    internal static string Conditions(BatchOptions batch) =>
        $"threads={batch.MaxDegreeOfParallelism} processors={Environment.ProcessorCount} avx512={Vector512.IsHardwareAccelerated}";

    /// <summary>Microseconds a row: the fastest of three runs after one that warms up.</summary>
    internal static double MicrosecondsARow(int rows, Action run)
    {
        run();
        double best = double.PositiveInfinity;
        for (int i = 0; i < Repeats; i++)
        {
            var watch = Stopwatch.StartNew();
            run();
            best = Math.Min(best, watch.Elapsed.TotalMicroseconds);
        }

        return best / rows;
    }
}
