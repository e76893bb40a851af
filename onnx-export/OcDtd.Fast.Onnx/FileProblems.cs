using System.Text;

namespace OcDtd.Fast.Onnx;

/// <summary>Words what is wrong with one file, always in one line.</summary>
internal sealed class FileProblems(string file)
{
    private const int LongestQuote = 60;

    internal ModelFormatException Wrong(string what, Exception? cause = null) => new($"{file}: {OneLine(what)}", cause!);

    /// <summary>Runs <paramref name="make"/>; what it refuses is a problem of <paramref name="field"/>.</summary>
    internal T Guard<T>(string field, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            // "(Parameter 'name')" is for programmers.
            string message = e.Message;
            int parameter = message.IndexOf(" (Parameter '", StringComparison.Ordinal);
            throw Wrong($"{field}: {(parameter < 0 ? message : message[..parameter])}", e);
        }
    }

    /// <summary>Text from the file as a message may show it: short and printable.</summary>
    internal static string Quote(string text, int longest = LongestQuote)
    {
        string shown = text.Length <= longest ? text : text[..longest] + "…";
        return $"'{OneLine(shown)}'";
    }

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (char c in text)
            line.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? '?' : c);
        return line.ToString();
    }
}
