using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Comparison.Sections;

/// <summary>The same rows as the 8-bit images that they are, beside the float32 arithmetic on images a little darker.</summary>
internal static class BytesSection
{
    private const int SingleRows = 64;

    internal static void Run(Report report)
    {
        Workbench bench = report.Bench;
        SupportVectorModel floats = bench.Model(Regimes.Smooth), images = bench.ImageModel(Regimes.Smooth);
        float[] scores = new float[Workbench.RowCount];
        var one = new BatchOptions { MaxDegreeOfParallelism = 1 };
        Case slow = EngineCases.Score(bench, Regimes.Smooth, 1, Workbench.RowCount, "float32, batch");
        Case fast = Case.Here("8-bit, batch, 1 thread", () => images.Score(bench.Images.TestRows(scores.Length), scores, one)) with
        {
            Rows = scores.Length,
            Error = () => bench.ImageScoreError(Regimes.Smooth, scores),
        };
        RunResult batch = report.Measure($"8-bit images, {Workbench.RowCount:N0} rows, γ = {Regimes.Smooth}", [slow, fast], seconds: 2);
        report.TimesAsFast("8-bit rows, batch: against the float path", 1.35, batch, slow, fast);

        Case slowSingle = Singles("float32, one row", floats, bench.Rows, new float[SingleRows]);
        float[] single = new float[SingleRows];
        Case fastSingle = Singles("8-bit, one row", images, bench.Images, single) with
        {
            Error = () => bench.ImageScoreError(Regimes.Smooth, single),
        };
        RunResult singles = report.Measure($"8-bit images, {SingleRows} rows one at a time", [slowSingle, fastSingle], seconds: 2);
        report.TimesAsFast("8-bit rows, one row: against the float path", 2, singles, slowSingle, fastSingle);
        double error = bench.ImageScoreError(Regimes.Smooth, single);
        report.AtMost("8-bit rows: error", 1e-6, error, error, e => $"{e:0.0e+0}");
    }

    private static Case Singles(string name, SupportVectorModel model, BenchRows rows, float[] scores)
    {
        void Run()
        {
            for (int r = 0; r < scores.Length; r++)
                scores[r] = model.Score(rows.TestRow(r));
        }

        return Case.Here(name, Run) with { Rows = SingleRows };
    }
}
