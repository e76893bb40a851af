using OcDtd.Fast.Cli.Reproduction.Statistics;

namespace OcDtd.Fast.Cli.Reproduction.Mvtec;

/// <summary>Relevance of large pictures as heatmaps show it.</summary>
internal static class HeatScale
{
    /// <summary>Above this share of all pixels a heatmap has one colour: a few of 25,600 would leave the rest dark.</summary>
    private const double Brightest = 0.999;

    /// <summary>0 to 1 on one scale, everything above the percentile 1.</summary>
    internal static float[][] Together(float[][] relevance)
    {
        double top = SeedSummary.Percentile([.. relevance.SelectMany(map => map).Select(value => (double)value).Order()], Brightest);
        return [.. relevance.Select(map => top > 0 ? Array.ConvertAll(map, value => (float)Math.Min(1, value / top)) : new float[map.Length])];
    }
}
