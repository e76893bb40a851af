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
        {
            options.AddSessionConfigEntry("optimization.constant_folding_max_output_size_in_bytes", foldingLimit);
            options.EnableCpuMemArena = false; // which asks for up to twice as much at a time
        }

        _session = open(options);
    }

    /// <summary>A file on disk, which may have a data file beside it.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="foldingLimit">
    /// For large models: the largest constant, in bytes, that is computed when the file is opened, 0 for any; and no memory held in advance.
    /// </param>
    internal static GraphRunner Open(string path, string? foldingLimit = null) =>
        new(options => new InferenceSession(path, options), foldingLimit);

    internal IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    internal IReadOnlyDictionary<string, NodeMetadata> OptionalInputs => _session.OverridableInitializerMetadata;

    internal IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    internal float[] Score(float[][] rows) => Score(TestMatrix(rows));

    internal float[] Score(float[,] rows) => Run(rows, explain: true, "outlierness")[0].GetTensorDataAsSpan<float>().ToArray();

    internal (float[] Outlierness, float[,] Relevance, float[] Residual) Explain(float[,] rows, bool explain = true)
    {
        IReadOnlyList<OrtValue> outputs = Run(rows, explain, "outlierness", "relevance", "residual");
        float[,] relevance = new float[rows.GetLength(0), rows.GetLength(1)];
        outputs[1].GetTensorDataAsSpan<float>().CopyTo(relevance.AsSpan());
        Assert.Equal([rows.GetLength(0), rows.GetLength(1)], outputs[1].GetTensorTypeAndShape().Shape);
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), relevance, outputs[2].GetTensorDataAsSpan<float>().ToArray());
    }

    /// <summary>The outputs that a decision rule adds, with the scores they belong to; no p-values where the rule has none.</summary>
    internal (float[] Outlierness, bool[] IsOutlier, float[] PValues) Decide(float[,] rows)
    {
        string[] names = [.. new[] { "outlierness", "is_outlier", "p_value" }.Where(_session.OutputMetadata.ContainsKey)];
        IReadOnlyList<OrtValue> outputs = Run(rows, explain: false, names);
        return (
            outputs[0].GetTensorDataAsSpan<float>().ToArray(),
            outputs[1].GetTensorDataAsSpan<bool>().ToArray(),
            names.Length == 3 ? outputs[2].GetTensorDataAsSpan<float>().ToArray() : []);
    }

    private IDisposableReadOnlyCollection<OrtValue> Run(float[,] rows, bool explain, params string[] names)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(rows.AsSpan().ToArray(), [rows.GetLength(0), rows.GetLength(1)]);
        using var asked = OrtValue.CreateTensorValueFromMemory([explain], []);
        using var options = new RunOptions();
        var inputs = new Dictionary<string, OrtValue> { ["x"] = input };
        if (!explain && OptionalInputs.ContainsKey("explain")) // true is the default; files that only score have no such input
            inputs["explain"] = asked;
        IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(options, inputs, names);
        foreach (OrtValue output in outputs)
            Assert.Equal(rows.GetLength(0), output.GetTensorTypeAndShape().Shape[0]);
        return outputs;
    }

    public void Dispose() => _session.Dispose();

    private static float[,] TestMatrix(float[][] rows) => OcDtd.Fast.Tests.Models.TestModels.Matrix(rows);
}
