using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast;

/// <summary>1/(d·population variance of all entries, rows and features alike): scikit-learn's 'scale'.</summary>
internal static class ScaleRule
{
    /// <summary>Chooses γ by two passes over all rows, added up row by row in double.</summary>
    internal static GammaFinding Choose(ReadOnlySpan2D<float> samples, CancellationToken cancellation)
    {
        double count = (double)samples.Height * samples.Width;
        if (IsConstant(samples))
        {
            throw new InvalidOperationException(
                $"Gamma by {GammaRules.Name(GammaRule.Scale)} is one over d times the variance of all entries, which is 0: all {count} of "
                + $"them are {samples[0, 0]}. At least two different ones are needed.");
        }

        // Around the mean, not by the mean of squares: that would lose the variance of values far from 0.
        double mean = SumOfPowers(samples, 0, squared: false, cancellation) / count;
        double variance = SumOfPowers(samples, mean, squared: true, cancellation) / count;
        return new GammaFinding(1 / (samples.Width * variance), variance);
    }

    private static double SumOfPowers(ReadOnlySpan2D<float> samples, double center, bool squared, CancellationToken cancellation)
    {
        double sum = 0;
        for (int i = 0; i < samples.Height; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            double rowSum = 0;
            foreach (float value in samples.GetRowSpan(i))
            {
                double difference = value - center;
                rowSum += squared ? difference * difference : difference;
            }

            sum += rowSum;
        }

        return sum;
    }

    private static bool IsConstant(ReadOnlySpan2D<float> samples)
    {
        for (int i = 0; i < samples.Height; i++)
        {
            if (samples.GetRowSpan(i).ContainsAnyExcept(samples[0, 0]))
                return false;
        }

        return true;
    }
}
