namespace OcDtd.Fast;

/// <summary>The names of the rules for γ, as the command line takes them and model files state them.</summary>
public static class GammaRules
{
    private static readonly string[] s_names = ["neighbor-mass", "neighbor-mass-unsquared", "scale", "median", "perplexity", "loo"];

    /// <summary>All names, in the order of <see cref="GammaRule"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.AsReadOnly(s_names);

    /// <summary>The name of a rule.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rule.</exception>
    public static string Name(GammaRule rule) => (uint)rule < (uint)s_names.Length
        ? s_names[(int)rule]
        : throw new ArgumentOutOfRangeException(nameof(rule), $"rule is {(int)rule}; expected 0 to {s_names.Length - 1}.");

    /// <summary>The rule of a name, letter for letter.</summary>
    /// <param name="text">One of <see cref="Names"/>; null is none.</param>
    /// <param name="rule">The rule; the first where there is none of that name.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryParse(string? text, out GammaRule rule)
    {
        int index = Array.IndexOf(s_names, text);
        rule = (GammaRule)Math.Max(0, index);
        return index >= 0;
    }
}
