using OcDtd.Fast.Cli.Reporting;
using SkiaSharp;

namespace OcDtd.Fast.Cli.Tests.Reporting;

public sealed class HeatmapsTests
{
    [Fact]
    public void Every_feature_becomes_one_square_of_one_colour()
    {
        float[] values = [0f, 0.25f, 0.5f, 0.75f, 1f, 0.1f];
        using SKBitmap picture = SKBitmap.Decode(Heatmaps.Png(values, 2, 3, 7));
        Assert.Equal((21, 14), (picture.Width, picture.Height));
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
                Assert.Equal(HeatColours.Of(values[y / 7 * 3 + x / 7]), picture.GetPixel(x, y));
        }
    }

    [Fact]
    public void The_ends_of_the_map_are_its_darkest_and_brightest_colours()
    {
        var map = new ScottPlot.Colormaps.Inferno();
        Assert.Equal(map.GetColor(0).ToHex(), Hex(HeatColours.Of(0)));
        Assert.Equal(map.GetColor(1).ToHex(), Hex(HeatColours.Of(1)));
        Assert.True(Lightness(HeatColours.Of(0)) < 1);
        Assert.True(Lightness(HeatColours.Of(1)) > 95);
    }

    [Fact]
    public void Lightness_rises_with_the_value()
    {
        double[] lightness = [.. Enumerable.Range(0, 256).Select(step => Lightness(HeatColours.Of(step / 255f)))];
        for (int step = 1; step < lightness.Length; step++)
        {
            // Rounding to 8 bits a channel moves lightness by up to a tenth of a unit; steps are 0.4 on average.
            Assert.True(lightness[step] > lightness[step - 1] - 0.1, $"step {step}: {lightness[step - 1]} then {lightness[step]}");
            if (step >= 4)
                Assert.True(lightness[step] > lightness[step - 4], $"steps {step - 4} to {step}");
        }
    }

    [Fact]
    public void Values_beyond_the_ends_take_their_colours_and_NaN_takes_its_own()
    {
        Assert.Equal(HeatColours.Of(0), HeatColours.Of(-3));
        Assert.Equal(HeatColours.Of(1), HeatColours.Of(float.PositiveInfinity));
        Assert.Equal(HeatColours.Undefined, HeatColours.Of(float.NaN));
        Assert.DoesNotContain(HeatColours.Undefined, Enumerable.Range(0, 256).Select(step => HeatColours.Of(step / 255f)));
    }

    [Theory]
    [InlineData(5, 2, 3, 1)]
    [InlineData(6, 2, 3, 0)]
    [InlineData(6, 2, 3, 1_000_000)]
    [InlineData(0, 0, 3, 1)]
    public void Sizes_that_do_not_fit_are_refused(int count, int height, int width, int scale) =>
        Assert.ThrowsAny<ArgumentException>(() => Heatmaps.Png(new float[count], height, width, scale));

    private static string Hex(SKColor colour) => $"#{colour.Red:X2}{colour.Green:X2}{colour.Blue:X2}";

    // L* of CIE 1976, from sRGB.
    private static double Lightness(SKColor colour)
    {
        double y = 0.2126 * Linear(colour.Red) + 0.7152 * Linear(colour.Green) + 0.0722 * Linear(colour.Blue);
        return y > 216.0 / 24389 ? 116 * Math.Cbrt(y) - 16 : y * 24389 / 27;
    }

    private static double Linear(byte level)
    {
        double value = level / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
