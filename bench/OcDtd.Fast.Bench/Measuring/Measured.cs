using OcDtd.Fast.Bench.Limits;

namespace OcDtd.Fast.Bench.Measuring;

/// <summary>What came out for one case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Minimum">Seconds a call, the fastest sample: what the code can do.</param>
/// <param name="Median">Seconds a call, the middle sample: what this machine made of it.</param>
/// <param name="Samples">How many there were.</param>
/// <param name="Bytes">Bytes that one warm call allocates, on all threads; null for another process.</param>
internal sealed record Measured(Case Case, double Minimum, double Median, int Samples, long? Bytes)
{
    internal double MinimumPerRow => Minimum / Case.Rows;

    internal double MedianPerRow => Median / Case.Rows;

    /// <summary>The least time the machine needs, relative to what was taken; null where no limit is known.</summary>
    internal double? Share(MachineLimits limits) => Case.Floor is { } floor ? floor(limits) / Minimum : null;
}

/// <summary>One interleaved run: its cases and the limits that took turns with them.</summary>
internal sealed record RunResult(IReadOnlyList<Measured> Measured, MachineLimits Limits)
{
    internal Measured this[Case c] => Measured.First(m => m.Case == c);
}
