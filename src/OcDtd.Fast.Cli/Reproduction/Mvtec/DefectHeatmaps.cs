using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Trials;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Reproduction.Mvtec;

/// <summary>Figures 3.5 to 3.11: heatmaps of defects beside image and mask.</summary>
internal sealed class DefectHeatmaps(Workbench bench, CategoryTrials trials) : Study
{
    private const int Times = SixClassifiers.Times;

    internal override string Title => $"Figures 3.5 to 3.11: {trials.Category.Name}";

    internal override void Write(TrialBook book, ReproductionReport report)
    {
        MvtecCategory category = trials.Category;
        ImageShape shape = category.Train.Shape!.Value;
        Classifier[] classifiers = trials.Classifiers(seed: 0);
        ShownImage[] shown = [.. category.Defects.Select(defect => OfDefect(defect, classifiers, shape)), OfGood(category, classifiers, shape)];
        float[][][] scaled = [.. classifiers.Select((_, c) => HeatScale.Together([.. shown.Select(image => image.Relevance[c])]))];
        report.Figure(
            $"heatmaps-{category.Name}",
            HeatmapFigure.Png(new HeatmapFigure.Content(
                $"{category.Name}: heatmaps of defects, seed 0",
                new HeatmapFigure.Shape(shape.Height, shape.Width),
                ["image", "mask"],
                SixClassifiers.Names,
                [.. shown.Select((image, i) => new HeatmapFigure.Row(
                    image.Label, image.Pictures, [.. scaled.Select((column, c) => new HeatmapFigure.ImagePanel(column[i], Text(image.Cosines[c])))], i < category.Defects.Count ? "defects" : "good"))],
                "cosine with the mask")),
            $"An image of each defect of {category.Name}, its mask, and the heatmaps of six classifiers",
            $"Of each defect the image whose cosine by {SixClassifiers.Names[Times]} is the median, so neither the best nor the worst; last the first good test image. One scale for all rows of a column (eq 3.2), "
            + "but clipped at the 99.9th percentile, since single pixels outshine the rest. Below each heatmap its cosine with the mask.");
    }

    private ShownImage OfDefect(MvtecDefect defect, Classifier[] classifiers, ImageShape shape)
    {
        PixelHeatmaps[] heatmaps = Explain(classifiers, defect.Images.Rows.ToArray(), shape);
        double[][] cosines = [.. heatmaps.Select(heatmap => CategoryProbe.CosinesOf(heatmap, defect.Masks.Rows.ToArray()))];
        int row = Median(cosines[Times]);
        return new ShownImage(
            Spoken.Of(defect.Name),
            [new(defect.Images.Rows.GetRowSpan(row).ToArray(), shape.Channels), new(defect.Masks.Rows.GetRowSpan(row).ToArray())],
            [.. heatmaps.Select(heatmap => heatmap.Row(row))],
            [.. cosines.Select(each => each[row])]);
    }

    private ShownImage OfGood(MvtecCategory category, Classifier[] classifiers, ImageShape shape) => new(
        "good",
        [new(category.Good.Rows.GetRowSpan(0).ToArray(), shape.Channels), new(new float[shape.Height * shape.Width])],
        [.. Explain(classifiers, MemberRows.Take(category.Good.Rows, [0]), shape).Select(heatmap => heatmap.Row(0))],
        [.. classifiers.Select(_ => double.NaN)]);

    private PixelHeatmaps[] Explain(Classifier[] classifiers, float[,] images, ImageShape shape) =>
        [.. classifiers.Select(classifier => PixelHeatmaps.Of(classifier.Model, images, shape, bench.Batch))];

    private static string Text(double cosine) => double.IsNaN(cosine) ? "" : cosine.ToString("0.00");

    /// <summary>The place of the middle value; those that are not numbers come first.</summary>
    private static int Median(double[] values) => Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ElementAt(values.Length / 2);

    /// <summary>An image, what is known of it, and every classifier's relevance as it is.</summary>
    private sealed record ShownImage(string Label, HeatmapFigure.Picture[] Pictures, float[][] Relevance, double[] Cosines);
}
