using OcDtd.Fast.Bench.Limits;

namespace OcDtd.Fast.Bench.Measuring;

/// <summary>Prints measured cases as a Markdown table.</summary>
internal static class ResultTable
{
    private const string Scaled = "†";

    /// <summary>One table; times are relative to its first case's, by row.</summary>
    internal static void Write(TextWriter output, string title, RunResult result)
    {
        Measured baseline = result.Measured[0];
        output.WriteLine();
        output.WriteLine($"### {title}");
        output.WriteLine();
        output.WriteLine("| | time a row | median | relative time | share of limit | error | bytes a call | peak memory |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (Measured m in result.Measured)
            WriteLine(output, m, baseline, result.Limits);

        WriteRemarks(output, baseline, result);
    }

    private static void WriteLine(TextWriter output, Measured m, Measured baseline, MachineLimits limits)
    {
        Case c = m.Case;
        string mark = c.Rows < baseline.Case.Rows ? " " + Scaled : "";
        string share = m.Share(limits) is { } s ? s > 1 ? $"**{Format.Percent(s)}**" : Format.Percent(s) : "";
        string error = c.Error is { } worst ? Format.Error(worst()) : "";
        string peak = c.PeakBytes is { } bytes ? Format.Megabytes(bytes()) : "";
        output.WriteLine(
            $"| {c.Name}{mark} | {Format.Time(m.MinimumPerRow)} | {Format.Time(m.MedianPerRow)} " +
            $"| {Format.Ratio(m.MinimumPerRow / baseline.MinimumPerRow)} | {share} | {error} | {m.Bytes:N0} | {peak} |");
    }

    private static void WriteRemarks(TextWriter output, Measured baseline, RunResult result)
    {
        MachineLimits limits = result.Limits;
        output.WriteLine();
        output.WriteLine($"In the same run: {limits.Describe()}.");
        int[] scaled = [.. result.Measured.Select(m => m.Case.Rows).Where(rows => rows < baseline.Case.Rows).Distinct().Order()];
        if (scaled.Length > 0)
            output.WriteLine($"{Scaled} measured on {string.Join(" or ", scaled.Select(rows => $"{rows:N0}"))} rows and scaled to one.");
        if (limits.Disturbed)
            output.WriteLine("**Disturbed:** other programs were running.");
        foreach (Measured m in result.Measured.Where(m => m.Share(limits) > 1))
            output.WriteLine($"**Error of the measurement:** {m.Case.Name} is above the limit measured beside it.");
    }
}
