using System.Text;

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

    /// <param name="source">File or other source.</param>
    /// <param name="line">Line of a text that is no table, from 1.</param>
    /// <param name="field">What stands there, e.g. <c>gamma</c>; none if it is about the whole line.</param>
    internal static string Line(string source, long line, string? field = null) =>
        $"{source}: line {line}" + (field is null ? "" : $", {field}");

    /// <summary>Text from a file in quotes, cut where it would drown the message.</summary>
    internal static string Quote(string text) => text.Length <= LongestQuote ? $"\"{text}\"" : $"\"{text[..LongestQuote]}...\"";

    /// <summary>The same for UTF-8, whatever the bytes are.</summary>
    internal static string Quote(ReadOnlySpan<byte> text) => Quote(Encoding.UTF8.GetString(text));
}
