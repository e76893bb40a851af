namespace OcDtd.Fast.Tests.Models;

/// <summary>What counts as equal to the float64 oracle: errors as multiples of the bound; at most 1 is right.</summary>
internal static class OracleBounds
{
    /// <summary>|o − ô| ≤ 1e-5·max(1, ô).</summary>
    internal static double ScoreError(double found, double expected) => Math.Abs(found - expected) / (1e-5 * Math.Max(1, expected));

    /// <summary>|R − R̂| ≤ (1e-4 + 2e-7·ô)·max R̂ + 1e-9·max(1, ô), over all features.</summary>
    internal static double RelevanceError(ReadOnlySpan<float> found, ReadOnlySpan<double> expected, double outlierness)
    {
        double largest = 0, worst = 0;
        for (int j = 0; j < expected.Length; j++)
        {
            largest = Math.Max(largest, expected[j]);
            double error = Math.Abs(found[j] - expected[j]);
            worst = double.IsNaN(error) ? double.NaN : Math.Max(worst, error);
        }

        return worst / RelevanceBound(largest, outlierness);
    }

    /// <summary>The same bound for the residual, which is relevance that found no feature.</summary>
    internal static double ResidualError(double found, double expected, double largestRelevance, double outlierness) =>
        Math.Abs(found - expected) / (RelevanceBound(Math.Max(largestRelevance, expected), outlierness) + 1e-5 * Math.Max(1, outlierness));

    private static double RelevanceBound(double largest, double outlierness) =>
        (1e-4 + 2e-7 * outlierness) * largest + 1e-9 * Math.Max(1, outlierness);
}
