using OcDtd.Fast.Cli.Reporting;
using SkiaSharp;

namespace OcDtd.Fast.Cli.Tests.Reporting;

public sealed class FlippingFigureTests
{
    private static readonly string[] s_names = ["C1", "C1×C1", "C2", "C2×C2", "C1+C2", "C1×C2"];

    [Fact]
    public void Two_panels_make_a_page_1000_wide()
    {
        using SKBitmap picture = SKBitmap.Decode(FlippingFigure.Png([Panel("inlier"), Panel("outlier")]));
        Assert.Equal((2000, 928), (picture.Width, picture.Height));
        Assert.DoesNotContain(picture.Pixels, pixel => pixel.Alpha != 255);
        // Margins, the gap between the panels, and the space after the legend.
        foreach ((int x, int y) in new[] { (0, 0), (990, 400), (984, 10), (1999, 927), (1985, 400) })
            Assert.Equal(SKColors.White, picture.GetPixel(x, y));
        // Every curve shows in both halves: a plot must not wipe out its neighbour.
        HashSet<SKColor> curves = [.. s_names.Select((_, i) => CurveStyle.Of(i).Colour)];
        Assert.Subset(Half(picture, left: true).ToHashSet(), curves);
        Assert.Subset(Half(picture, left: false).ToHashSet(), curves);
    }

    [SkippableTheory]
    [InlineData("title")]
    [InlineData("legend")]
    [InlineData("axes")]
    public void Each_label_is_really_drawn(string which)
    {
        Skip.If(Fonts.Installed.Missing is not null, Fonts.Installed.Missing ?? "");
        using SKBitmap with = SKBitmap.Decode(FlippingFigure.Png([Panel("inlier")]));
        using SKBitmap without = SKBitmap.Decode(which switch
        {
            "title" => FlippingFigure.Png([Panel("outlier")]),
            "legend" => FlippingFigure.Png([Panel("inlier", "D")]),
            _ => FlippingFigure.Png([Panel("inlier")], Fonts.Choose(new NoFonts())),
        });
        (int top, int bottom) = which switch { "title" => (0, 90), "legend" => (820, 928), _ => (740, 820) };
        Assert.True(Differing(with, without, top, bottom) > 100);
    }

    [Fact]
    public void Without_fonts_the_curves_are_there_still()
    {
        using SKBitmap bare = SKBitmap.Decode(FlippingFigure.Png([Panel("inlier")], Fonts.Choose(new NoFonts())));
        Assert.Equal(928, bare.Height);
        Assert.Contains(CurveStyle.Of(0).Colour, bare.Pixels);
    }

    [Fact]
    public void Long_curves_and_odd_values_are_drawn()
    {
        double[] odd = [.. Enumerable.Range(0, 20_001).Select(k => 1 - k / 20_000.0)];
        odd[7] = double.NaN;
        odd[9] = double.PositiveInfinity;
        var panel = new FlippingFigure.Panel("odd", [new("C1", odd)]);
        using SKBitmap picture = SKBitmap.Decode(FlippingFigure.Png([panel]));
        Assert.Contains(CurveStyle.Of(0).Colour, picture.Pixels);
    }

    [Fact]
    public void Styles_differ_in_colour_and_the_legend_says_so_in_words()
    {
        Assert.True(CurveStyle.Count >= s_names.Length);
        Assert.Equal(CurveStyle.Count, Enumerable.Range(0, CurveStyle.Count).Select(i => CurveStyle.Of(i).Colour).Distinct().Count());
        Assert.Equal("C1: blue, solid; C1×C1: sky blue, long dashes", FlippingFigure.Legend(["C1", "C1×C1"]));
    }

    [Fact]
    public void Panels_that_do_not_fit_together_are_refused()
    {
        Assert.Throws<ArgumentException>(() => FlippingFigure.Png([]));
        Assert.Throws<ArgumentException>(() => FlippingFigure.Png([Panel("inlier"), Panel("outlier", "D")]));
        Assert.Throws<ArgumentException>(() => FlippingFigure.Png([new("short", [new("C1", [1])])]));
    }

    private static FlippingFigure.Panel Panel(string title, string suffix = "") =>
        new(title, [.. s_names.Select((name, i) => new FlippingFigure.Curve(name + suffix, Curve(i)))]);

    private static double[] Curve(int i) => [.. Enumerable.Range(0, 785).Select(k => Math.Exp(-k * (1 + i) / 800.0))];

    private static IEnumerable<SKColor> Half(SKBitmap picture, bool left) =>
        picture.Pixels.Where((_, i) => i % picture.Width < picture.Width / 2 == left && i / picture.Width < 820);

    private static int Differing(SKBitmap first, SKBitmap second, int top, int bottom) =>
        Rows(first, top, bottom).Zip(Rows(second, top, bottom)).Count(pair => pair.First != pair.Second);

    private static IEnumerable<SKColor> Rows(SKBitmap picture, int top, int bottom) =>
        picture.Pixels.Skip(top * picture.Width).Take((bottom - top) * picture.Width);
}
