using OcDtd.Fast.Cli.Reproduction.Report;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Phrases that answers are made of.</summary>
internal static class SweepWords
{
    /// <summary>A column's means at the first and at the last setting.</summary>
    internal static string Way(this SweepFindings found, string column) => $"{found.Mean(0, column):0.000} to {found.Mean(found.Settings.Length - 1, column):0.000}";

    /// <summary>The setting where a column is largest, and how large.</summary>
    internal static string Top(this SweepFindings found, string column) => $"{found.Best(column)} ({found.Largest(column):0.000})";

    /// <summary>A column's smallest mean, rounded down: what all settings reach.</summary>
    internal static string Floor(this SweepFindings found, string column) => $"{Math.Floor(found.Mean(found.Least(column), column) * 1e4) / 1e4:0.0000}";

    /// <summary>By how much one column's means differ from another's, from the smallest difference to the largest.</summary>
    internal static string Differences(this SweepFindings found, string column, string from) =>
        Spoken.Range(found.Settings.Select(setting => found.Mean(setting, column) - found.Mean(setting, from)));

    /// <summary>Settings at which one column's mean is above another's.</summary>
    internal static string Where(this SweepFindings found, string above, string below)
    {
        string[] settings = [.. found.Settings.Where(setting => found.Mean(setting, above) > found.Mean(setting, below))];
        return settings.Length == 0 ? "none" : settings.Length == found.Settings.Length ? "all" : string.Join(", ", settings);
    }

    /// <summary>Which of several things one list of columns has more of than another, at a setting: "3 of 8 (fog, zigzag, stripe)".</summary>
    internal static string Ahead(this SweepFindings found, int setting, string[] things, Func<string, string> above, Func<string, string> below)
    {
        string[] ahead = AllAhead(found, setting, things, above, below);
        return $"{ahead.Length} of {things.Length}{(ahead.Length == 0 ? "" : $" ({string.Join(", ", ahead)})")}";
    }

    /// <summary>The same in a number alone.</summary>
    internal static int CountAhead(this SweepFindings found, int setting, string[] things, Func<string, string> above, Func<string, string> below) =>
        AllAhead(found, setting, things, above, below).Length;

    private static string[] AllAhead(SweepFindings found, int setting, string[] things, Func<string, string> above, Func<string, string> below) =>
        [.. things.Where(thing => found.Mean(setting, above(thing)) > found.Mean(setting, below(thing)))];
}
