using OcDtd.Fast.Runtimes.Tests.Runtimes;

namespace OcDtd.Fast.Runtimes.Tests;

/// <summary>is_outlier and p_value are the decision rule's, of the score that was answered with them, to the bit.</summary>
internal static class Decisions
{
    internal static string? FirstProblem(DecisionRule? decision, Answers found)
    {
        if (decision is null)
            return null;
        if (found.IsOutlier is null || found.PValue is null != decision.Calibration is null)
            return "an output of the decision rule is missing.";

        for (int i = 0; i < found.Outlierness.Length; i++)
        {
            float score = found.Outlierness[i];
            if (found.IsOutlier[i] != decision.IsOutlier(score))
                return $"row {i} scores {score:R}, and is_outlier is {found.IsOutlier[i]}.";
            if (decision.Calibration is { } calibration && found.PValue![i] != (float)calibration.PValue(score))
                return $"row {i} scores {score:R}, and p_value is {found.PValue[i]:R}; expected {calibration.PValue(score):R}.";
        }

        return null;
    }
}
