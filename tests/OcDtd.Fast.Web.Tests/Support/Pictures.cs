using OcDtd.Fast.Cli.Demo;
using SkiaSharp;

namespace OcDtd.Fast.Web.Tests.Support;

/// <summary>Embedded digits, as rows and as image files.</summary>
internal static class Pictures
{
    private const int Side = 28;

    /// <summary>The test digits that the page gets as samples, in its order: the first three of a digit.</summary>
    internal static float[][] Samples(int digit)
    {
        using var digits = Digits.Load();
        return Array.ConvertAll(digits.FirstOf(digit, 3), row => digits.Test.Rows.GetRowSpan(row).ToArray());
    }

    /// <summary>A PNG of a digit, every pixel a square of <paramref name="scale"/>, black on white if inverted.</summary>
    internal static byte[] Png(float[] row, int scale = 1, bool inverted = false)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(Side * scale, Side * scale, SKColorType.Gray8, SKAlphaType.Opaque));
        for (int y = 0; y < Side * scale; y++)
        {
            for (int x = 0; x < Side * scale; x++)
            {
                byte value = (byte)MathF.Round(row[(y / scale * Side) + (x / scale)] * 255);
                byte shown = inverted ? (byte)(255 - value) : value;
                bitmap.SetPixel(x, y, new SKColor(shown, shown, shown));
            }
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
