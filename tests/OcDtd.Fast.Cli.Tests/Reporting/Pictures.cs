using SkiaSharp;

namespace OcDtd.Fast.Cli.Tests.Reporting;

/// <summary>What tests ask of a picture.</summary>
internal static class Pictures
{
    internal static SKBitmap Decode(byte[] png) => SKBitmap.Decode(png);

    /// <summary>Whether a colour occurs right of and below a point.</summary>
    internal static bool Any(SKBitmap picture, SKColor colour, int left = 0, int top = 0) =>
        picture.Pixels.Where((pixel, i) => pixel == colour && i % picture.Width >= left && i / picture.Width >= top).Any();

    internal static int Count(SKBitmap picture, SKColor colour) => picture.Pixels.Count(pixel => pixel == colour);

    /// <summary>The last row of pixels in which a colour occurs.</summary>
    internal static int LastRow(SKBitmap picture, SKColor colour) => Array.LastIndexOf(picture.Pixels, colour) / picture.Width;

    /// <summary>First and last column in which a colour occurs.</summary>
    internal static (int Left, int Right) Columns(SKBitmap picture, SKColor colour)
    {
        SKColor[] pixels = picture.Pixels;
        int[] columns = [.. Enumerable.Range(0, pixels.Length).Where(i => pixels[i] == colour).Select(i => i % picture.Width)];
        return (columns.Min(), columns.Max());
    }

    /// <summary>First and last row of pixels in which two pictures of one size differ.</summary>
    internal static (int Top, int Bottom) DifferingRows(SKBitmap first, SKBitmap second)
    {
        Assert.Equal((first.Width, first.Height), (second.Width, second.Height));
        int[] rows = [.. first.Pixels.Zip(second.Pixels).Select((pair, i) => pair.First != pair.Second ? i / first.Width : -1).Where(row => row >= 0)];
        Assert.NotEmpty(rows);
        return (rows.Min(), rows.Max());
    }
}
