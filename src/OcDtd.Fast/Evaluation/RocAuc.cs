namespace OcDtd.Fast.Evaluation;

/// <summary>Area under the ROC curve: the probability that an outlier scores above an inlier, ties counting one half.</summary>
/// <remarks>Pairs are counted in whole numbers, so only the last division rounds. O(n log n). Infinite scores are fine.</remarks>
public static class RocAuc
{
    /// <summary>The area, from the scores of each class.</summary>
    /// <param name="inlierScores">At least one; in any order.</param>
    /// <param name="outlierScores">At least one; in any order.</param>
    /// <returns>0 to 1; 0.5 where the scores say nothing.</returns>
    /// <exception cref="ArgumentException">A class is empty or a score is NaN.</exception>
    public static double Compute(ReadOnlySpan<float> inlierScores, ReadOnlySpan<float> outlierScores) =>
        Compute(LabelledScores.From(inlierScores, outlierScores));

    /// <summary>The area, from all scores and a label for each.</summary>
    /// <param name="scores">In any order.</param>
    /// <param name="labels">As many: 0 for an inlier, 1 for an outlier.</param>
    /// <returns>0 to 1; 0.5 where the scores say nothing.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a class is empty, a label is not 0 or 1, or a score is NaN.</exception>
    public static double Compute(ReadOnlySpan<float> scores, ReadOnlySpan<byte> labels) => Compute(LabelledScores.From(scores, labels));

    private static double Compute(LabelledScores sorted)
    {
        (float[] inliers, float[] outliers) = sorted;
        long halfWins = 0; // two for a pair in the right order, one for a tie
        int below = 0;
        int notAbove = 0;
        foreach (float score in outliers)
        {
            while (below < inliers.Length && inliers[below] < score)
                below++;
            while (notAbove < inliers.Length && inliers[notAbove] <= score)
                notAbove++;
            halfWins += (long)below + notAbove;
        }

        return halfWins / (2.0 * inliers.Length * outliers.Length);
    }
}
