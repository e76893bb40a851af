using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>A question of the kind "what does this setting change?": the same numbers for each setting, a trial a setting and seed.</summary>
internal sealed class SweepStudy(Sweep sweep) : Study
{
    internal const string BeyondTheThesis = "Beyond the thesis";

    private const string Values = "values";

    private readonly Trial[,] _trials = Make(sweep);

    internal override string? Chapter => sweep.Chapter;

    internal override string Title => sweep.Title;

    internal override IReadOnlyList<Trial> Trials => [.. _trials.Cast<Trial>()];

    /// <summary>What to choose, by the numbers; null where the question is about something else.</summary>
    internal (string Choice, string Advice)? Advice(TrialBook book) => sweep.Advice is { } advice ? (sweep.Choice, advice(Findings(book))) : null;

    internal override void Write(TrialBook book, ReproductionReport report)
    {
        SweepFindings found = Findings(book);
        report.Page.Paragraph(sweep.Question);
        if (sweep.Answer?.Invoke(found) is { } answer)
            report.Page.Note(answer);
        ComparedTable[] tables = [.. sweep.Parts.Select(part => Table(part, found))];
        if (sweep.Measures is { } measured)
        {
            report.Figure(
                sweep.Name, TableFigures.Intervals(tables[0], sweep.Title, measured), sweep.Title, $"Means over {sweep.Seeds} seeds, and {SeedSummary.Interval(sweep.Seeds)}.");
        }
        else if (TableFigures.HasNumbers(tables[0]))
        {
            LineFigure.Panel[] panels = [.. tables.Zip(sweep.Parts).Where(pair => pair.Second.Drawn).Select(pair => TableFigures.Lines(pair.First, "", pair.Second.Caption.TrimEnd('.')))];
            report.Figure(
                sweep.Name,
                LineFigure.Png(panels),
                $"{sweep.Title}. {LineFigure.Legend(panels)}",
                $"Means over {sweep.Seeds} seeds, against {sweep.SettingHeading}.");
        }

        foreach (ComparedTable table in tables)
            report.Table(table);
    }

    private ComparedTable Table(SweepPart part, SweepFindings found) => new(
        $"{sweep.Name}{(sweep.Parts.Length > 1 ? "-" + part.Name : "")}",
        $"{part.Caption} {sweep.Seeds} seeds.",
        sweep.SettingHeading,
        part.Headings,
        [.. sweep.Settings.Select((setting, s) => new ComparedRow(setting, [.. part.Columns.Select(column => new ComparedCell(found.Of(s, column)))]))],
        part.Decimals);

    private SweepFindings Findings(TrialBook book) => new(sweep, (setting, column) => SeedSummary.Of(
        book.Values(Enumerable.Range(0, sweep.Seeds).Select(seed => _trials[setting, seed]), Values, column)));

    private static Trial[,] Make(Sweep sweep)
    {
        var trials = new Trial[sweep.Settings.Length, sweep.Seeds];
        for (int setting = 0; setting < sweep.Settings.Length; setting++)
        {
            for (int seed = 0; seed < sweep.Seeds; seed++)
            {
                (int s, int draw) = (setting, seed);
                trials[s, draw] = new Trial(
                    sweep.Title,
                    $"{sweep.Name} {sweep.Fixed} columns={string.Join(',', sweep.Columns)} setting={sweep.Settings[s]} seed={draw}",
                    sweep.Weight(s),
                    () => new TrialNumbers { [Values] = Checked(sweep, sweep.Run(s, draw)) });
            }
        }

        return trials;
    }

    private static double[] Checked(Sweep sweep, double[] values) => values.Length == sweep.Columns.Length
        ? values
        : throw new InvalidOperationException($"{sweep.Name}: a trial gave {values.Length} numbers; there are {sweep.Columns.Length} columns.");
}
