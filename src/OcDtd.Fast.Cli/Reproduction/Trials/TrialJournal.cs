using System.Text.Json;
using System.Text.Json.Serialization;
using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.Reproduction.Trials;

/// <summary>The file in which finished trials stand, a line each, so that nothing is computed twice.</summary>
/// <remarks>
/// Its first line says what the numbers were computed from and by. A file that says something else is set aside under <see cref="Aside"/> and a new one is begun:
/// numbers of other data or of another build must not get into a report. What a crash cut short is dropped. One run at a time may have it open.
/// </remarks>
internal sealed class TrialJournal : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>Ending of the name under which a journal of other data or another build is kept.</summary>
    internal const string Aside = ".old";

    private readonly FileStream _file;

    private TrialJournal(FileStream file) => _file = file;

    /// <summary>Whether the file was of other data or another build, and now stands under <see cref="Aside"/>.</summary>
    internal bool IsBegunAnew { get; private set; }

    /// <summary>Opens the file, or begins it.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="origin">What numbers are computed from and by; equal text means equal numbers.</param>
    /// <param name="book">Receives what the file holds.</param>
    /// <exception cref="InputException">Another run has it open, or it cannot be written.</exception>
    internal static TrialJournal Open(string path, string origin, TrialBook book)
    {
        try
        {
            var journal = new TrialJournal(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            try
            {
                journal.Recall(Line(new Head(origin)), book);
                return journal;
            }
            catch
            {
                journal.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be opened ({PlainText.OneLine(e.Message)}); expected a journal that no other run is writing.", e);
        }
    }

    /// <summary>Adds a finished trial; it is on its way to the disk when this returns.</summary>
    internal void Add(string key, TrialNumbers numbers)
    {
        _file.Write(Line(new Entry(key, numbers)));
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Takes over whole lines up to the first that is not one, and cuts the file there.</summary>
    private void Recall(byte[] head, TrialBook book)
    {
        byte[] bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        int kept = bytes.AsSpan().StartsWith(head) ? head.Length : 0;
        while (kept > 0 && bytes.AsSpan(kept).IndexOf((byte)'\n') is >= 0 and int length && Parse(bytes.AsSpan(kept, length)) is { } entry)
        {
            book.Add(entry.Key, new TrialNumbers(entry.Numbers));
            kept += length + 1;
        }

        // Without one whole line there is nothing to keep.
        IsBegunAnew = kept == 0 && bytes.Contains((byte)'\n');
        if (IsBegunAnew)
            File.WriteAllBytes(_file.Name + Aside, bytes);
        _file.SetLength(kept);
        _file.Position = kept;
        if (kept == 0)
            _file.Write(head);
    }

    private static Entry? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<Entry>(line, s_json) is { Key: not null, Numbers: not null } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Line<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, s_json), (byte)'\n'];

    private sealed record Head(string Origin);

    private sealed record Entry(string Key, IReadOnlyDictionary<string, double[]> Numbers);
}
