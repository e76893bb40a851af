using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using OcDtd.Fast.Files;

namespace OcDtd.Fast.Cli.Reproduction.Trials;

/// <summary>The file in which finished trials stand, a line each, so that nothing is computed twice.</summary>
/// <remarks>
/// Its first line says what the numbers were computed from and by. A file that says something else is begun anew: numbers of other data or of
/// another build must not get into a report. A last line cut short by a crash is dropped.
/// </remarks>
internal sealed class TrialJournal : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly FileStream _file;

    private TrialJournal(FileStream file) => _file = file;

    /// <summary>Opens the file, or begins it.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="origin">What numbers are computed from and by; equal text means equal numbers.</param>
    /// <param name="book">Receives what the file holds.</param>
    internal static TrialJournal Open(string path, string origin, TrialBook book)
    {
        List<byte[]> kept = Kept(path, origin, book);
        AtomicFile.Write(path, stream =>
        {
            foreach (byte[] line in kept)
                stream.Write(line);
        });
        return new TrialJournal(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read));
    }

    /// <summary>Adds a finished trial; it is on its way to the disk when this returns.</summary>
    internal void Add(string key, TrialNumbers numbers)
    {
        _file.Write(Line(new Entry(key, numbers)));
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();

    private static List<byte[]> Kept(string path, string origin, TrialBook book)
    {
        byte[] head = Line(new Head(origin));
        var kept = new List<byte[]> { head };
        if (!File.Exists(path))
            return kept;

        string[] lines = File.ReadAllText(path, Encoding.UTF8).Split('\n');
        if (lines[0] + "\n" != Encoding.UTF8.GetString(head))
            return kept;
        foreach (string line in lines[1..])
        {
            if (Parse(line) is not { } entry)
                break;
            book.Add(entry.Key, new TrialNumbers(entry.Numbers));
            kept.Add(Line(entry));
        }

        return kept;
    }

    private static Entry? Parse(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize<Entry>(line, s_json);
        }
        catch (JsonException)
        {
            return null; // cut short
        }
    }

    private static byte[] Line<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, s_json), (byte)'\n'];

    private sealed record Head(string Origin);

    private sealed record Entry(string Key, IReadOnlyDictionary<string, double[]> Numbers);
}
