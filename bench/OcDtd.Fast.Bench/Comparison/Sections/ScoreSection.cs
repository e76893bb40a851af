using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Peers;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Comparison.Sections;

/// <summary>The batch of 10,000 rows against all support vectors at the wide kernel: the engine and everyone else.</summary>
internal static class ScoreSection
{
    private const int SlowRows = 200;
    private const int TensorRows = 200;
    private const int OnnxRows = 1_000;

    internal static void OneThread(Report report)
    {
        Workbench bench = report.Bench;
        (string, PeerProcess)[] openBlas = PeerCases.OpenBlas(report);
        Case engine = EngineCases.Score(bench, Regimes.Smooth, 1, Workbench.RowCount);
        Case[] sgemm = PeerCases.Sgemm(report, openBlas, 1);
        Case[] numpy = PeerCases.NumPy(report, 1);
        Case[] sklearn = PeerCases.Sklearn(report, SlowRows);
        Case plain = PeerCases.PlainLoop(bench, SlowRows);
        using var session = new OnnxGraph(bench.Model(Regimes.Smooth), bench.File("score.onnx"), threads: 1);
        RunResult result = report.Measure(
            Title(bench, 1),
            [
                engine, .. sgemm, .. PeerCases.SgemmScore(report, 1), .. numpy, .. sklearn,
                PeerCases.OnnxScore(bench, session, OnnxRows), PeerCases.Tensors(bench, TensorRows), plain,
            ],
            seconds: 8);
        report.ShareOfPeak("score, 1 thread: share of the multiply-add peak", 0.90, result, engine);
        Bars(report, result, engine, sgemm, numpy, "1 thread");
        report.TimesAsFast("score, 1 thread: against scikit-learn OneClassSVM", 80, result, sklearn.FirstOrDefault(), engine);
    }

    internal static void AllCores(Report report)
    {
        Workbench bench = report.Bench;
        int cores = Environment.ProcessorCount;
        (string, PeerProcess)[] openBlas = PeerCases.OpenBlas(report);
        Case engine = EngineCases.Score(bench, Regimes.Smooth, cores, Workbench.RowCount);
        Case[] sgemm = PeerCases.Sgemm(report, openBlas, cores);
        Case[] numpy = PeerCases.NumPy(report, cores);
        Case[] fasterNumPy = openBlas.Length > 1 ? PeerCases.NumPy(report, cores, OpenBlasKernels.Avx512) : [];
        RunResult result = report.Measure(
            Title(bench, cores),
            [
                engine, .. PeerCases.EngineAlone(report, cores), .. sgemm,
                .. PeerCases.SgemmScore(report, cores), .. numpy, .. fasterNumPy,
            ],
            seconds: 8);
        report.ShareOfPeak($"score, {EngineCases.Threads(cores)}: share of the multiply-add peak", 0.88, result, engine);
        Bars(report, result, engine, sgemm, numpy, EngineCases.Threads(cores));
    }

    private static string Title(Workbench bench, int threads) =>
        $"Score {Workbench.RowCount:N0} × {BenchRows.Features} against {bench.Count:N0} support vectors, γ = {Regimes.Smooth}, " +
        $"{EngineCases.Threads(threads)} (limit: {bench.VaryingFeatures} features that vary; sgemm's: all {BenchRows.Features})";

    private static void Bars(Report report, RunResult result, Case engine, Case[] sgemm, Case[] numpy, string threads)
    {
        if (sgemm.Length == 0)
            report.TimesTheTime($"score, {threads}: in times of sgemm alone", 0.85, result, null, engine);
        foreach (Case product in sgemm)
            report.TimesTheTime($"score, {threads}: in times of {product.Name}", 0.85, result, product, engine);
        report.TimesAsFast($"score, {threads}: against in-place NumPy", 1.5, result, numpy.FirstOrDefault(), engine);
    }
}
