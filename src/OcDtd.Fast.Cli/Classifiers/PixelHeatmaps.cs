using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Commands;
using OcDtd.Fast.Data;
using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Cli.Classifiers;

/// <summary>Heatmaps of several rows by one classifier, and the rows' outlierness.</summary>
/// <param name="Relevance">n × pixels.</param>
/// <param name="Outlierness">n.</param>
internal sealed record PixelHeatmaps(float[,] Relevance, float[] Outlierness)
{
    /// <summary>Explains <paramref name="rows"/>; the channels of a pixel are summed.</summary>
    internal static PixelHeatmaps Of(OneClassModel model, float[,] rows, ImageShape shape, BatchOptions batch, RelevanceRule rule = RelevanceRule.Thesis)
    {
        int count = rows.GetLength(0);
        float[] outlierness = new float[count];
        float[,] relevance = new float[count, rows.GetLength(1)];
        model.Explain(rows, relevance, outlierness, rule: rule, options: batch);
        return new PixelHeatmaps(shape.Channels == 1 ? relevance : SumChannels(relevance, shape), outlierness);
    }

    /// <summary>All on one scale, 0 to 1 (eq 3.2), in place.</summary>
    internal PixelHeatmaps Normalized()
    {
        HeatmapNormalization.Normalize(Relevance.AsSpan());
        return this;
    }

    internal float[] Row(int row) => Relevance.AsSpan2D().GetRowSpan(row).ToArray();

    private static float[,] SumChannels(float[,] relevance, ImageShape shape)
    {
        float[,] pixels = new float[relevance.GetLength(0), shape.Height * shape.Width];
        for (int row = 0; row < pixels.GetLength(0); row++)
            Images.SumChannels(relevance.AsSpan2D().GetRowSpan(row), shape).CopyTo(pixels.AsSpan2D().GetRowSpan(row));
        return pixels;
    }
}
