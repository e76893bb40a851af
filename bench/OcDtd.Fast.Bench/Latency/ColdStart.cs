using System.Diagnostics;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Peers;
using OcDtd.Fast.Bench.Rows;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Bench.Latency;

/// <summary>The child of <see cref="ColdReport"/>: has done nothing when it is asked, and then times each first step.</summary>
internal static class ColdStart
{
    internal const int Calls = 100;

    internal static string[] Steps =>
    [
        "from the process's start to its first line", "load the model file", "first score", "second score", $"score {Calls}",
        "first explanation", "second explanation",
    ];

    /// <summary>"run": the seconds of each step.</summary>
    internal static void Serve(string modelFile, string rowsFile)
    {
        double started = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalSeconds;
        NpyRows rows = NpyRows.Read(rowsFile);
        Child.Serve("cold", _ =>
        {
            OneClassModel model = null!;
            float[] relevance = new float[rows.Features];
            double load = Clock.Seconds(() => model = OnnxModel.Load(modelFile).Model);
            double[] scores = [.. Enumerable.Range(0, Calls).Select(r => Clock.Seconds(() => model.Score(rows.Row(r))))];
            double Explain() => Clock.Seconds(() => model.Explain(rows.Row(0), relevance));
            return [started, load, scores[0], scores[1], scores[^1], Explain(), Explain()];
        });
    }
}
