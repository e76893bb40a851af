namespace OcDtd.Fast.Bench.Measuring;

/// <summary>One line of a table: what is run, and what is known about it before it runs.</summary>
/// <param name="Name">As printed.</param>
/// <param name="Run">One call, of which time and bytes are measured.</param>
internal sealed record Case(string Name, Action Run)
{
    /// <summary>Rows a call handles; times are printed by row.</summary>
    internal int Rows { get; init; } = 1;

    /// <summary>Seconds below which no program that does this arithmetic, or reads this model, can stay on this machine.</summary>
    internal Func<MachineLimits, double>? Floor { get; init; }

    /// <summary>Largest error against the plain loops in double.</summary>
    internal double? Error { get; init; }

    /// <summary>The case that the table's ratios are relative to.</summary>
    internal bool IsBaseline { get; init; }
}
