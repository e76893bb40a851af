namespace OcDtd.Fast;

/// <summary>From which score on a row is an outlier, and where that number comes from.</summary>
/// <remarks>Immutable and safe to share between threads. Two rules are equal where their calibration is the same object.</remarks>
public sealed record DecisionRule
{
    private DecisionRule(float threshold, ThresholdSource source, double? falseAlarmRate, ConformalCalibration? calibration)
    {
        Threshold = threshold;
        Source = source;
        FalseAlarmRate = falseAlarmRate;
        Calibration = calibration;
    }

    /// <summary>A row is an outlier where its outlierness is above this; finite, 0 or more, in nats as the score.</summary>
    public float Threshold { get; }

    /// <summary>Where the threshold comes from.</summary>
    public ThresholdSource Source { get; }

    /// <summary>The share of normal rows that may be called outliers; null unless calibrated.</summary>
    public double? FalseAlarmRate { get; }

    /// <summary>What gives p-values; null unless calibrated.</summary>
    public ConformalCalibration? Calibration { get; }

    /// <summary>The boundary of one trained one-class SVM.</summary>
    /// <param name="threshold">
    /// −log ρ, with ρ = Σ_i a_i·k(x, u_i) on the boundary and the a_i summing to 1 (libsvm's ρ divided by its Σα); finite, 0 or more.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public static DecisionRule FromSupportVectorMachine(float threshold)
    {
        if (!(threshold >= 0) || !float.IsFinite(threshold))
            throw new ArgumentOutOfRangeException(nameof(threshold), $"the threshold is {threshold}; expected a finite value, 0 or more.");
        return new DecisionRule(threshold, ThresholdSource.SupportVectorMachine, falseAlarmRate: null, calibration: null);
    }

    /// <summary>The threshold at which <paramref name="calibration"/> keeps <paramref name="falseAlarmRate"/>.</summary>
    /// <param name="calibration">Scores of held-out normal rows, none below 0.</param>
    /// <param name="falseAlarmRate">Above 0, below 1.</param>
    /// <returns>A row is an outlier by it exactly where its p-value is at most the rate.</returns>
    /// <exception cref="ArgumentException">
    /// The rate is out of range, there are too few calibration scores for it, or the threshold would be negative.
    /// </exception>
    public static DecisionRule FromCalibration(ConformalCalibration calibration, double falseAlarmRate)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        float threshold = calibration.Threshold(falseAlarmRate);
        if (threshold < 0)
            throw new ArgumentException($"the threshold is {threshold}; expected 0 or more, as all outlierness is.", nameof(calibration));
        return new DecisionRule(threshold, ThresholdSource.Conformal, falseAlarmRate, calibration);
    }

    /// <summary>Whether a row is an outlier: its score is above <see cref="Threshold"/>.</summary>
    /// <param name="outlierness">Its score. NaN is above nothing and so never an outlier; its p-value, NaN, shows it. +∞ is one.</param>
    public bool IsOutlier(float outlierness) => outlierness > Threshold;
}
