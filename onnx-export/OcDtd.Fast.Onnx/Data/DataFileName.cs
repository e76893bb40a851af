using System.Text.RegularExpressions;

namespace OcDtd.Fast.Onnx;

/// <summary>What data files are called.</summary>
/// <remarks>
/// The name carries the content's digest: a new model's data file never takes the place of the old one's, and so the one step that
/// replaces the old model by the new one is the renaming of the model file.
/// </remarks>
internal static partial class DataFileName
{
    private const int DigitsOfDigest = 16;

    /// <summary>The name for content with this digest, beside the model file so named.</summary>
    internal static string For(string modelFile, string sha256) => $"{modelFile}.{sha256[..DigitsOfDigest]}.data";

    /// <summary>Whether a file so named may be a data file that was written with the model file so named.</summary>
    internal static bool BelongsTo(string modelFile, string name) =>
        name.StartsWith(modelFile, StringComparison.Ordinal) && Ending().IsMatch(name.AsSpan(modelFile.Length));

    /// <summary>Whether it names a file in the folder it is looked up in, on every system: no path, no drive, no stream.</summary>
    internal static bool IsPlain(string name) =>
        name.Length is > 0 and <= 255 && name is not ("." or "..") && !name.Any(c => c is '/' or '\\' or ':' || char.IsControl(c));

    [GeneratedRegex(@"\A\.[0-9a-f]{16}\.data\z", RegexOptions.CultureInvariant)]
    private static partial Regex Ending();
}
