namespace OcDtd.Fast.Bench.Measuring;

/// <summary>Largest errors, as the project bounds them.</summary>
internal static class Errors
{
    /// <summary>max |d − d̂| / d̂.</summary>
    internal static double Relative(double value, double exact) => exact == 0 ? Math.Abs(value) : Math.Abs(value - exact) / exact;

    /// <summary>|o − ô| / max(1, ô).</summary>
    internal static double Score(double value, double exact) => Math.Abs(value - exact) / Math.Max(1, exact);

    /// <summary>max |R − R̂| / max R̂.</summary>
    internal static double Relevance(ReadOnlySpan<float> values, ReadOnlySpan<double> exact)
    {
        double worst = 0, largest = 0;
        for (int j = 0; j < exact.Length; j++)
        {
            worst = Math.Max(worst, Math.Abs(values[j] - exact[j]));
            largest = Math.Max(largest, exact[j]);
        }

        return worst / largest;
    }
}
