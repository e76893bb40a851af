using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>A question of the kind "what does this setting change?": the same numbers for each setting, a trial a setting and seed.</summary>
internal sealed class SweepStudy(Sweep sweep) : Study
{
    private const string Values = "values";

    private readonly Trial[,] _trials = Make(sweep);

    internal const string BeyondTheThesis = "Beyond the thesis";

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
                sweep.Name, TableFigures.Intervals(tables[0], sweep.Title, measured), sweep.Title, $"Means over {sweep.Seeds} seeds, and where 95 % of single seeds lie.");
        }
        else if (TableFigures.HasNumbers(tables[0]))
        {
            report.Figure(
                sweep.Name,
                LineFigure.Png([.. tables.Zip(sweep.Parts).Where(pair => pair.Second.Drawn).Select(pair => TableFigures.Lines(pair.First, "", pair.Second.Caption.TrimEnd('.')))]),
                sweep.Title,
                $"Means over {sweep.Seeds} seeds, against {sweep.SettingHeading}.");
        }

        foreach (ComparedTable table in tables)
            report.Table(table);
    }

    private ComparedTable Table(SweepPart part, SweepFindings found) => new(
        $"{sweep.Name}{(sweep.Parts.Length > 1 ? "-" + part.Name : "")}",
        $"{part.Caption} {sweep.Seeds} seeds.",
        sweep.SettingHeading,
        part.Columns,
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

/// <summary>What a <see cref="SweepStudy"/> does.</summary>
internal sealed record Sweep
{
    /// <summary>The section's heading.</summary>
    internal required string Title { get; init; }

    /// <summary>The chapter it stands in; null for what answers the thesis' own questions.</summary>
    internal string? Chapter { get; init; } = SweepStudy.BeyondTheThesis;

    /// <summary>A word for files and keys.</summary>
    internal required string Name { get; init; }

    /// <summary>What is asked, and how.</summary>
    internal required string Question { get; init; }

    /// <summary>What rows are.</summary>
    internal required string SettingHeading { get; init; }

    internal required string[] Settings { get; init; }

    /// <summary>Tables that the numbers are shown in; their columns one after another are a trial's numbers.</summary>
    internal required SweepPart[] Parts { get; init; }

    /// <summary>Seeds, from 0.</summary>
    internal required int Seeds { get; init; }

    /// <summary>What else decides the numbers and is the same for all settings.</summary>
    internal required string Fixed { get; init; }

    /// <summary>Seconds of a trial of a setting, roughly.</summary>
    internal required Func<int, double> Weight { get; init; }

    /// <summary>A trial: its numbers by setting and seed, in the order of <see cref="Columns"/>.</summary>
    internal required Func<int, int, double[]> Run { get; init; }

    /// <summary>What was found, in a sentence or two made of the numbers.</summary>
    internal Func<SweepFindings, string>? Answer { get; init; }

    /// <summary>What the first table measures, where it is to be drawn with a row a setting rather than as curves; null otherwise.</summary>
    internal string? Measures { get; init; }

    /// <summary>What there is to choose, such as "k and l".</summary>
    internal string Choice { get; init; } = "";

    /// <summary>What to choose, in a sentence or two made of the numbers.</summary>
    internal Func<SweepFindings, string>? Advice { get; init; }

    internal string[] Columns => [.. Parts.SelectMany(part => part.Columns)];
}

/// <summary>A table of a sweep.</summary>
/// <param name="Name">What tells it from the sweep's other tables.</param>
/// <param name="Caption">What its numbers are.</param>
/// <param name="Columns">Names that no other table of the sweep has.</param>
/// <param name="Decimals">Digits after the point.</param>
/// <param name="Drawn">Whether it is a panel of the sweep's figure.</param>
internal sealed record SweepPart(string Name, string Caption, string[] Columns, int Decimals = 3, bool Drawn = true);

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
