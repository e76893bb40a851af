using System.Text;
using System.Text.Json;

namespace OcDtd.Fast.Onnx;

/// <summary>A list of names as a JSON array of strings, so that any character may stand in a name.</summary>
internal static class NameList
{
    internal static string Write(IReadOnlyList<string> names)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (string name in names)
                writer.WriteStringValue(name);
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>The names, or null if the text is no such list.</summary>
    internal static string[]? Read(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind != JsonValueKind.Array
                ? null
                : [.. document.RootElement.EnumerateArray().Select(element => element.GetString() ?? throw new JsonException())];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperation: an element that is no string, or half of a surrogate pair.
            return null;
        }
    }
}
