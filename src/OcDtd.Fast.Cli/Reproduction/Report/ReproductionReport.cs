using System.Text;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Reproduction.Report;

/// <summary>The report under way: a page, the pictures and tables in it as files of their own, and the facts for results.json.</summary>
internal sealed class ReproductionReport(string folder, HtmlReport page, Dictionary<string, object?> facts)
{
    internal const string PageFile = "report.html";
    internal const string ResultsFile = "results.json";

    private readonly Dictionary<string, object?> _tables = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];

    /// <summary>The page, for headings and text.</summary>
    internal HtmlReport Page { get; } = page;

    /// <summary>A table: on the page with how often it agrees with the thesis, as NAME.csv, and in results.json.</summary>
    internal void Table(ComparedTable table)
    {
        Page.Table(table.ToHtml());
        if (table.Agreement() is { Of: > 0 } agreement)
        {
            Fact($"{table.Name} agreement", new Dictionary<string, object?> { ["inside"] = agreement.Inside, ["of"] = agreement.Of });
            Page.Paragraph(agreement.Sentence);
        }

        CsvWriter.Write(NewFile(table.Name + ".csv"), ComparedTable.CsvHeader, table.ToCsv());
        _tables[table.Name] = table.ToCsv()
            .Select(values => ComparedTable.CsvHeader.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second)).ToArray();
    }

    /// <summary>A picture: on the page and as NAME.png.</summary>
    internal void Figure(string name, byte[] png, string alternative, string caption)
    {
        Page.Figure(png, alternative, caption);
        ModelFiles.Write(NewFile(name + ".png"), png);
    }

    /// <summary>A single finding, for results.json.</summary>
    internal void Fact(string name, object? value) => facts[name] = value;

    /// <summary>Writes results.json, which lists the report's files, and the page, in this order: whoever sees the page has the rest.</summary>
    internal void Write()
    {
        facts["tables"] = _tables;
        facts["files"] = _files;
        ModelFiles.Write(Path.Combine(folder, ResultsFile), Encoding.UTF8.GetBytes(JsonText.Of(facts) + "\n"));
        Page.Write(Path.Combine(folder, PageFile));
    }

    private string NewFile(string name)
    {
        _files.Add(name);
        return Path.Combine(folder, name);
    }
}
