namespace OcDtd.Fast.Cli.Reproduction.Trials;

/// <summary>One piece of work whose numbers are kept, so that an interrupted run goes on where it was.</summary>
/// <param name="Study">The study it belongs to, as progress names it.</param>
/// <param name="Settings">Everything that decides the numbers, such as "protocol=authors-settings seed=3 m=40,50".</param>
/// <param name="Weight">How long it takes, roughly, in seconds: progress and the remaining time go by it.</param>
/// <param name="Run">Does the work; runs on one thread, and may use every core for its batches.</param>
internal sealed record Trial(string Study, string Settings, double Weight, Func<TrialNumbers> Run)
{
    /// <summary>Trials of one key give the same numbers.</summary>
    internal string Key => $"{Study}: {Settings}";
}

/// <summary>What a trial found: lists of numbers by name.</summary>
internal sealed class TrialNumbers : Dictionary<string, double[]>
{
    internal TrialNumbers()
        : base(StringComparer.Ordinal)
    {
    }

    internal TrialNumbers(IEnumerable<KeyValuePair<string, double[]>> numbers)
        : base(numbers, StringComparer.Ordinal)
    {
    }
}
