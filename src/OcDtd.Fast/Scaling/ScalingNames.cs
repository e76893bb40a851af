namespace OcDtd.Fast;

/// <summary>Kinds of scaling as options and files spell them.</summary>
public static class ScalingNames
{
    private static readonly string[] s_names = ["none", "standard", "minmax", "robust"];

    /// <summary>none, standard, minmax, robust: in the order of <see cref="ScalingKind"/>.</summary>
    public static IReadOnlyList<string> All { get; } = Array.AsReadOnly(s_names);

    /// <summary>The name of a kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such kind.</exception>
    public static string Of(ScalingKind kind) => (uint)kind < (uint)s_names.Length
        ? s_names[(int)kind]
        : throw new ArgumentOutOfRangeException(nameof(kind), $"scaling is {(int)kind}; expected None, Standard, MinMax or Robust.");

    /// <summary>The kind of a name, in lower case as in <see cref="All"/>; false, and None, where it is no such name.</summary>
    public static bool TryParse(string? name, out ScalingKind kind)
    {
        int index = Array.IndexOf(s_names, name);
        kind = (ScalingKind)Math.Max(index, 0);
        return index >= 0;
    }
}
