using OcDtd.Fast.Cli.Reproduction.Statistics;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>The numbers of a sweep, by setting and column.</summary>
internal sealed class SweepFindings(Sweep sweep, Func<int, int, SeedSummary?> summaries)
{
    internal string[] Settings => sweep.Settings;

    internal SeedSummary? Of(int setting, string column) => summaries(setting, Array.IndexOf(sweep.Columns, column));

    /// <summary>The mean over seeds; NaN where there is none.</summary>
    internal double Mean(int setting, string column) => Of(setting, column)?.Mean ?? double.NaN;

    internal double Mean(string setting, string column) => Mean(Array.IndexOf(Settings, setting), column);

    /// <summary>The setting whose mean is largest.</summary>
    internal string Best(string column) => Settings[Enumerable.Range(0, Settings.Length).MaxBy(s => Mean(s, column))];

    /// <summary>The setting whose mean is smallest.</summary>
    internal string Least(string column) => Settings[Enumerable.Range(0, Settings.Length).MinBy(s => Mean(s, column))];

    /// <summary>The largest mean.</summary>
    internal double Largest(string column) => Mean(Best(column), column);

    /// <summary>The first setting whose mean is within <paramref name="margin"/> of the largest.</summary>
    internal string FirstNearBest(string column, double margin) => Settings[Enumerable.Range(0, Settings.Length).First(s => Mean(s, column) >= Largest(column) - margin)];

    internal int Count(Func<int, bool> holds) => Enumerable.Range(0, Settings.Length).Count(holds);
}
