using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Limits;

/// <summary>What the processor can do, measured between the cases of the same run.</summary>
/// <param name="Arithmetic">One core, at every width that is accelerated, widest first.</param>
/// <param name="MultiplyAddsAllCores">Fused multiply-adds of floats a second at the widest width, all cores together.</param>
/// <param name="Steadiness">One core's multiply-adds in the middle sample, relative to the fastest.</param>
internal sealed record MachineLimits(IReadOnlyList<ArithmeticLimit> Arithmetic, double MultiplyAddsAllCores, double Steadiness)
{
    /// <summary>
    /// Below it, even one core was shared for half of the time: then both peaks may be too low, and their ratio still right.
    /// </summary>
    private const double Steady = 0.9;

    /// <summary>Of what the cores could give together, the least that counts as having had the machine to oneself.</summary>
    private const double Undisturbed = 0.95;

    /// <summary>Fused multiply-adds of floats a second, one core, at the best width.</summary>
    internal double MultiplyAdds => Arithmetic.Max(a => a.MultiplyAdds);

    /// <summary>How many cores' worth of arithmetic all cores gave. Much less than there are: other programs were running.</summary>
    internal double Cores => MultiplyAddsAllCores / MultiplyAdds;

    /// <summary>On two cores: under 1.9 times one, or one core's own peak came and went.</summary>
    internal bool Disturbed => Cores < Undisturbed * Environment.ProcessorCount || Steadiness < Steady;

    internal ArithmeticLimit At(SimdWidth width) => Arithmetic.First(a => a.Width == width);

    internal string Describe() =>
        $"{2e-9 * MultiplyAdds:0} GFLOP/s of multiply-adds on one core, {2e-9 * MultiplyAddsAllCores:0} on " +
        $"{Environment.ProcessorCount} ({Cores:0.00} times one); one core's middle sample at {100 * Steadiness:0} % of that";
}

/// <summary>A core's arithmetic at one width.</summary>
/// <param name="Width">Of the vectors.</param>
/// <param name="MultiplyAdds">Fused multiply-adds of floats a second.</param>
/// <param name="SquaredDifferences">Subtractions each followed by a fused multiply-add, a second.</param>
internal sealed record ArithmeticLimit(SimdWidth Width, double MultiplyAdds, double SquaredDifferences);
