using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Demo;

/// <summary>Scores and explains rows with ONNX Runtime from a model file alone, as somebody without this engine would.</summary>
internal sealed class OnnxRuntimeAnswers : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    internal OnnxRuntimeAnswers(string path)
    {
        // Errors only: the runtime warns of the optional input at every opening.
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(path, options);
    }

    /// <summary>The scores of all rows, (n), and how long they took.</summary>
    internal (float[] Scores, TimeSpan Time) Score(DataTable data) => Run(data, data.RowCount, explain: false, "outlierness");

    /// <summary>The relevance of the first rows, row after row, and how long that took with their scores.</summary>
    internal (float[] Relevance, TimeSpan Time) Explain(DataTable data, int count) => Run(data, count, explain: true, "relevance");

    private (float[] Values, TimeSpan Time) Run(DataTable data, int count, bool explain, string output)
    {
        float[] rows = new float[count * data.FeatureCount];
        data.Rows.Slice(0, 0, count, data.FeatureCount).CopyTo(rows);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(rows, [count, data.FeatureCount]);
        using OrtValue asked = OrtValue.CreateTensorValueFromMemory([explain], []);
        var watch = Stopwatch.StartNew();
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_run, ["x", "explain"], [input, asked], [output]);
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), watch.Elapsed);
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }
}
