using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.Commands.TopFeatures;

/// <summary>Opens the file of every row's most relevant features in the format that its name asks for.</summary>
internal static class TopFeaturesFile
{
    /// <summary>How to open <paramref name="path"/>, once the features' names are known.</summary>
    /// <exception cref="InputException">The name ends in none of the extensions that there are.</exception>
    internal static Func<IReadOnlyList<string>, ITopFeaturesOutput> Opener(string option, string path) =>
        Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".CSV" => names => new CsvTopFeatures(path, names),
            ".JSON" => names => new JsonTopFeatures(path, names),
            ".TXT" => names => new TextTopFeatures(path, names),
            _ => throw new InputException($"{option} is '{path}'; expected a name that ends in .csv, .json or .txt."),
        };
}

/// <summary>Rows with their most relevant features, written in any order; nothing is left behind unless committed.</summary>
internal interface ITopFeaturesOutput : IDisposable
{
    void Write(ExplainedRow row);

    void Commit();
}
