using System.Diagnostics;
using CommunityToolkit.HighPerformance;
using Microsoft.ML.OnnxRuntime;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Demo;

/// <summary>Scores rows with ONNX Runtime from a model file alone, as somebody without this engine would.</summary>
internal static class OnnxRuntimeScores
{
    /// <summary>Rows at a time: local Times holds a number for every row and edge while it runs.</summary>
    private const int BatchRows = 50;

    internal static (float[] Scores, TimeSpan Time) Compute(string path, DataTable data, CancellationToken cancellation)
    {
        using var session = new InferenceSession(path);
        using var run = new RunOptions();
        float[] scores = new float[data.RowCount];
        var watch = Stopwatch.StartNew();
        for (int first = 0; first < data.RowCount; first += BatchRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(BatchRows, data.RowCount - first);
            float[] rows = new float[count * data.FeatureCount];
            data.Rows.Slice(first, 0, count, data.FeatureCount).CopyTo(rows);
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(rows, [count, data.FeatureCount]);
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, ["x"], [input], ["outlierness"]);
            outputs[0].GetTensorDataAsSpan<float>().CopyTo(scores.AsSpan(first));
        }

        return (scores, watch.Elapsed);
    }
}
