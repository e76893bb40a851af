using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Comparison.Sections;

/// <summary>The narrow kernel, where few support vectors matter to a row, beside the wide one, where none can be left out.</summary>
/// <remarks>
/// The wide kernel's score is the unpruned one: the same arithmetic, and the same pooling of all distances.
/// </remarks>
internal static class SharpSection
{
    private const int SingleRows = 256; // one at a time, all of them in every sample: some rows are easier to prune than others

    internal static void Run(Report report)
    {
        Workbench bench = report.Bench;
        foreach (int threads in new[] { 1, Environment.ProcessorCount })
        {
            Case unpruned = EngineCases.Score(bench, Regimes.Smooth, threads, Workbench.RowCount, $"unpruned, γ = {Regimes.Smooth}");
            Case pruned = EngineCases.Score(bench, Regimes.Sharp, threads, Workbench.RowCount, $"γ = {Regimes.Sharp}");
            RunResult result = report.Measure(
                $"Score {Workbench.RowCount:N0} rows at γ = {Regimes.Sharp}, {EngineCases.Threads(threads)}",
                [unpruned, pruned],
                seconds: 3);
            report.TimesAsFast(
                $"score at γ = {Regimes.Sharp}, {EngineCases.Threads(threads)}: against unpruned", 1.7, result, unpruned, pruned);
        }

        Case slow = OneByOne(bench, Regimes.Smooth, $"unpruned, γ = {Regimes.Smooth}");
        Case fast = OneByOne(bench, Regimes.Sharp, $"γ = {Regimes.Sharp}");
        RunResult single = report.Measure($"The same, {SingleRows} rows one at a time", [slow, fast], seconds: 2);
        report.TimesAsFast($"score one row at γ = {Regimes.Sharp}: against unpruned", 2.5, single, slow, fast);
        double left = PruningWork.Share(bench.Model(Regimes.Sharp), bench.Rows);
        report.AtMost($"score at γ = {Regimes.Sharp}: multiply-adds left", 0.3, left, left, Format.Percent);
    }

    private static Case OneByOne(Workbench bench, double gamma, string name)
    {
        SupportVectorModel model = bench.Model(gamma);
        float[] scores = new float[SingleRows];
        void Run()
        {
            for (int r = 0; r < scores.Length; r++)
                scores[r] = model.Score(bench.Rows.TestRow(r));
        }

        return Case.Here(name, Run) with { Rows = SingleRows, Error = () => bench.ScoreError(gamma, scores) };
    }
}
