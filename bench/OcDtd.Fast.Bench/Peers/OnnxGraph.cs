using CommunityToolkit.HighPerformance;
using Microsoft.ML.OnnxRuntime;
using OcDtd.Fast.Bench.Rows;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Bench.Peers;

/// <summary>The exported graph in ONNX Runtime.</summary>
internal sealed class OnnxGraph : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtValue _explains = OrtValue.CreateTensorValueFromMemory(new[] { true }, []);
    private readonly OrtValue _scoresAlone = OrtValue.CreateTensorValueFromMemory(new[] { false }, []);
    private readonly RunOptions _run = new();

    internal OnnxGraph(OneClassModel model, string path, int threads)
    {
        OnnxModel.Save(model, path);

        // Errors only: the runtime warns of the optional input at every opening.
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(path, options);
    }

    /// <summary>Scores of the first rows, without an explanation.</summary>
    internal void Score(float[] rows, Span<float> scores)
    {
        using IDisposableReadOnlyCollection<OrtValue> outputs = Run(rows, scores.Length, _scoresAlone, "outlierness");
        outputs[0].GetTensorDataAsSpan<float>().CopyTo(scores);
    }

    /// <summary>Relevance of the first rows, (rows, features); the runtime computes scores with it.</summary>
    internal void Explain(float[] rows, Span<float> relevance)
    {
        using IDisposableReadOnlyCollection<OrtValue> outputs = Run(rows, relevance.Length / BenchRows.Features, _explains, "relevance");
        outputs[0].GetTensorDataAsSpan<float>().CopyTo(relevance);
    }

    private IDisposableReadOnlyCollection<OrtValue> Run(float[] rows, int count, OrtValue explain, string output)
    {
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, rows.AsMemory(0, count * BenchRows.Features), [count, BenchRows.Features]);
        return _session.Run(_run, ["x", "explain"], [input, explain], [output]);
    }

    public void Dispose()
    {
        _run.Dispose();
        _explains.Dispose();
        _scoresAlone.Dispose();
        _session.Dispose();
    }
}
