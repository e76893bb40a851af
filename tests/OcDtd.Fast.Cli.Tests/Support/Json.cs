using System.Text.Json;

namespace OcDtd.Fast.Cli.Tests.Support;

/// <summary>What --json prints.</summary>
internal static class Json
{
    /// <summary>Runs a command with --json; all that it prints must be one JSON object.</summary>
    internal static JsonElement Of(params string[] arguments) => Parse(Ocdtd.Succeed([.. arguments, "--json"]));

    internal static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        return document.RootElement.Clone();
    }
}
