using OcDtd.Fast.Bench.Limits;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Measuring;

/// <summary>The least time that the machine needs for what is being done.</summary>
internal static class Floors
{
    /// <summary>
    /// Fused multiply-adds, whatever the program does beside them. The measured peak of so many cores counts, taken as multiples of one
    /// core's even where other programs took a part of them: a share may then be too low, but never flatters.
    /// </summary>
    internal static Func<MachineLimits, double> MultiplyAdds(double count, int cores = 1) =>
        limits => count / (limits.MultiplyAdds * cores);

    /// <summary>The same at another width than the widest.</summary>
    internal static Func<MachineLimits, double> MultiplyAdds(double count, SimdWidth width) =>
        limits => count / limits.At(width).MultiplyAdds;
}
