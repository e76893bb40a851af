namespace OcDtd.Fast.Evaluation;

/// <summary>Average precision: Σ_t (R_t − R_{t−1})·P_t over all thresholds t from the highest score down.</summary>
/// <remarks>
/// Precision P and recall R are of "score ≥ t means outlier". Equal scores are one threshold, so their order never matters; nothing is
/// interpolated. scikit-learn's average_precision_score is the same sum. O(n log n).
/// </remarks>
public static class AveragePrecision
{
    /// <summary>The average precision, from the scores of each class.</summary>
    /// <param name="inlierScores">At least one; in any order.</param>
    /// <param name="outlierScores">At least one; in any order.</param>
    /// <returns>Above 0, at most 1; scores that say nothing give the share of outliers.</returns>
    /// <exception cref="ArgumentException">A class is empty or a score is NaN.</exception>
    public static double Compute(ReadOnlySpan<float> inlierScores, ReadOnlySpan<float> outlierScores) =>
        Compute(LabelledScores.From(inlierScores, outlierScores));

    /// <summary>The average precision, from all scores and a label for each.</summary>
    /// <param name="scores">In any order.</param>
    /// <param name="labels">As many: 0 for an inlier, 1 for an outlier.</param>
    /// <returns>Above 0, at most 1; scores that say nothing give the share of outliers.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a class is empty, a label is not 0 or 1, or a score is NaN.</exception>
    public static double Compute(ReadOnlySpan<float> scores, ReadOnlySpan<byte> labels) => Compute(LabelledScores.From(scores, labels));

    private static double Compute(LabelledScores sorted)
    {
        (float[] inliers, float[] outliers) = sorted;
        int inlier = inliers.Length;
        int outlier = outliers.Length;
        double sum = 0;
        while (outlier > 0)
        {
            // Thresholds that only inliers have add no recall and are passed by.
            float threshold = outliers[outlier - 1];
            int before = outlier;
            while (outlier > 0 && outliers[outlier - 1] == threshold)
                outlier--;
            while (inlier > 0 && inliers[inlier - 1] >= threshold)
                inlier--;
            double found = outliers.Length - outlier;
            sum += (before - outlier) * found / (found + inliers.Length - inlier);
        }

        return sum / outliers.Length;
    }
}
