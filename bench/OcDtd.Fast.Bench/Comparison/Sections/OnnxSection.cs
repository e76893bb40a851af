using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Peers;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Comparison.Sections;

/// <summary>The exported file in ONNX Runtime, all cores, against the engine.</summary>
internal static class OnnxSection
{
    internal static void Run(Report report)
    {
        Workbench bench = report.Bench;
        int cores = Environment.ProcessorCount;
        Case engine = EngineCases.Score(bench, Regimes.Smooth, cores, Workbench.RowCount);
        using var session = new OnnxScore(bench.Model(Regimes.Smooth), bench.File("graph.onnx"), cores);
        Case graph = PeerCases.Onnx(bench, session, Workbench.RowCount, $"ONNX Runtime, chunks of {OnnxScore.ChunkRows} rows");
        RunResult result = report.Measure(
            $"The exported graph, {Workbench.RowCount:N0} rows, γ = {Regimes.Smooth}, {EngineCases.Threads(cores)}",
            [engine, graph],
            seconds: 5);
        report.TimesAsFast("score: against the exported graph in ONNX Runtime", 1.7, result, graph, engine);
        report.NotMeasured("explain: against the exported graph, smooth (sharp)", "≥ 1.20 × (4.00 ×)", "not in the file yet");
    }
}
