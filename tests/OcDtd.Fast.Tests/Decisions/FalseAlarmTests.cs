using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Tests.Models;

namespace OcDtd.Fast.Tests.Decisions;

/// <summary>The false-alarm rate that calibration promises, over 1,000 simulated splits into training, calibration and new rows.</summary>
/// <remarks>
/// With n = 99 calibration rows the rates 0.05 and 0.1 are 5 and 10 of n + 1 places, so that the promise P(p ≤ rate) ≤ rate is an
/// equality and both sides can be tested. One new row of each split is a false alarm with exactly that chance, independently of other
/// splits: their number is binomial. The 100 new rows of one split are not independent, for they share its calibration rows: given those,
/// the chance of a false alarm is the mass above the k-th largest of n scores, Beta(k, n + 1 − k), and so their number is
/// beta-binomial. Its variance is twice the binomial one here, and a binomial interval over all 100,000 rows would be too narrow.
/// </remarks>
public class FalseAlarmTests
{
    private const int Splits = 1000;
    private const int TrainingRows = 50;
    private const int CalibrationRows = 99;
    private const int NewRows = 100;

    /// <summary>False alarms at 0.05 and 0.1 of each split: of its first new row, and of all.</summary>
    private static readonly Lazy<(int[] First, int[] All)[]> s_splits = new(Simulate);

    private static readonly double[] s_rates = [0.05, 0.1];

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    public void Of_one_new_row_a_split_the_share_lies_in_the_binomial_interval(int rate, int k)
    {
        int found = s_splits.Value.Sum(split => split.First[rate]);
        (int low, int high) = BinomialInterval(Splits, k / (CalibrationRows + 1.0), tail: 0.005);
        Assert.InRange(found, low, high);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    public void Of_all_new_rows_the_share_lies_in_the_beta_binomial_interval(int rate, int k)
    {
        double mean = s_splits.Value.Average(split => split.All[rate]);
        double standardError = Math.Sqrt(BetaBinomialVariance(k) / Splits);
        Assert.Equal(NewRows * k / (CalibrationRows + 1.0), mean, 2.576 * standardError); // 99 %
    }

    /// <summary>That rows of one split hang together as said: otherwise the interval above would be the wrong one.</summary>
    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    public void Splits_vary_as_the_beta_binomial_law_says(int rate, int k)
    {
        double[] counts = [.. s_splits.Value.Select(split => (double)split.All[rate])];
        double mean = counts.Average();
        double variance = counts.Sum(count => (count - mean) * (count - mean)) / (Splits - 1);

        // The sample variance of 1,000 such counts is within 20 % of the law's; the binomial law's is half of it.
        Assert.Equal(1, variance / BetaBinomialVariance(k), 0.2);
    }

    private static (int[] First, int[] All)[] Simulate()
    {
        // One generator for all splits: those of neighbouring seeds are correlated, and the splits would be with them.
        var random = new Random(1);
        var splits = new (int[], int[])[Splits];
        for (int split = 0; split < Splits; split++)
        {
            SupportVectorModel model = KernelDensity.Fit(TestModels.RandomRows(random, TrainingRows, 2), gamma: 2);
            ConformalCalibration calibration = ConformalCalibration.Fit(model, TestModels.RandomRows(random, CalibrationRows, 2));
            float[] scores = model.Score(TestModels.RandomRows(random, NewRows, 2));
            DecisionRule[] rules = Array.ConvertAll(s_rates, rate => DecisionRule.FromCalibration(calibration, rate));
            splits[split] = (
                Array.ConvertAll(rules, rule => rule.IsOutlier(scores[0]) ? 1 : 0),
                Array.ConvertAll(rules, rule => scores.Count(rule.IsOutlier)));
        }

        return splits;
    }

    /// <summary>The variance of false alarms among the new rows of a split, whose chance is Beta(k, n + 1 − k).</summary>
    private static double BetaBinomialVariance(int k)
    {
        double a = k, b = CalibrationRows + 1 - k;
        return NewRows * a * b * (a + b + NewRows) / ((a + b) * (a + b) * (a + b + 1));
    }

    /// <summary>The smallest and the largest count whose lower and upper tail exceed <paramref name="tail"/>.</summary>
    private static (int Low, int High) BinomialInterval(int trials, double chance, double tail)
    {
        double[] mass = new double[trials + 1];
        mass[0] = Math.Pow(1 - chance, trials);
        for (int i = 1; i <= trials; i++)
            mass[i] = mass[i - 1] * (trials - i + 1) / i * chance / (1 - chance);
        int low = 0, high = trials;
        for (double below = mass[0]; below <= tail; below += mass[low])
            low++;
        for (double above = mass[trials]; above <= tail; above += mass[high])
            high--;
        return (low, high);
    }
}
