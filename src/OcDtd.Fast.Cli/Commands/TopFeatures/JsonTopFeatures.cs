using System.Buffers;
using System.Text.Json;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Files;

namespace OcDtd.Fast.Cli.Commands.TopFeatures;

/// <summary>One array with an object for each row.</summary>
internal sealed class JsonTopFeatures : ITopFeaturesOutput
{
    private readonly IReadOnlyList<string> _names;
    private readonly PendingFile _file;

    // Between the two, so that ending without a commit never writes to the file.
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;

    internal JsonTopFeatures(string path, IReadOnlyList<string> names)
    {
        _names = names;
        _file = AtomicFile.Create(path);
        _json = JsonText.Writer(_buffer);
        _json.WriteStartArray();
    }

    public void Write(ExplainedRow row)
    {
        JsonText.Write(_json, row.Facts(_names));
        PassOn();
    }

    public void Commit()
    {
        _json.WriteEndArray();
        PassOn();
        _file.Stream.WriteByte((byte)'\n');
        _file.Commit();
    }

    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }

    private void PassOn()
    {
        _json.Flush();
        _file.Stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
