using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast;

/// <summary>Split-conformal calibration: held-out normal rows' scores, which turn scores into p-values and rates into thresholds.</summary>
/// <remarks>
/// <para>p(o) = (1 + #{calibration ≥ o}) / (n + 1). If a new row is normal, drawn as the calibration rows were, and none of them was
/// trained on, then P(p ≤ rate) ≤ rate over the draw of all of them, whatever the model and the data. One draw of calibration rows
/// may do better or worse than the rate; docs/maths.md says by how much.</para>
/// <para>Immutable and safe to share between threads.</para>
/// </remarks>
public sealed class ConformalCalibration
{
    private readonly float[] _scores;

    private ConformalCalibration(float[] scores) => _scores = scores;

    /// <summary>n: how many calibration scores there are.</summary>
    public int Count => _scores.Length;

    /// <summary>The calibration scores, ascending.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>Takes scores that were computed before.</summary>
    /// <param name="scores">Outlierness of held-out normal rows, in any order; finite, at least one; copied. −0 becomes 0.</param>
    /// <exception cref="ArgumentException">There is none, or one is not finite: the message says which, counted from 0.</exception>
    public static ConformalCalibration FromScores(ReadOnlySpan<float> scores)
    {
        if (scores.IsEmpty)
            throw new ArgumentException("there are no calibration scores; at least one is needed.", nameof(scores));

        float[] sorted = new float[scores.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            if (!float.IsFinite(scores[i]))
                throw new ArgumentException($"calibration score {i} is {scores[i]}; expected a finite value.", nameof(scores));
            sorted[i] = scores[i] + 0f; // −0 + 0 is 0: equal scores have equal bits, so there is one ascending order
        }

        Array.Sort(sorted);
        return new ConformalCalibration(sorted);
    }

    /// <summary>Scores rows that the model has not seen.</summary>
    /// <param name="model">Any model; all that was chosen for it (γ, features, scaling) must have been chosen without these rows.</param>
    /// <param name="heldOutRows">n × FeatureCount, normal, finite, at least one.</param>
    /// <param name="options">Threads, cancellation, progress.</param>
    /// <exception cref="ArgumentException">Another number of features, no rows, or a row whose score is not finite.</exception>
    /// <exception cref="OperationCanceledException">Asked for.</exception>
    public static ConformalCalibration Fit(OneClassModel model, ReadOnlySpan2D<float> heldOutRows, BatchOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        float[] scores = new float[heldOutRows.Height];
        model.Score(heldOutRows, scores, options);
        return FromScores(scores);
    }

    /// <summary>The fewest calibration scores with which a false-alarm rate can be kept: ⌈1/rate⌉ − 1.</summary>
    /// <param name="falseAlarmRate">Above 0, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    /// <remarks>The smallest p-value there is is 1/(n + 1); with fewer scores no row could ever be called an outlier.</remarks>
    public static long RequiredCount(double falseAlarmRate)
    {
        Rates.Require(falseAlarmRate, "false-alarm rate", nameof(falseAlarmRate));
        double places = Math.Ceiling(1 / falseAlarmRate); // at most one off
        if (1.0 / (places - 1) <= falseAlarmRate)
            places--;
        else if (1.0 / places > falseAlarmRate)
            places++;
        return (long)(places - 1); // saturates
    }

    /// <summary>How usual so high a score is among normal rows: (1 + #{calibration ≥ o}) / (n + 1).</summary>
    /// <param name="outlierness">A row's score; may be infinite.</param>
    /// <returns>From 1/(n + 1), above all calibration scores, to 1; NaN for NaN. No allocation, log₂ n steps.</returns>
    public double PValue(float outlierness) =>
        float.IsNaN(outlierness) ? double.NaN : (_scores.Length + 1.0 - CountBelow(outlierness)) / (_scores.Length + 1.0);

    /// <summary>The p-value of every score of a batch.</summary>
    /// <param name="outlierness">m scores.</param>
    /// <param name="pValues">Receives m values; may be longer, the rest stays as it is.</param>
    /// <exception cref="ArgumentException">Too little room.</exception>
    public void PValues(ReadOnlySpan<float> outlierness, Span<double> pValues)
    {
        if (pValues.Length < outlierness.Length)
        {
            throw new ArgumentException(
                $"pValues has room for {pValues.Length} values; {outlierness.Length} are needed.", nameof(pValues));
        }

        for (int i = 0; i < outlierness.Length; i++)
            pValues[i] = PValue(outlierness[i]);
    }

    /// <summary>The score T with PValue(o) ≤ rate exactly where o &gt; T: the ⌊rate·(n + 1)⌋-th largest calibration score.</summary>
    /// <param name="falseAlarmRate">Above 0, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    /// <exception cref="ArgumentException">
    /// There are fewer scores than <see cref="RequiredCount"/>; the message has both numbers.
    /// </exception>
    /// <remarks>
    /// With k = ⌊rate·(n + 1)⌋, p ≤ rate says that fewer than k calibration scores are at or above o, and that is so just where the k-th
    /// largest is below o. Equal scores change nothing in this.
    /// </remarks>
    public float Threshold(double falseAlarmRate)
    {
        long needed = RequiredCount(falseAlarmRate);
        if (_scores.Length < needed)
        {
            throw new ArgumentException(
                $"{_scores.Length} calibration scores are too few for a false-alarm rate of {falseAlarmRate}; "
                + $"expected {needed} or more (1/rate - 1).",
                nameof(falseAlarmRate));
        }

        return _scores[^Rank(falseAlarmRate)];
    }

    /// <summary>k: the largest whole number whose share k/(n + 1) is at most the rate; 1 to n.</summary>
    /// <remarks>
    /// Told by the quotient, as p-values are, and not by rounding a product down: 0.29 is the double nearest to 29/100, and so is the
    /// quotient 29/100, but 0.29 · 100 comes out a hair below 29.
    /// </remarks>
    private int Rank(double falseAlarmRate)
    {
        double places = _scores.Length + 1.0;
        double k = Math.Floor(falseAlarmRate * places); // at most one off
        if ((k + 1) / places <= falseAlarmRate)
            k++;
        else if (k / places > falseAlarmRate)
            k--;
        return (int)k;
    }

    /// <summary>How many calibration scores are below a number, by bisection.</summary>
    private int CountBelow(float outlierness)
    {
        int low = 0;
        int high = _scores.Length;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            if (_scores[middle] < outlierness)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
