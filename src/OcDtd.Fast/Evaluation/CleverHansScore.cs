namespace OcDtd.Fast.Evaluation;

/// <summary>How much better a model detects anomalies than it explains them: ROC AUC / cosine similarity (eq 3.5).</summary>
public static class CleverHansScore
{
    /// <summary>From this score on, a model detects without understanding.</summary>
    public const double Threshold = 3;

    /// <summary>The score.</summary>
    /// <param name="rocAuc">Area under the ROC curve, 0 to 1.</param>
    /// <param name="cosine">Mean cosine similarity of relevance and ground truth, −1 to 1.</param>
    /// <returns>The ratio: +∞ for a cosine of 0; NaN where an argument is NaN or both are 0. See <see cref="Threshold"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Compute(double rocAuc, double cosine)
    {
        if (rocAuc is < 0 or > 1)
            throw new ArgumentOutOfRangeException(nameof(rocAuc), $"rocAuc is {rocAuc}; it must be 0 to 1.");
        if (cosine is < -1 or > 1)
            throw new ArgumentOutOfRangeException(nameof(cosine), $"cosine is {cosine}; it must be -1 to 1.");

        // A cosine of -0 is a cosine of 0.
        return rocAuc / (cosine + 0.0);
    }
}
