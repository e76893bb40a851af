using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>What a model's decision rule is, in a few facts.</summary>
internal static class DecisionSummary
{
    /// <summary>How to get a threshold and p-values, as the end of a message.</summary>
    internal const string HowToCalibrate = "fit or import the model with --calibration DATA, normal rows held out from training";

    /// <summary>Adds facts for JSON and for people; null where there is none.</summary>
    internal static void Add(Dictionary<string, object?> facts, DecisionRule? decision)
    {
        facts["threshold"] = decision?.Threshold;
        facts["threshold_source"] = decision is null ? null : Source(decision);
        facts["false_alarm_rate"] = decision?.FalseAlarmRate;
        facts["calibration_rows"] = decision?.Calibration?.Count;
    }

    /// <summary>The rule in brackets: "conformal, false-alarm rate 0.05, 500 calibration rows".</summary>
    internal static string Text(DecisionRule decision) => decision.Calibration is { } calibration
        ? $"{Source(decision)}, false-alarm rate {decision.FalseAlarmRate}, {Numbers.Count(calibration.Count)} calibration rows"
        : Source(decision);

    /// <summary>The source as model files name it.</summary>
    internal static string Source(DecisionRule decision) => decision.Source == ThresholdSource.Conformal ? "conformal" : "svm";
}
