using System.Globalization;

namespace OcDtd.Fast.Cli.Commands.Fitting;

/// <summary>How a model was made, fact by fact, for its file.</summary>
internal sealed class TrainingFacts
{
    private readonly List<KeyValuePair<string, string>> _facts = [];

    internal IReadOnlyList<KeyValuePair<string, string>> All => _facts;

    internal void Add(string name, string value) => _facts.Add(new(name, value));

    internal void Add(string name, double value) => Add(name, value.ToString("R", CultureInfo.InvariantCulture));

    internal void Add(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    internal void Add(KeyValuePair<string, string> fact) => _facts.Add(fact);
}
