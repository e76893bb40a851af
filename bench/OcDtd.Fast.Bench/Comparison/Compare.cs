using System.Diagnostics;
using OcDtd.Fast.Bench.Comparison.Sections;
using OcDtd.Fast.Bench.Latency;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Comparison;

/// <summary>'compare': the engine beside its peers, section by section, and a last table of what it is held to.</summary>
internal static class Compare
{
    private static readonly Section[] s_sections =
    [
        new("score", "Score, one thread", ScoreSection.OneThread),
        new("score-all", "Score, all cores", ScoreSection.AllCores),
        new("explain", "Score and explain", ExplainSection.Run),
        new("sharp", "The narrow kernel", SharpSection.Run),
        new("bytes", "8-bit rows", BytesSection.Run),
        new("times-score", "Times: score", TimesScoreSection.Run),
        new("times-explain", "Times: explain", TimesExplainSection.Run),
        new("latency", "One row", LatencyReport.Run),
        new("onnx", "The exported graph", OnnxSection.Run),
        new("neighbours", "Nearest neighbours", NeighborsSection.Run),
        new("flipping", "Pixel flipping", FlippingSection.Run),
        new("width", "Widths and threads", WidthSection.Run),
    ];

    /// <summary>
    /// Runs the sections named in <paramref name="arguments"/>, or all; "--out DIR" also writes DIR/PROCESSOR/compare.md.
    /// </summary>
    internal static int Run(string[] arguments)
    {
        if (!TryParse(arguments, out string[] names, out string? folder))
        {
            Console.Error.WriteLine($"compare [SECTION...] [--out DIR]; sections: {string.Join(", ", s_sections.Select(s => s.Name))}");
            return 2;
        }

        using var text = new StringWriter();
        using var both = new DoubleWriter(Console.Out, text);
        Section[] sections = [.. s_sections.Where(s => names.Length == 0 || names.Contains(s.Name))];
        bool complete = Run(both, sections, string.Join(' ', ["compare", .. names]));
        if (folder is not null)
            Save(text.ToString(), Path.Combine(folder, Machine.Slug), names);
        return complete ? 0 : 1;
    }

    private static bool Run(TextWriter output, Section[] sections, string command)
    {
        var watch = Stopwatch.StartNew();
        using var bench = new Workbench();
        output.WriteLine("# Comparison");
        output.WriteLine();
        output.WriteLine($"{Machine.Description}.");
        output.WriteLine();
        output.WriteLine($"`dotnet run -c Release --project bench/OcDtd.Fast.Bench -- {command}`");
        output.WriteLine();
        output.WriteLine(
            $"Rows: {bench.Rows.Source}; {BenchRows.Features} features, {bench.VaryingFeatures} of which vary over the support vectors.");
        var bars = new List<Bar>();
        bool failed = false;
        foreach (Section section in sections)
        {
            output.WriteLine();
            output.WriteLine($"## {section.Title}");
            var sectionWatch = Stopwatch.StartNew();
            using var report = new Report(bench, output);
            try
            {
                section.Run(report);
            }
            catch (InvalidOperationException failure)
            {
                // A peer that fails is no reason to lose all the rest.
                report.Note($"**Failed:** {failure.Message}");
                failed = true;
            }

            report.Finish();
            bars.AddRange(report.Bars);
            Console.Error.WriteLine($"({section.Name}: {sectionWatch.Elapsed.TotalSeconds:0} s)");
        }

        output.WriteLine();
        output.WriteLine("## All bars");
        Bar.WriteTable(output, bars);
        output.WriteLine();
        output.WriteLine($"Took {watch.Elapsed.TotalMinutes:0.0} minutes.");
        return !failed;
    }

    private static void Save(string text, string folder, string[] names)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, string.Join('-', ["compare", .. names]) + ".md");
        File.WriteAllText(path, text);
        Console.Error.WriteLine(path);
    }

    private static bool TryParse(string[] arguments, out string[] names, out string? folder)
    {
        int option = Array.IndexOf(arguments, "--out");
        folder = option >= 0 && option + 1 < arguments.Length ? arguments[option + 1] : null;
        names = option < 0 ? arguments : [.. arguments[..option], .. arguments.Skip(option + 2)];
        return (option < 0 || folder is not null) && names.All(name => s_sections.Any(s => s.Name == name));
    }
}
