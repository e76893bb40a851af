using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Cli.Reproduction.Statistics;

namespace OcDtd.Fast.Cli.Reproduction.Report;

/// <summary>A table of ours, each number beside the thesis' own where there is one.</summary>
/// <param name="Name">Name of the CSV file and key in results.json.</param>
/// <param name="Caption">What it shows, with the protocol.</param>
/// <param name="RowHeading">What rows are.</param>
/// <param name="Columns">Headings of the compared columns.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Decimals">Digits after the point.</param>
internal sealed record ComparedTable(string Name, string Caption, string RowHeading, string[] Columns, ComparedRow[] Rows, int Decimals = 3)
{
    internal const string Inside = "✓", Above = "▲", Below = "▼";

    /// <summary>How many numbers of the thesis there are to compare with, and which of them lie among our single seeds.</summary>
    internal ThesisAgreement Agreement()
    {
        (string Name, int? Side)[] compared = [.. Rows
            .SelectMany(row => row.Cells.Select((cell, c) => (Name: $"{Columns[c]} at {row.Label} {Mark(cell.Side)}", cell.Side)))
            .Where(cell => cell.Side is not null)];
        return new ThesisAgreement(compared.Length, [.. compared.Where(cell => cell.Side != 0).Select(cell => cell.Name)]);
    }

    internal HtmlTable ToHtml() => new(
        $"{Caption} {Legend}",
        [new(RowHeading), .. Columns.Select(column => new HtmlColumn(column, Number: true))],
        [.. Rows.Select(row => (HtmlCell[])[row.Label, .. row.Cells.Select(Cell)])]);

    /// <summary>A line a number, for spreadsheets and programs.</summary>
    internal IEnumerable<object?[]> ToCsv() => Rows.SelectMany(row => row.Cells.Select((cell, column) => (object?[])
        [row.Label, Columns[column], cell.Ours?.Mean, cell.Ours?.Low, cell.Ours?.High, cell.Ours?.Count, cell.Thesis, Word(cell.Side)]));

    internal static string[] CsvHeader => ["row", "column", "mean", "low", "high", "seeds", "thesis", "thesis_lies"];

    /// <summary>What a cell's lines and marks are.</summary>
    private string Legend
    {
        get
        {
            string interval = SeedSummary.Interval(Rows.SelectMany(row => row.Cells).Max(cell => cell.Ours?.Count) ?? 0);
            return Rows.Any(row => row.Cells.Any(cell => cell.Side is not null))
                ? $"Large: the mean over seeds. Below: {interval}, then the thesis' number: {Inside} it lies between them, {Above} above, {Below} below."
                : $"Below each mean: {interval}.";
        }
    }

    private HtmlCell Cell(ComparedCell cell)
    {
        string format = "F" + Decimals;
        if (cell.Ours is not { } ours)
            return new HtmlCell("–", Emphasis.Muted, cell.Thesis is { } alone ? [$"thesis {alone.ToString(format)}"] : []);

        var notes = new List<string>();
        if (ours.Count > 1)
            notes.Add($"{ours.Low.ToString(format)} – {ours.High.ToString(format)}");
        if (cell.Thesis is { } thesis)
            notes.Add($"thesis {thesis.ToString(format)} {Mark(cell.Side)}".TrimEnd());
        return new HtmlCell(ours.Mean.ToString(format), Emphasis.None, [.. notes]);
    }

    private static string Mark(int? side) => side switch
    {
        null => "",
        0 => Inside,
        > 0 => Above,
        _ => Below,
    };

    private static string? Word(int? side) => side switch
    {
        null => null,
        0 => "inside",
        > 0 => "above",
        _ => "below",
    };
}

/// <summary>How far a table agrees with the thesis.</summary>
/// <param name="Of">Numbers of the thesis to compare with.</param>
/// <param name="Outside">Names of those that lie outside our single seeds.</param>
internal sealed record ThesisAgreement(int Of, string[] Outside)
{
    /// <summary>More than these are not named; the table marks them.</summary>
    private const int MostNamed = 6;

    internal int Inside => Of - Outside.Length;

    internal string Sentence => $"{Inside} of the thesis' {Of} numbers lie among single seeds of ours{Named}.";

    private string Named => Outside.Length is 0 or > MostNamed ? "" : $"; outside lie {string.Join(", ", Outside)}";
}

/// <summary>A row of a <see cref="ComparedTable"/>.</summary>
internal sealed record ComparedRow(string Label, ComparedCell[] Cells)
{
    /// <summary>A row of numbers that have no counterpart in the thesis, or those that <paramref name="thesis"/> holds.</summary>
    internal static ComparedRow Of(string label, IEnumerable<SeedSummary?> ours, double[]? thesis = null, bool comparable = true) =>
        new(label, [.. ours.Select((summary, i) => new ComparedCell(summary, thesis?[i], comparable))]);
}

/// <summary>Ours, and the thesis' own, which cannot be compared in value where it was measured on other data.</summary>
internal sealed record ComparedCell(SeedSummary? Ours, double? Thesis = null, bool Comparable = true)
{
    /// <summary>−1, 0, 1: the thesis' number lies below, among, above single seeds of ours. Null where there are too few to say.</summary>
    internal int? Side => Comparable && Ours is { Count: >= MinimumSeeds } && Thesis is { } published ? Ours.Side(published) : null;

    /// <summary>The smallest and the largest of fewer are no interval.</summary>
    private const int MinimumSeeds = 5;
}
