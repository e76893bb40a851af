using SkiaSharp;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>Arrays of numbers as Skia pictures, one pixel a feature, and pictures as PNG.</summary>
internal static class Rasters
{
    internal static SKBitmap Heat(ReadOnlySpan<float> normalized, int height, int width)
    {
        RequireLength(normalized.Length, height, width, 1, "heatmap");
        SKBitmap bitmap = Blank(height, width);
        for (int i = 0; i < normalized.Length; i++)
            bitmap.SetPixel(i % width, i / width, HeatColours.Of(normalized[i]));
        return bitmap;
    }

    /// <summary>An image in [0, 1], rows first, channels last: one channel is grey, three are red, green, blue.</summary>
    internal static SKBitmap Image(ReadOnlySpan<float> values, int height, int width, int channels)
    {
        if (channels is not (1 or 3))
            throw new ArgumentException($"an image has 1 or 3 channels, not {channels}.", nameof(channels));
        RequireLength(values.Length, height, width, channels, "image");
        SKBitmap bitmap = Blank(height, width);
        for (int i = 0; i < height * width; i++)
            bitmap.SetPixel(i % width, i / width, Colour(values.Slice(i * channels, channels)));
        return bitmap;
    }

    internal static byte[] Png(SKImage image)
    {
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static SKColor Colour(ReadOnlySpan<float> pixel) =>
        pixel.Length == 1
            ? new SKColor(Level(pixel[0]), Level(pixel[0]), Level(pixel[0]))
            : new SKColor(Level(pixel[0]), Level(pixel[1]), Level(pixel[2]));

    private static byte Level(float value) => (byte)MathF.Round(Math.Clamp(float.IsNaN(value) ? 0f : value, 0f, 1f) * 255f);

    private static SKBitmap Blank(int height, int width) => new(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);

    private static void RequireLength(int length, int height, int width, int channels, string what)
    {
        if (height < 1 || width < 1)
            throw new ArgumentException($"{what}: height and width must be at least 1, not {height} and {width}.");
        long needed = (long)height * width * channels;
        if (length != needed)
            throw new ArgumentException($"{what} has {length} values; {height} × {width} × {channels} needs {needed}.");
    }
}
