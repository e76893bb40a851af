using OcDtd.Fast.Bench.Limits;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Measuring;

/// <summary>The least time that the machine needs for what is being done.</summary>
internal static class Floors
{
    /// <summary>
    /// Fused multiply-adds, whatever the program does beside them: one core's measured peak, or of all cores' so many parts.
    /// </summary>
    internal static Func<MachineLimits, double> MultiplyAdds(double count, int cores = 1) => limits =>
        count / (cores == 1 ? limits.MultiplyAdds : limits.MultiplyAddsAllCores * cores / Environment.ProcessorCount);

    /// <summary>The same at another width than the widest.</summary>
    internal static Func<MachineLimits, double> MultiplyAdds(double count, SimdWidth width) =>
        limits => count / limits.At(width).MultiplyAdds;
}
