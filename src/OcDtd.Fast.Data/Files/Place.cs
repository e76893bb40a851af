namespace OcDtd.Fast.Data.Files;

/// <summary>Names places in data for messages, counting from 1.</summary>
internal static class Place
{
    private const int LongestQuote = 40;

    /// <param name="source">File or other source.</param>
    /// <param name="row">Row, from 1: for text the line.</param>
    /// <param name="column">Column, from 0 (as it indexes <paramref name="names"/>); shown from 1.</param>
    /// <param name="names">Column names, if there are any.</param>
    internal static string Cell(string source, long row, int column, IReadOnlyList<string>? names = null) =>
        $"{source}: row {row}, column {column + 1}" + (names is null || column >= names.Count ? "" : $" ({Quote(names[column])})");

    /// <param name="source">File or other source.</param>
    /// <param name="row">Row, from 1.</param>
    internal static string Row(string source, long row) => $"{source}: row {row}";

    /// <summary>Text from a file in quotes, cut where it would drown the message.</summary>
    internal static string Quote(string text) => text.Length <= LongestQuote ? $"\"{text}\"" : $"\"{text[..LongestQuote]}...\"";
}
