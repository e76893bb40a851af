using System.Diagnostics;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>How long a model takes, a row.</summary>
internal static class Timing
{
    private const int Repeats = 3;

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
