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
    {
        // What the runtime warns about at opening, such as initializers that no node reads, fails the tests' eyes: keep it visible.
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING };
        _session = new InferenceSession(file, options);
    }

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
        if (!explain)
            inputs["explain"] = asked; // true is the default
        IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(options, inputs, names);
        foreach (OrtValue output in outputs)
            Assert.Equal(rows.GetLength(0), output.GetTensorTypeAndShape().Shape[0]);
        return outputs;
    }

    public void Dispose() => _session.Dispose();

    private static float[,] TestMatrix(float[][] rows) => OcDtd.Fast.Tests.Models.TestModels.Matrix(rows);
}
