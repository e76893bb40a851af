namespace OcDtd.Fast.Cli.CommandLine;

/// <summary>Text from elsewhere (messages, names in a file) made fit for a line of a terminal.</summary>
internal static class PlainText
{
    private static readonly char[] s_controls = [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)];

    /// <summary>The text on one line: a space for each run of line breaks and other control characters.</summary>
    internal static string OneLine(string text) => string.Join(' ', text.Split(s_controls, StringSplitOptions.RemoveEmptyEntries));
}
