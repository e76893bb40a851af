using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Peers;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Comparison.Sections;

/// <summary>The exported file in ONNX Runtime, all cores, against the engine: scores and explanations, of a batch and of one row.</summary>
internal static class OnnxSection
{
    private const int TimesCount = 100;
    private const int TimesRows = 1_000;

    internal static void Run(Report report)
    {
        foreach (double gamma in new[] { Regimes.Smooth, Regimes.Sharp })
            MeasureSingle(report, gamma, explainFloor: gamma == Regimes.Smooth ? 1.2 : 4.0);
        foreach (double gamma in new[] { Regimes.Smooth, Regimes.Sharp })
            MeasureTimes(report, gamma);
    }

    private static void MeasureSingle(Report report, double gamma, double explainFloor)
    {
        Workbench bench = report.Bench;
        int cores = Environment.ProcessorCount;
        OnnxGraph? opened = null;
        SupportVectorModel model = bench.Model(gamma);
        long? opening = PeakMemory.RiseOf(() => opened = new OnnxGraph(model, bench.File("graph.onnx"), cores));
        using OnnxGraph graph = opened!;
        if (gamma == Regimes.Smooth)
            NoteMemory(report, graph, opening);
        foreach (int rows in gamma == Regimes.Smooth ? new[] { 1, Workbench.RowCount } : [Workbench.RowCount])
        {
            if (gamma == Regimes.Smooth)
            {
                Case score = EngineCases.Score(bench, gamma, cores, rows), graphScore = PeerCases.OnnxScore(bench, graph, rows);
                RunResult scored = report.Measure(Title("score", rows, gamma), [score, graphScore], seconds: rows == 1 ? 0.5 : 2);
                if (rows > 1)
                    report.TimesAsFast("score: against the exported graph in ONNX Runtime", 1.7, scored, graphScore, score);
            }

            Case explain = EngineCases.Explain(bench, gamma, cores, rows);
            Case graphExplain = PeerCases.OnnxExplain(bench, graph, rows, relevance => bench.RelevanceError(gamma, relevance));
            RunResult explained = report.Measure(Title("score + explain", rows, gamma), [explain, graphExplain], seconds: rows == 1 ? 0.5 : 3);
            if (rows > 1)
            {
                report.TimesAsFast(
                    $"explain, γ = {gamma}: against the exported graph in ONNX Runtime", explainFloor, explained, graphExplain, explain);
            }
        }
    }

    private static void NoteMemory(Report report, OnnxGraph graph, long? opening)
    {
        float[] scores = new float[Workbench.RowCount], relevance = new float[Workbench.RowCount * BenchRows.Features];
        long? scoring = PeakMemory.RiseOf(() => graph.Score(report.Bench.Rows.Test, scores));
        long? explaining = PeakMemory.RiseOf(() => graph.Explain(report.Bench.Rows.Test, relevance));
        if (opening is null || scoring is null || explaining is null)
            return;
        report.Note(
            $"Memory of ONNX Runtime: saving and opening the file {Format.Megabytes(opening.Value)}; then, for a first call with " +
            $"{Workbench.RowCount:N0} rows, {Format.Megabytes(scoring.Value)} to score and {Format.Megabytes(explaining.Value)} more to explain.");
    }

    /// <summary>No bar is set for these: they are what the graph costs where edges are explained.</summary>
    private static void MeasureTimes(Report report, double gamma)
    {
        var pair = new MemberPair(report.Bench.Rows, TimesCount, gamma);
        using var graph = new OnnxGraph(pair.Local, report.Bench.File("graph.onnx"), Environment.ProcessorCount);
        report.Measure(
            $"local Times, m = n = {TimesCount}, " + Title("score + explain", TimesRows, gamma),
            [Engine(report.Bench, pair.Local), PeerCases.OnnxExplain(report.Bench, graph, TimesRows)],
            seconds: 0.5);
    }

    private static Case Engine(Workbench bench, OneClassModel model)
    {
        float[] scores = new float[TimesRows], relevance = new float[TimesRows * BenchRows.Features];
        return Case.Here(
            "engine",
            () => model.Explain(bench.Rows.TestRows(TimesRows), new Span2D<float>(relevance, TimesRows, BenchRows.Features), scores)) with
        {
            Rows = TimesRows,
        };
    }

    private static string Title(string work, int rows, double gamma) =>
        $"{work}, {(rows == 1 ? "one row" : $"{rows:N0} rows")}, γ = {gamma}, {EngineCases.Threads(Environment.ProcessorCount)}";
}
