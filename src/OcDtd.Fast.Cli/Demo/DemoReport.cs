using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Reporting;

namespace OcDtd.Fast.Cli.Demo;

/// <summary>Draws what the demo found and writes the page that shows it.</summary>
internal static class DemoReport
{
    internal const string ReportFile = "report.html";
    internal const string HeatmapsFile = "heatmaps.png";
    internal const string FlippingFile = "flipping.png";
    internal const string ResultsFile = "results.json";

    /// <summary>Writes pictures, results and page into <paramref name="folder"/>.</summary>
    internal static void Write(string folder, DemoResults results, string[] next)
    {
        byte[] heatmaps = HeatmapFigure.Png(results.Heatmaps), flipping = FlippingFigure.Png(results.Flipping);
        ModelFiles.Write(Path.Combine(folder, HeatmapsFile), heatmaps);
        ModelFiles.Write(Path.Combine(folder, FlippingFile), flipping);
        ModelFiles.Write(Path.Combine(folder, ResultsFile), System.Text.Encoding.UTF8.GetBytes(JsonText.Of(Facts(results)) + "\n"));
        Page(results, heatmaps, flipping, next).Write(Path.Combine(folder, ReportFile));
    }

    /// <summary>The numbers, as --json prints them and results.json holds them.</summary>
    internal static Dictionary<string, object?> Facts(DemoResults results) => new()
    {
        ["train_rows"] = results.TrainRows,
        ["test_rows"] = results.TestRows,
        ["gamma"] = results.Gamma.Gamma,
        ["gamma_mass"] = results.Gamma.Found,
        ["support_vectors"] = results.MemberRows,
        ["classifiers"] = results.Classifiers.Select(c => new Dictionary<string, object?>
        {
            ["name"] = c.Name,
            ["roc_auc"] = c.RocAuc,
            ["average_precision"] = c.AveragePrecision,
            ["score_seconds_per_row"] = c.ScoreTime.TotalSeconds,
            ["explain_seconds_per_row"] = c.ExplainTime.TotalSeconds,
        }).ToArray(),
        ["onnx"] = new Dictionary<string, object?>
        {
            ["classifier"] = results.Onnx.Classifier,
            ["rows"] = results.Onnx.Rows,
            ["largest_difference"] = results.Onnx.LargestDifference,
            ["largest_relative_difference"] = results.Onnx.LargestRelativeDifference,
            ["runtime_seconds"] = results.Onnx.RuntimeTime.TotalSeconds,
            ["engine_seconds"] = results.Onnx.EngineTime.TotalSeconds,
            ["bytes"] = results.Onnx.FileSize,
            ["explained_rows"] = results.Onnx.Explanations.Rows,
            ["largest_relative_relevance_difference"] = results.Onnx.Explanations.LargestRelativeDifference,
            ["explaining_runtime_seconds"] = results.Onnx.Explanations.RuntimeTime.TotalSeconds,
            ["explaining_engine_seconds"] = results.Onnx.Explanations.EngineTime.TotalSeconds,
        },
    };

    private static HtmlReport Page(DemoResults results, byte[] heatmaps, byte[] flipping, string[] next)
    {
        var page = new HtmlReport("What makes a digit unlike a 2", "OcDtd.Fast demo: one-class models that explain themselves");
        if (Fonts.Installed.Missing is { } missing)
            page.Warning(missing);
        page.Paragraph(
            $"Two kernel density estimates were trained on disjoint halves of {Numbers.Count(results.TrainRows)} handwritten 2s. They have never " +
            "seen another digit. Each test digit gets a score, its outlierness: 0 at the heart of the 2s, larger the less it is one. Deep Taylor " +
            "decomposition then splits that score over the pixels.");
        page.Facts(
            ("Kernel width γ", $"{results.Gamma.Gamma:g6}: each row's nearest tenth holds {results.Gamma.Found:0.000} of its kernel mass (eq 3.1)"),
            ("Members", $"C1 and C2, {results.MemberRows[0]} and {results.MemberRows[1]} support vectors"),
            ("Combined by", "+ bagging (mean), × local Times (product over each support vector's nearest tenth)"),
            ("Test rows", $"{Numbers.Count(results.TestRows)}: 200 of each digit"),
            ("Engine", $"{EngineInfo.Version}, {EngineInfo.VectorWidth} bits, {Environment.ProcessorCount} cores"));

        page.Heading("How well they tell a 2 from the rest");
        page.Table(new HtmlTable(
            "Digit 2 against the other nine. Times are a row's share of a batch on all cores.",
            [new("Classifier"), new("ROC AUC", true), new("Average precision", true), new("Score a row", true), new("Explain a row", true)],
            [.. results.Classifiers.Select(c => (HtmlCell[])
                [c.Name, HtmlCell.Number(c.RocAuc, 4), HtmlCell.Number(c.AveragePrecision, 4), Numbers.Time(c.ScoreTime), Numbers.Time(c.ExplainTime)])]));

        page.Heading("Why: relevance, pixel by pixel");
        page.Figure(
            heatmaps,
            "Heatmaps of four inliers and four outliers for six classifiers",
            "Rows: four 2s, then one each of 7, 3, 0 and 4. Columns: the image, then " + string.Join(", ", results.Heatmaps.Columns) +
            ". Dark is no relevance, bright is much; one scale for all eight rows of a column (eq 3.2). Under each heatmap, the outlierness.");
        page.Table(HeatmapFigure.Table("The same rows in numbers: outlierness", results.Heatmaps));

        page.Heading("Whether to believe it: pixel flipping");
        page.Figure(
            flipping,
            "Pixel-flipping curves of an inlier and an outlier",
            "Outlierness left after the most relevant pixels are masked, relative to the start. The faster a curve falls, the better the " +
            "explanation found what made the score. " + FlippingFigure.Legend([.. results.Classifiers.Select(c => c.Name)]));

        OnnxComparison onnx = results.Onnx;
        page.Heading("The same model elsewhere: ONNX");
        page.Paragraph(
            $"{onnx.Classifier} was written to {DemoRun.ModelFile} ({onnx.FileSize / 1e6:0.0} MB) and its {Numbers.Count(onnx.Rows)} test rows were scored by " +
            $"ONNX Runtime from that file alone. The largest difference to the engine is {onnx.LargestDifference:g2} " +
            $"({onnx.LargestRelativeDifference:g2} relative to max(1, outlierness)). ONNX Runtime took {Numbers.Time(onnx.RuntimeTime)}, the engine {Numbers.Time(onnx.EngineTime)}.");
        ExplanationComparison explained = onnx.Explanations;
        page.Paragraph(
            $"The file explains, too: relevance of {Numbers.Count(explained.Rows)} rows differs from the engine's by {explained.LargestRelativeDifference:g2} of a row's largest " +
            $"at most. ONNX Runtime took {Numbers.Time(explained.RuntimeTime)} to score and explain them, the engine {Numbers.Time(explained.EngineTime)}.");

        page.Heading("What to try next");
        page.Code(next);
        page.Note("The digits are a subset of MNIST (LeCun, Cortes, Burges), CC BY-SA 3.0.");
        return page;
    }
}
