using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Cli.Reproduction.Protocols;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Trials;
using OcDtd.Fast.Data;
using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Cli.Reproduction.MnistC;

/// <summary>Figures 3.3 and 3.4: heatmaps of corrupted digits beside what was changed.</summary>
internal sealed class CorruptionHeatmaps(Workbench bench, CorruptionTask task, CorruptionTrials trials) : Study
{
    /// <summary>The test row that is shown: its first 2, as good as any and chosen by nobody.</summary>
    internal const int ShownDigit = 2;

    internal override string Title => "Figures 3.3 and 3.4: which pixels were tampered with";

    internal override void Write(TrialBook book, ReproductionReport report)
    {
        MemberPair pair = trials.Members(seed: 0);
        Classifier[] classifiers = [.. SixClassifiers.Make(pair.First, pair.Second, bench.Batch)];
        ImageShape shape = task.Clean.Shape!.Value;
        int shown = task.Labels.ToList().IndexOf(ShownDigit);
        float[,] clean = MemberRows.Take(task.Clean.Rows, [.. task.Names.Select(_ => shown)]);
        float[,] corrupted = new float[task.Names.Count, task.Clean.FeatureCount];
        for (int i = 0; i < task.Names.Count; i++)
            task.Corrupted(task.Names[i]).Rows.GetRowSpan(shown).CopyTo(corrupted.AsSpan2D().GetRowSpan(i));
        PixelHeatmaps[] heatmaps = [.. classifiers.Select(classifier => PixelHeatmaps.Of(classifier.Model, corrupted, shape, bench.Batch))];
        float[][] truths = [.. task.Names.Select((_, i) => CorruptionTask.GroundTruth(clean, corrupted, i))];
        // Before normalisation, which shifts what all pixels share: as the table has them.
        string[][] cosines = [.. truths.Select((truth, i) => heatmaps.Select(heatmap => Cosine(heatmap.Row(i), truth)).ToArray())];
        Array.ForEach(heatmaps, heatmap => heatmap.Normalized());

        HeatmapFigure.Row[] rows = [.. task.Names.Select((name, i) => new HeatmapFigure.Row(
            Spoken.Of(name),
            [new(Row(clean, i)), new(Row(corrupted, i)), new(truths[i])],
            [.. heatmaps.Select((heatmap, c) => new HeatmapFigure.ImagePanel(heatmap.Row(i), cosines[i][c]))]))];
        report.Figure(
            "figure-3.3-heatmaps",
            HeatmapFigure.Png(new HeatmapFigure.Content(
                $"Heatmaps of a corrupted digit, {trials.Protocol.Name}, m = {trials.Plan.Size}, seed 0",
                new HeatmapFigure.Shape(shape.Height, shape.Width), ["clean", "corrupted", "(x'−x)²"], SixClassifiers.Names, rows, "cosine with (x'−x)²")),
            "A digit under each corruption, what was changed, and the heatmaps of six classifiers",
            "The test set's first 2. Columns: the clean digit, the corrupted one, the squared change (eq 3.3), then six classifiers; one scale for all rows of a column (eq 3.2). Below each heatmap its cosine with the squared change.");
    }

    private static float[] Row(float[,] rows, int row) => rows.AsSpan2D().GetRowSpan(row).ToArray();

    private static string Cosine(float[] heatmap, float[] truth)
    {
        double cosine = CosineSimilarity.Compute(heatmap, truth);
        return double.IsNaN(cosine) ? "–" : cosine.ToString("0.00");
    }
}
