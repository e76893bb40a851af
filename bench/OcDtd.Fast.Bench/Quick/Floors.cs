using OcDtd.Fast.Bench.Measuring;

namespace OcDtd.Fast.Bench.Quick;

/// <summary>The least time that the machine needs for what is being done.</summary>
internal static class Floors
{
    /// <summary>
    /// Arithmetic of the direct form: a subtraction and a multiply-add for each feature, row and support vector. Cores count in full,
    /// even where other programs took a part of them: a share may then be too low, but never flatters.
    /// </summary>
    internal static Func<MachineLimits, double> Differences(long count, int cores = 1) =>
        limits => count / (limits.SquaredDifferences * cores);

    /// <summary>The model read so many times from memory (or the outer cache), as one row alone needs it.</summary>
    internal static Func<MachineLimits, double> Reading(long values, int times = 1) =>
        limits => times * values * sizeof(float) / limits.BytesRead;
}
