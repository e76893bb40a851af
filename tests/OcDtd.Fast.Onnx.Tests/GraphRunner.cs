using CommunityToolkit.HighPerformance;
using Microsoft.ML.OnnxRuntime;

namespace OcDtd.Fast.Onnx.Tests;

/// <summary>Scores rows with a saved model in ONNX Runtime, as any user of the file would.</summary>
internal sealed class GraphRunner : IDisposable
{
    private readonly InferenceSession _session;

    internal GraphRunner(OneClassModel model)
        : this(ModelFiles.Bytes(model))
    {
    }

    internal GraphRunner(byte[] file)
        : this(options => new InferenceSession(file, options))
    {
    }

    private GraphRunner(Func<SessionOptions, InferenceSession> open, string? foldingLimit = null)
    {
        // What the runtime warns about at opening, such as initializers that no node reads, fails the tests' eyes: keep it visible.
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING };
        if (foldingLimit is not null)
            options.AddSessionConfigEntry("optimization.constant_folding_max_output_size_in_bytes", foldingLimit);
        _session = open(options);
    }

    /// <summary>A file on disk, which may have a data file beside it.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="foldingLimit">The largest constant, in bytes, that is computed when the file is opened; 0 for any. The runtime's own is 1 GiB.</param>
    internal static GraphRunner Open(string path, string? foldingLimit = null) =>
        new(options => new InferenceSession(path, options), foldingLimit);

    internal IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    internal IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    internal float[] Score(float[][] rows) => Score(TestMatrix(rows));

    internal float[] Score(float[,] rows)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(rows.AsSpan().ToArray(), [rows.GetLength(0), rows.GetLength(1)]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(
            options, new Dictionary<string, OrtValue> { ["x"] = input }, ["outlierness"]);
        Assert.Equal([rows.GetLength(0)], outputs[0].GetTensorTypeAndShape().Shape);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <summary>The outputs that a decision rule adds, with the scores they belong to; no p-values where the rule has none.</summary>
    internal (float[] Outlierness, bool[] IsOutlier, float[] PValues) Decide(float[,] rows)
    {
        string[] names = [.. new[] { "outlierness", "is_outlier", "p_value" }.Where(_session.OutputMetadata.ContainsKey)];
        using var input = OrtValue.CreateTensorValueFromMemory(rows.AsSpan().ToArray(), [rows.GetLength(0), rows.GetLength(1)]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(
            options, new Dictionary<string, OrtValue> { ["x"] = input }, names);
        foreach (OrtValue output in outputs)
            Assert.Equal([rows.GetLength(0)], output.GetTensorTypeAndShape().Shape);
        return (
            outputs[0].GetTensorDataAsSpan<float>().ToArray(),
            outputs[1].GetTensorDataAsSpan<bool>().ToArray(),
            names.Length == 3 ? outputs[2].GetTensorDataAsSpan<float>().ToArray() : []);
    }

    public void Dispose() => _session.Dispose();

    private static float[,] TestMatrix(float[][] rows) => OcDtd.Fast.Tests.Models.TestModels.Matrix(rows);
}
