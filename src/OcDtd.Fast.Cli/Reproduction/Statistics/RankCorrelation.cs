namespace OcDtd.Fast.Cli.Reproduction.Statistics;

/// <summary>Spearman's rank correlation: whether two lists put the same things in the same order.</summary>
internal static class RankCorrelation
{
    /// <summary>−1 to 1; ties share the mean of their ranks. NaN where a list is constant.</summary>
    internal static double Compute(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count != second.Count)
            throw new ArgumentException($"second has {second.Count} values; first has {first.Count}.", nameof(second));
        return Pearson(Ranks(first), Ranks(second));
    }

    private static double[] Ranks(IReadOnlyList<double> values) =>
        [.. values.Select(value => values.Count(other => other < value) + (values.Count(other => other == value) - 1) / 2.0)];

    private static double Pearson(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average(), xy = 0, xx = 0, yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }

        return xy / Math.Sqrt(xx * yy);
    }
}
