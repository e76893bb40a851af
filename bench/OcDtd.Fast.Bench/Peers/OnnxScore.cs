using CommunityToolkit.HighPerformance;
using Microsoft.ML.OnnxRuntime;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Bench.Peers;

/// <summary>The exported graph in ONNX Runtime.</summary>
/// <remarks>Its products are float64 and it holds rows × support vectors while it runs, so a batch is cut into chunks.</remarks>
internal sealed class OnnxScore : IDisposable
{
    internal const int ChunkRows = 500; // 24 MB of doubles a matrix at 5,958 support vectors, and there are several at a time

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    internal OnnxScore(OneClassModel model, string path, int threads)
    {
        OnnxModel.Save(model, path);
        using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
        _session = new InferenceSession(path, options);
    }

    internal void Compute(float[] rows, int features, Span<float> scores)
    {
        for (int first = 0; first < scores.Length; first += ChunkRows)
        {
            int count = Math.Min(ChunkRows, scores.Length - first);
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, rows.AsMemory(first * features, count * features), [count, features]);
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_run, ["x"], [input], ["outlierness"]);
            outputs[0].GetTensorDataAsSpan<float>().CopyTo(scores[first..]);
        }
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }
}
