using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>How a threshold does on labelled rows: inliers called outliers, and outliers found.</summary>
internal readonly record struct ThresholdRates(DecisionRule Decision, int FalseAlarms, int Inliers, int Detections, int Outliers)
{
    internal static ThresholdRates Of(DecisionRule decision, float[] inliers, float[] outliers) => new(
        decision, inliers.Count(decision.IsOutlier), inliers.Length, outliers.Count(decision.IsOutlier), outliers.Length);

    private double FalseAlarmRate => (double)FalseAlarms / Inliers;

    private double DetectionRate => (double)Detections / Outliers;

    /// <summary>The rate that the threshold was chosen for has a name of its own beside the rate found.</summary>
    internal void AddTo(Dictionary<string, object?> facts)
    {
        facts["threshold"] = Decision.Threshold;
        facts["threshold_source"] = DecisionSummary.Source(Decision);
        facts["nominal_false_alarm_rate"] = Decision.FalseAlarmRate;
        facts["false_alarms"] = FalseAlarms;
        facts["false_alarm_rate"] = FalseAlarmRate;
        facts["detections"] = Detections;
        facts["detection_rate"] = DetectionRate;
    }

    internal IEnumerable<string> Lines() =>
    [
        $"threshold          {Decision.Threshold:g6} ({DecisionSummary.Text(Decision)})",
        $"false-alarm rate   {FalseAlarmRate:0.0000} ({Numbers.Count(FalseAlarms)} of {Numbers.Count(Inliers)} inliers)",
        $"detection rate     {DetectionRate:0.0000} ({Numbers.Count(Detections)} of {Numbers.Count(Outliers)} outliers)",
    ];
}
