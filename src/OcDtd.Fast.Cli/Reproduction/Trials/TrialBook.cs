namespace OcDtd.Fast.Cli.Reproduction.Trials;

/// <summary>The numbers of every trial, by trial.</summary>
internal sealed class TrialBook
{
    private readonly Dictionary<string, TrialNumbers> _numbers = new(StringComparer.Ordinal);

    internal bool Has(Trial trial) => _numbers.ContainsKey(trial.Key);

    internal void Add(string key, TrialNumbers numbers) => _numbers[key] = numbers;

    internal TrialNumbers Of(Trial trial) => _numbers.TryGetValue(trial.Key, out TrialNumbers? numbers)
        ? numbers
        : throw new InvalidOperationException($"the trial '{trial.Key}' has not been run.");

    /// <summary>The place <paramref name="index"/> of the list <paramref name="name"/>, one number a trial.</summary>
    internal double[] Values(IEnumerable<Trial> trials, string name, int index) => [.. trials.Select(trial => Of(trial)[name][index])];
}
