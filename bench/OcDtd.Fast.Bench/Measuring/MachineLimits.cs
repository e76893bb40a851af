using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Measuring;

/// <summary>What the processor can do, measured between the cases of the same run.</summary>
/// <param name="Arithmetic">One core, at every width that is accelerated, widest first.</param>
/// <param name="MultiplyAddsAllCores">Fused multiply-adds of floats a second at the widest width, all cores together.</param>
/// <param name="BytesRead">Bytes a second, one core, over a buffer as large as the packed model that was just read before.</param>
internal sealed record MachineLimits(IReadOnlyList<ArithmeticLimit> Arithmetic, double MultiplyAddsAllCores, double BytesRead)
{
    /// <summary>How many cores' worth of arithmetic all cores gave. Much less than there are: other programs were running.</summary>
    internal double Cores => MultiplyAddsAllCores / Arithmetic[0].MultiplyAdds;

    /// <summary>The direct form's limit on one core, at the best width.</summary>
    internal double SquaredDifferences => Arithmetic.Max(a => a.SquaredDifferences);
}

/// <summary>A core's arithmetic at one width.</summary>
/// <param name="Width">Of the vectors.</param>
/// <param name="MultiplyAdds">Fused multiply-adds of floats a second.</param>
/// <param name="SquaredDifferences">Subtractions each followed by a fused multiply-add, a second.</param>
internal sealed record ArithmeticLimit(SimdWidth Width, double MultiplyAdds, double SquaredDifferences);
