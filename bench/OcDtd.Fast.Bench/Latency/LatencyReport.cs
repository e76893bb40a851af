using OcDtd.Fast.Bench.Comparison;
using OcDtd.Fast.Bench.Limits;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Latency;

/// <summary>What a program waits for that asks about one row: every kind of model, score and explanation, warm and cold.</summary>
internal static class LatencyReport
{
    private const int RowCount = 256;
    private static readonly TimeSpan s_budget = TimeSpan.FromSeconds(1.2);

    internal static void Run(Report report)
    {
        foreach (double gamma in new[] { Regimes.Smooth, Regimes.Sharp })
            Warm(report, gamma);
        ColdReport.Run(report);
    }

    private static void Warm(Report report, double gamma)
    {
        Workbench bench = report.Bench;
        MemberPair pair = bench.Halves(gamma);
        (string, OneClassModel)[] models =
        [
            ("kernel density", bench.Model(gamma)), ("bagging", pair.Bagging), ("global Times", pair.Global), ("local Times", pair.Local),
        ];
        WriteHead(report, gamma);
        foreach ((string name, OneClassModel model) in models)
        {
            LatencyResult score = Measure(model, row => model.Score(bench.Rows.TestRow(row)));
            WriteLine(report, $"{name}, score", score);
            if (model is SupportVectorModel)
                Bars(report, gamma, score);
            float[] relevance = new float[BenchRows.Features];
            WriteLine(report, $"{name}, explain", Measure(model, row => model.Explain(bench.Rows.TestRow(row), relevance)));
        }
    }

    private static LatencyResult Measure(OneClassModel model, Action<int> call)
    {
        float sum = 0;
        Func<float> read = PackedModel.Reader(model);
        return LatencyRun.Measure(call, RowCount, () => sum += read(), s_budget);
    }

    private static void Bars(Report report, double gamma, LatencyResult score)
    {
        double median = score.Calls.Median / score.Reads.Median;
        report.AtMost($"one row, γ = {gamma}: p50 in times of one plain read of the model", 1.2, median, median, Report.Times);
        if (score.Calls.At(0.99) is { } call && score.Reads.At(0.99) is { } read)
            report.AtMost($"one row, γ = {gamma}: p99 in times of that read's p99", 1.3, call / read, call / read, Report.Times);
        report.AtMost($"one row, γ = {gamma}: bytes allocated", 0, score.BytesPerCall, score.BytesPerCall, bytes => $"{bytes:N0}");
    }

    private static void WriteHead(Report report, double gamma)
    {
        Workbench bench = report.Bench;
        TextWriter output = report.Output;
        output.WriteLine();
        output.WriteLine(
            $"### One row, γ = {gamma}: {bench.Count:N0} support vectors, in ensembles two members of {bench.Count / 2:N0} " +
            $"(k = l = {MemberPair.Neighbors}); packed: {Format.Megabytes(PackedModel.Bytes(bench.Model(gamma)))}");
        output.WriteLine();
        output.WriteLine("| | p50 | p99 | p99.9 | max | bytes | calls | plain read in between, p50 | p99 | p50 relative | p99 |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    }

    private static void WriteLine(Report report, string name, LatencyResult result)
    {
        (Percentiles calls, Percentiles reads) = (result.Calls, result.Reads);
        string p99 = calls.At(0.99) is { } c && reads.At(0.99) is { } r ? Format.Ratio(c / r) : "";
        report.Output.WriteLine(
            $"| {name} | {Format.Time(calls.Median)} | {Text(calls.At(0.99))} | {Text(calls.At(0.999))} | {Format.Time(calls.Largest)} " +
            $"| {result.BytesPerCall:N0} | {calls.Count:N0} | {Format.Time(reads.Median)} | {Text(reads.At(0.99))} " +
            $"| {Format.Ratio(calls.Median / reads.Median)} | {p99} |");
    }

    private static string Text(double? seconds) => seconds is { } found ? Format.Time(found) : "";
}
