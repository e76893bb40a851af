using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Solver;

/// <summary>Whether kernel values in float32 are good enough.</summary>
internal static class KernelPrecision
{
    /// <summary>The smallest tolerance that float32 is good for where kernels are not wide.</summary>
    private const double SmallestSingleTolerance = 1e-6;

    /// <summary>
    /// Where kernels are wide, K is 1 less about γd², and what counts is that difference: of it a float32 rounding of K, 2⁻²⁴ at most, is to stay
    /// within the tolerance. Errors found are under 3·10⁻⁹/(γ·mean squared distance).
    /// </summary>
    private const double SmallestProduct = 1e-8;

    /// <summary>An order of magnitude is wanted, no more.</summary>
    private const int MostRows = 1000;

    internal static bool NeedsDouble(ReadOnlySpan2D<float> samples, double gamma, double tolerance) =>
        tolerance < SmallestSingleTolerance || gamma * MeanSquaredDistance(samples) * tolerance < SmallestProduct;

    /// <summary>Of two rows drawn at random: twice the sum of the features' variances, from rows at equal distances. Relative to the first row, against cancellation.</summary>
    private static double MeanSquaredDistance(ReadOnlySpan2D<float> samples)
    {
        double[] sums = new double[samples.Width];
        double squares = 0;
        ReadOnlySpan<float> origin = samples.GetRowSpan(0);
        int step = (samples.Height + MostRows - 1) / MostRows, count = 0;
        for (int i = 0; i < samples.Height; i += step, count++)
        {
            ReadOnlySpan<float> row = samples.GetRowSpan(i);
            for (int j = 0; j < sums.Length; j++)
            {
                double difference = (double)row[j] - origin[j];
                sums[j] += difference;
                squares += difference * difference;
            }
        }

        double ofMean = 0;
        foreach (double sum in sums)
            ofMean += sum / count * (sum / count);
        return 2 * (squares / count - ofMean);
    }
}
