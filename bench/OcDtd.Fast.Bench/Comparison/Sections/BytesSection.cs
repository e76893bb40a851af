using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Comparison.Sections;

/// <summary>The same rows as the 8-bit images that they are.</summary>
/// <remarks>
/// All values are k/255. The 8-bit path's cases belong beside the two of the float path, its bars in place of those not measured.
/// </remarks>
internal static class BytesSection
{
    private const int SingleRows = 64;

    internal static void Run(Report report)
    {
        Workbench bench = report.Bench;
        Case batch = EngineCases.Score(bench, Regimes.Smooth, 1, Workbench.RowCount, "float path, batch");
        report.Measure($"8-bit images, {Workbench.RowCount:N0} rows, γ = {Regimes.Smooth}", [batch], seconds: 2);

        SupportVectorModel model = bench.Model(Regimes.Smooth);
        Case single = Case.Here("float path, one row", () => ScoreSingles(bench, model)) with { Rows = SingleRows };
        report.Measure($"8-bit images, {SingleRows} rows one at a time", [single], seconds: 2);

        report.NotMeasured("8-bit rows, batch: against the float path", "≥ 1.35 ×", "no 8-bit path in the engine yet");
        report.NotMeasured("8-bit rows, one row: against the float path", "≥ 2.00 ×", "no 8-bit path in the engine yet");
        report.NotMeasured("8-bit rows: error", "≤ 1.0e-6", "no 8-bit path in the engine yet");
    }

    private static void ScoreSingles(Workbench bench, SupportVectorModel model)
    {
        for (int r = 0; r < SingleRows; r++)
            model.Score(bench.Rows.TestRow(r));
    }
}
