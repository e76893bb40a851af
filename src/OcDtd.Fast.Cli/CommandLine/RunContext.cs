using System.Buffers;
using System.Text.Json;

namespace OcDtd.Fast.Cli.CommandLine;

/// <summary>What every command gets: where to print, how many threads, when to stop.</summary>
internal sealed class RunContext(TextWriter output, TextWriter error, CommonValues common, CancellationToken cancellation)
{
    /// <summary>Ctrl-C.</summary>
    internal CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Whether the answer is to be JSON.</summary>
    internal bool Json => common.Json;

    /// <summary>Whether to say nothing but errors.</summary>
    internal bool Quiet => common.Quiet;

    /// <summary>Threads and cancellation for the engine.</summary>
    internal BatchOptions Batch => new() { MaxDegreeOfParallelism = common.Threads, CancellationToken = Cancellation };

    /// <summary>A line for people, on standard output.</summary>
    internal void Say(string line)
    {
        if (!Quiet && !Json)
            output.WriteLine(line);
    }

    /// <summary>A line that warns, on standard error.</summary>
    internal void Warn(string line)
    {
        if (!Quiet)
            error.WriteLine($"ocdtd: warning: {line}");
    }

    /// <summary>A line about what goes on, on standard error.</summary>
    internal void Note(string line)
    {
        if (!Quiet)
            error.WriteLine($"ocdtd: {line}");
    }

    /// <summary>The command's answer: <paramref name="facts"/> as one JSON object, or the lines for people.</summary>
    internal void Answer(IReadOnlyDictionary<string, object?> facts, params IEnumerable<string> lines)
    {
        if (Json)
        {
            output.WriteLine(JsonText.Of(facts));
            return;
        }

        foreach (string line in lines)
            Say(line);
    }

    /// <summary>Runs <paramref name="work"/> over <paramref name="total"/> steps with a progress bar, if there is a terminal to draw it on.</summary>
    internal void WithProgress(string what, int total, Action<BatchOptions> work)
    {
        if (Quiet || Console.IsErrorRedirected)
        {
            work(Batch);
            return;
        }

        ProgressBar.Run(what, total, progress => work(Batch with { Progress = progress }));
    }
}

/// <summary>Options that every command has.</summary>
internal readonly record struct CommonValues(int Threads, bool Json, bool Quiet);

/// <summary>JSON as people and programs read it: indented, numbers as numbers; NaN and infinity as strings, as JSON has none.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true };

    internal static string Of(IReadOnlyDictionary<string, object?> facts)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_options))
            Write(json, facts);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A writer of the same look into a buffer of the caller's.</summary>
    internal static Utf8JsonWriter Writer(IBufferWriter<byte> buffer) => new(buffer, s_options);

    /// <summary>Writes null, a number, text, facts, or a list of these.</summary>
    internal static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case float number when float.IsFinite(number): json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case IReadOnlyDictionary<string, object?> facts:
                json.WriteStartObject();
                foreach ((string name, object? item) in facts)
                {
                    json.WritePropertyName(name);
                    Write(json, item);
                }

                json.WriteEndObject();
                break;
            case string text: json.WriteStringValue(text); break;
            case System.Collections.IEnumerable items:
                json.WriteStartArray();
                foreach (object? item in items)
                    Write(json, item);
                json.WriteEndArray();
                break;
            default: json.WriteStringValue(value.ToString()); break;
        }
    }
}
