using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Plain;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Comparison.Sections;

/// <summary>Products of two members of half the training rows each, in times of bagging the same two.</summary>
internal static class TimesScoreSection
{
    private const int CheckedRows = 4;

    internal static void Run(Report report)
    {
        Workbench bench = report.Bench;
        MemberPair pair = bench.Halves(Regimes.Smooth);
        // log α and the edges are the model's: a plain loop over all pairs would take minutes. The explanation's section checks those.
        PlainPair plain = PlainPair.OfEdges(pair);
        foreach (int threads in new[] { 1, Environment.ProcessorCount })
        {
            Case bagging = Score("bagging", pair.Bagging, threads, plain.BaggingScore);
            Case global = Score("global Times", pair.Global, threads, x => plain.BaggingScore(x) * 2 + pair.Global.LogAlpha);
            Case local = Score("local Times", pair.Local, threads, plain.LocalScore);
            RunResult result = report.Measure(
                $"Two members of {bench.Count / 2:N0} support vectors, k = l = {MemberPair.Neighbors}, γ = {Regimes.Smooth}, " +
                $"{Workbench.RowCount:N0} rows, {EngineCases.Threads(threads)}",
                [bagging, global, local],
                seconds: 3);
            report.TimesTheTime($"local Times score, {EngineCases.Threads(threads)}: in times of bagging", 1.15, result, bagging, local);
            report.TimesTheTime($"global Times score, {EngineCases.Threads(threads)}: in times of bagging", 1.02, result, bagging, global);
        }

        Case Score(string name, OneClassModel model, int threads, ExactScore exact)
        {
            float[] scores = new float[Workbench.RowCount];
            var options = new BatchOptions { MaxDegreeOfParallelism = threads };
            return Case.Here(name, () => model.Score(bench.Rows.TestRows(scores.Length), scores, options)) with
            {
                Rows = scores.Length,
                Floor = Floors.MultiplyAdds(scores.Length * pair.MultiplyAddsPerRow, threads),
                Error = () => Enumerable.Range(0, CheckedRows).Max(r => Errors.Score(scores[r], exact(bench.Rows.TestRow(r)))),
            };
        }
    }

    /// <summary>A score from plain loops.</summary>
    private delegate double ExactScore(ReadOnlySpan<float> x);
}
