namespace OcDtd.Fast.Bench.Measuring;

/// <summary>What came out for one case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Minimum">Seconds a call, the fastest sample: what the code can do.</param>
/// <param name="Median">Seconds a call, the middle sample: what this machine made of it.</param>
/// <param name="Bytes">Bytes that one warm call allocates, on all threads.</param>
internal sealed record Measured(Case Case, double Minimum, double Median, long Bytes);
