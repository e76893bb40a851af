using System.Globalization;

namespace OcDtd.Fast.Onnx;

/// <summary>A decision rule between a file's metadata and initializers and the engine.</summary>
internal static class DecisionMetadata
{
    private const string SupportVectorMachine = "svm";
    private const string Conformal = "conformal";

    /// <summary>Adds the threshold and where it comes from; numbers as text that reads back to the bit.</summary>
    internal static void Write(MetadataWriter metadata, DecisionRule decision)
    {
        metadata.Add(MetadataKeys.Threshold, decision.Threshold.ToString("R", CultureInfo.InvariantCulture));
        metadata.Add(
            MetadataKeys.ThresholdSource, decision.Source == ThresholdSource.Conformal ? Conformal : SupportVectorMachine);
        if (decision.FalseAlarmRate is { } rate)
            metadata.Add(MetadataKeys.FalseAlarmRate, rate.ToString("R", CultureInfo.InvariantCulture));
    }

    /// <summary>The rule that a file holds, null for none; parts that contradict each other or lack the rest are refused.</summary>
    internal static DecisionRule? Read(StoredTensors tensors, FileMetadata metadata, FileProblems problems)
    {
        if (metadata.Find(MetadataKeys.Threshold) is not { } text)
        {
            string without = $"but metadata '{MetadataKeys.Threshold}' is missing";
            RefuseMetadata(metadata, problems, without, MetadataKeys.ThresholdSource, MetadataKeys.FalseAlarmRate);
            RefuseInitializers(tensors, problems, without, TensorNames.Threshold, TensorNames.CalibrationScores);
            return null;
        }

        float threshold = metadata.RequireNumber<float>(MetadataKeys.Threshold);
        float inGraph = tensors.FloatVector(TensorNames.Threshold, 1)[0];
        if (inGraph != threshold)
            throw metadata.Unexpected(MetadataKeys.Threshold, text, $"{inGraph:R}, as initializer '{TensorNames.Threshold}' has it");
        if (metadata.RequireOneOf(MetadataKeys.ThresholdSource, SupportVectorMachine, Conformal) == Conformal)
            return ReadConformal(tensors, metadata, problems, threshold);

        string uncalibrated = $"but metadata '{MetadataKeys.ThresholdSource}' is {SupportVectorMachine}";
        RefuseMetadata(metadata, problems, uncalibrated, MetadataKeys.FalseAlarmRate);
        RefuseInitializers(tensors, problems, uncalibrated, TensorNames.CalibrationScores);
        return problems.Guard($"metadata '{MetadataKeys.Threshold}'", () => DecisionRule.FromSupportVectorMachine(threshold));
    }

    private static DecisionRule ReadConformal(StoredTensors tensors, FileMetadata metadata, FileProblems problems, float threshold)
    {
        double rate = metadata.RequireNumber<double>(MetadataKeys.FalseAlarmRate);
        ConformalCalibration calibration = ReadCalibration(tensors, problems);
        DecisionRule decision = problems.Guard(
            $"metadata '{MetadataKeys.FalseAlarmRate}'", () => DecisionRule.FromCalibration(calibration, rate));
        if (decision.Threshold != threshold)
        {
            throw metadata.Unexpected(
                MetadataKeys.Threshold,
                metadata.Require(MetadataKeys.Threshold),
                $"{decision.Threshold:R}, the threshold of '{TensorNames.CalibrationScores}' at a false-alarm rate of {rate:R}");
        }

        return decision;
    }

    private static ConformalCalibration ReadCalibration(StoredTensors tensors, FileProblems problems)
    {
        float[] scores = tensors.FloatVector(TensorNames.CalibrationScores, -1);
        ConformalCalibration calibration = problems.Guard(
            $"initializer '{TensorNames.CalibrationScores}'", () => ConformalCalibration.FromScores(scores));
        for (int i = 1; i < scores.Length; i++)
        {
            if (scores[i] < scores[i - 1])
            {
                string place = $"initializer '{TensorNames.CalibrationScores}' [{i}]";
                throw problems.Wrong($"{place} is {scores[i]:R} after {scores[i - 1]:R}; expected ascending scores.");
            }
        }

        return calibration;
    }

    private static void RefuseMetadata(FileMetadata metadata, FileProblems problems, string because, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (metadata.Find(key) is not null)
                throw problems.Wrong($"metadata '{key}' is there, {because}.");
        }
    }

    private static void RefuseInitializers(StoredTensors tensors, FileProblems problems, string because, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (tensors.Has(name))
                throw problems.Wrong($"initializer '{name}' is there, {because}.");
        }
    }
}
