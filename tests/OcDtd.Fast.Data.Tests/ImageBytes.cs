using SkiaSharp;

namespace OcDtd.Fast.Data.Tests;

/// <summary>Encodes pixels as image files.</summary>
internal static class ImageBytes
{
    internal static unsafe byte[] Of(
        int width, int height, SKColorType type, byte[] pixels, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        var info = new SKImageInfo(width, height, type, type == SKColorType.Gray8 ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        fixed (byte* start = pixels)
        {
            using var image = SKImage.FromPixelCopy(info, (nint)start);
            using SKData data = image.Encode(format, 95);
            return data.ToArray();
        }
    }

    /// <summary>A grey PNG whose pixels are what <paramref name="value"/> says of column and row.</summary>
    internal static byte[] Grey(int width, int height, Func<int, int, byte> value) =>
        Of(width, height, SKColorType.Gray8, [.. Enumerable.Range(0, width * height).Select(i => value(i % width, i / width))]);

    /// <summary>A colour PNG of one colour.</summary>
    internal static byte[] Colour(int width, int height, byte red, byte green, byte blue)
    {
        byte[][] pixels = [.. Enumerable.Repeat<byte[]>([red, green, blue, 255], width * height)];
        return Of(width, height, SKColorType.Rgba8888, [.. pixels.SelectMany(static pixel => pixel)]);
    }
}
