using System.Runtime.CompilerServices;
using OcDtd.Fast.Bench.Limits;

namespace OcDtd.Fast.Bench.Measuring;

/// <summary>
/// One line of a table: what is run, and what is known about it. A call is timed here, or in the process that does the work.
/// </summary>
internal sealed record Case
{
    private Case(string name, Action? run, Func<double>? ask)
    {
        Name = name;
        Run = run;
        Ask = ask;
    }

    /// <summary>Two cases are the same only where they are one object: their work cannot be compared.</summary>
    public bool Equals(Case? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>Work of this process: one call of <paramref name="run"/>.</summary>
    internal static Case Here(string name, Action run) => new(name, run, null);

    /// <summary>
    /// Work of another process, which <paramref name="ask"/> makes it do once and which answers with the seconds it took.
    /// </summary>
    internal static Case Elsewhere(string name, Func<double> ask) => new(name, null, ask) { Settles = true };

    /// <summary>As printed.</summary>
    internal string Name { get; }

    internal Action? Run { get; }

    internal Func<double>? Ask { get; }

    /// <summary>Rows a call handles; times are printed by row.</summary>
    internal int Rows { get; init; } = 1;

    /// <summary>Seconds below which no program that does this arithmetic, or reads this model, can stay on this machine.</summary>
    internal Func<MachineLimits, double>? Floor { get; init; }

    /// <summary>Largest error against the plain loops in double; asked for after the last call.</summary>
    internal Func<double>? Error { get; init; }

    /// <summary>Samples at most: slow peers take fewer than what they are compared with.</summary>
    internal int MostSamples { get; init; } = int.MaxValue;

    /// <summary>Whether threads of it may still be spinning when a call is over, so that the next case has to wait.</summary>
    internal bool Settles { get; init; }

    /// <summary>Peak memory of the process that did it, where that process did nothing else.</summary>
    internal Func<long>? PeakBytes { get; init; }
}
