using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>What score says of rows beside their scores: p-values, and which are outliers.</summary>
/// <param name="PValues">One a row; null where the model has no calibration.</param>
/// <param name="IsOutlier">One a row; null where nothing says what an outlier is.</param>
/// <param name="Outliers">How many are.</param>
/// <param name="Rule">What made them so, for people.</param>
internal sealed record RowDecisions(double[]? PValues, bool[]? IsOutlier, int Outliers, string Rule)
{
    /// <summary>Refuses, before anything is scored, what the model has not got the means to answer.</summary>
    internal static void Require(string path, SavedModel saved, bool pValues, bool labels, bool discoveryRate)
    {
        DecisionRule? decision = saved.Description.Decision;
        if ((pValues || discoveryRate) && decision?.Calibration is null)
        {
            string asks = pValues ? "--p-values" : "--false-discovery-rate";
            throw new InputException($"{path}: the model is not calibrated, which {asks} needs; {DecisionSummary.HowToCalibrate}.");
        }

        if (labels && decision is null)
            throw new InputException($"{path}: the model has no threshold, which --labels needs; {DecisionSummary.HowToCalibrate}.");
    }

    /// <summary>Decides by the model's threshold, or of all rows together by Benjamini and Hochberg at a false-discovery rate.</summary>
    internal static RowDecisions Make(DecisionRule? decision, float[] scores, double? falseDiscoveryRate)
    {
        if (decision is null)
            return new RowDecisions(null, null, 0, "");

        double[]? pValues = decision.Calibration is null ? null : new double[scores.Length];
        decision.Calibration?.PValues(scores, pValues);
        bool[] outliers = Array.ConvertAll(scores, decision.IsOutlier);
        if (falseDiscoveryRate is not { } rate)
        {
            string rule = $"outlierness above {decision.Threshold:g4} ({DecisionSummary.Text(decision)})";
            return new RowDecisions(pValues, outliers, outliers.Count(o => o), rule);
        }

        int selected = BenjaminiHochberg.Select(pValues, rate, outliers);
        return new RowDecisions(pValues, outliers, selected, $"Benjamini-Hochberg, false-discovery rate {rate}");
    }
}
