using System.Globalization;
using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.Reproduction.Thesis;

/// <summary>A table of the thesis: the six classifiers' numbers by what stands before them in a row.</summary>
internal sealed class ThesisTable
{
    private static readonly string[] s_classifiers = ["C1", "C1xC1", "C2", "C2xC2", "C1+C2", "C1xC2"];

    private readonly Dictionary<string, double[]> _rows = new(StringComparer.Ordinal);

    private ThesisTable(string path) => Read(path);

    /// <summary>Reads a table; null where the file does not exist.</summary>
    internal static ThesisTable? Load(string? folder, string file)
    {
        string path = Path.Combine(folder ?? "", file);
        return folder is not null && File.Exists(path) ? new ThesisTable(path) : null;
    }

    /// <summary>Keys in the table's order; a category and a defect are joined by a slash.</summary>
    internal IReadOnlyList<string> Keys => [.. _rows.Keys];

    /// <summary>The six numbers of a row, or null.</summary>
    internal double[]? Row(string key) => _rows.GetValueOrDefault(key);

    private void Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        string[] header = lines.Length > 0 ? lines[0].Split(',') : [];
        int keys = header.Length - s_classifiers.Length;
        if (keys < 1 || !header.AsSpan(keys).SequenceEqual(s_classifiers))
            throw new InputException($"{path}: the header is '{string.Join(',', header)}'; expected names, then {string.Join(',', s_classifiers)}.");
        for (int i = 1; i < lines.Length; i++)
        {
            string[] cells = lines[i].Split(',');
            if (cells.Length != header.Length)
                throw new InputException($"{path}: line {i + 1} has {cells.Length} fields; expected {header.Length}.");
            _rows[string.Join('/', cells[..keys])] = [.. cells[keys..].Select(cell => Number(path, i + 1, cell))];
        }
    }

    private static double Number(string path, int line, string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new InputException($"{path}: line {line} holds '{cell}'; expected a number.");
}
