using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Tests.Support;

/// <summary>Model files with thresholds, of one support vector at 0 in one feature with γ = 1: a row x scores x².</summary>
internal static class Calibrated
{
    /// <summary>Saves the model with a decision rule, or none.</summary>
    internal static string Write(TempFolder folder, string name, DecisionRule? decision)
    {
        OnnxModel.Save(KernelDensity.Fit(new float[,] { { 0 } }, gamma: 1), folder[name], new ModelDescription { Decision = decision });
        return folder[name];
    }

    /// <summary>Calibration scores 1, 4, 9, …, 361 (19 of them) and a rate of 0.1: the threshold is 18² = 324.</summary>
    internal static DecisionRule Squares(double rate = 0.1) => DecisionRule.FromCalibration(
        ConformalCalibration.FromScores([.. Enumerable.Range(1, 19).Select(i => (float)(i * i))]), rate);

    /// <summary>Rows of one feature.</summary>
    internal static string Rows(TempFolder folder, string name, params float[] values)
    {
        float[,] rows = new float[values.Length, 1];
        for (int i = 0; i < values.Length; i++)
            rows[i, 0] = values[i];
        return folder.Write(name, rows);
    }
}
