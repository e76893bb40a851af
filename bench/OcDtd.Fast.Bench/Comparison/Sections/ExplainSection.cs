using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Comparison.Sections;

/// <summary>Scores with relevance, in times of scores alone, at both kernel widths.</summary>
internal static class ExplainSection
{
    private const int Rows = 1_000; // a tenth of the batch: a row costs the same in either

    internal static void Run(Report report)
    {
        foreach (int threads in new[] { 1, Environment.ProcessorCount })
        {
            Measure(report, Regimes.Smooth, threads, 3.3);
            Measure(report, Regimes.Sharp, threads, 1.3);
        }
    }

    private static void Measure(Report report, double gamma, int threads, double ceiling)
    {
        Workbench bench = report.Bench;
        Case score = EngineCases.Score(bench, gamma, threads, Rows, "score");
        Case explain = EngineCases.Explain(bench, gamma, threads, Rows);
        string title = $"Score + explain, {Rows:N0} of the rows, γ = {gamma}, {EngineCases.Threads(threads)}";
        RunResult result = report.Measure(title, [score, explain], seconds: 2);
        report.TimesTheTime(
            $"score + explain, γ = {gamma}, {EngineCases.Threads(threads)}: in times of scoring", ceiling, result, score, explain);
    }
}
