using SkiaSharp;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>One heatmap as one picture: no axes, no smoothing, one square a feature.</summary>
internal static class Heatmaps
{
    // Skia's own limit for a raster surface's side is a little higher; a picture this large is a mistake anyway.
    private const int LargestSide = 32_000;

    /// <summary>PNG of a heatmap that is already normalised to [0, 1]; several channels are summed by the caller first.</summary>
    /// <param name="normalized01">Rows first, height × width values. NaN gets a colour of its own.</param>
    /// <param name="height">Rows of the heatmap.</param>
    /// <param name="width">Columns of the heatmap.</param>
    /// <param name="scale">Side of a feature's square, in pixels.</param>
    internal static byte[] Png(ReadOnlySpan<float> normalized01, int height, int width, int scale)
    {
        if (scale < 1 || (long)Math.Max(height, width) * scale > LargestSide)
            throw new ArgumentOutOfRangeException(nameof(scale), scale, $"must be at least 1 and leave sides within {LargestSide} pixels.");
        using SKBitmap features = Rasters.Heat(normalized01, height, width);
        using var surface = SKSurface.Create(new SKImageInfo(width * scale, height * scale, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using SKImage image = SKImage.FromBitmap(features);
        surface.Canvas.DrawImage(image, SKRect.Create(width * scale, height * scale), new SKSamplingOptions(SKFilterMode.Nearest));
        using SKImage snapshot = surface.Snapshot();
        return Rasters.Png(snapshot);
    }
}
