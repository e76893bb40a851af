namespace OcDtd.Fast.Bench.Measuring;

/// <summary>Prints measured cases as a Markdown table.</summary>
internal static class ResultTable
{
    /// <summary>One table; ratios are relative to its baseline, by row.</summary>
    internal static void Write(TextWriter output, string title, IEnumerable<Measured> results, MachineLimits limits)
    {
        Measured[] all = [.. results];
        double baseline = PerRow(all.First(m => m.Case.IsBaseline), m => m.Minimum);
        output.WriteLine();
        output.WriteLine($"### {title}");
        output.WriteLine();
        output.WriteLine("| | time a row | median | times as fast | share of limit | bytes a call | largest error |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (Measured m in all)
        {
            double time = PerRow(m, x => x.Minimum);
            string share = m.Case.Floor is { } floor ? $"{floor(limits) / m.Minimum:P0}" : "";
            string error = m.Case.Error is { } e ? $"{e:0.0e+0}" : "";
            output.WriteLine(
                $"| {m.Case.Name} | {Time(time)} | {Time(PerRow(m, x => x.Median))} | {Ratio(baseline / time)} | {share} | {m.Bytes:N0} | {error} |");
        }
    }

    private static double PerRow(Measured m, Func<Measured, double> seconds) => seconds(m) / m.Case.Rows;

    private static string Ratio(double ratio) => ratio switch
    {
        < 0.1 => $"{ratio:0.0000}",
        < 10 => $"{ratio:0.00}",
        _ => $"{ratio:0}",
    };

    private static string Time(double seconds) => seconds switch
    {
        < 1e-6 => $"{seconds * 1e9:0} ns",
        < 1e-3 => $"{seconds * 1e6:0.0} µs",
        < 1 => $"{seconds * 1e3:0.00} ms",
        _ => $"{seconds:0.00} s",
    };
}
