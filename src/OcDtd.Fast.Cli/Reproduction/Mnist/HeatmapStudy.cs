using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Trials;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Reproduction.Mnist;

/// <summary>Figure 3.1: heatmaps of four inliers and four outliers.</summary>
internal sealed class HeatmapStudy(Workbench bench, DigitTask task, ShownDigits shown) : Study
{
    internal override string Title => "Figure 3.1: which pixels make a digit unlike a 2";

    internal override void Write(TrialBook book, ReproductionReport report)
    {
        ImageShape shape = task.Test.Shape!.Value;
        float[,] rows = MemberRows.Take(task.Test.Rows, shown.Rows);
        PixelHeatmaps[] heatmaps = [.. shown.Classifiers.Select(classifier => PixelHeatmaps.Of(classifier.Model, rows, shape, bench.Batch).Normalized())];
        HeatmapFigure.Row[] figureRows = [.. shown.Rows.Select((row, i) => new HeatmapFigure.Row(
            $"digit {task.TestLabels[row]}",
            [new HeatmapFigure.Picture(task.Test.Rows.GetRowSpan(row).ToArray())],
            [.. heatmaps.Select(heatmap => new HeatmapFigure.ImagePanel(heatmap.Row(i), ShortNumber.Of(heatmap.Outlierness[i])))],
            i < ShownDigits.Each ? "inliers" : "outliers"))];
        var content = new HeatmapFigure.Content(
            $"Heatmaps, {shown.Protocol.Name}, m = {ShownDigits.Size}, seed 0", new HeatmapFigure.Shape(shape.Height, shape.Width), ["image"], SixClassifiers.Names, figureRows);
        report.Figure(
            "figure-3.1-heatmaps",
            HeatmapFigure.Png(content),
            "Heatmaps of four inliers and four outliers for six classifiers",
            "The first four 2s of the test set, then its first 7, 3, 0 and 4. One scale for the eight rows of a column (eq 3.2): dark is no relevance, bright is much. Below each heatmap the outlierness.");
        report.Page.Table(HeatmapFigure.Table("The same rows in numbers: outlierness", content));
    }
}
