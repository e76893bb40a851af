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

    [Theory]
    [InlineData(1, 490 + 20, 1)]
    [InlineData(3, 2 * 490 + 20, 2)]
    [InlineData(4, 2 * 490 + 20, 2)]
    public void More_than_two_panels_go_on_a_second_line(int panels, int width, int lines)
    {
        using SKBitmap picture = Pictures.Decode(FlippingFigure.Png([.. Enumerable.Range(0, panels).Select(_ => Panel("p"))], Fonts.Choose(new NoFonts())));
        // 400 a panel, 16 between lines, 44 for a legend of no names, margins of 10.
        Assert.Equal((2 * width, 2 * (lines * 400 + (lines - 1) * 16 + 44 + 20)), (picture.Width, picture.Height));
        bool lastIsThere = Pictures.Any(picture, CurveStyle.Of(0).Colour, picture.Width / 2, picture.Height / 2);
        Assert.Equal(panels is 1 or 4, lastIsThere);
    }

    [Fact]
    public void A_band_tints_what_lies_between_its_edges_and_nothing_else()
    {
        double[] half = [.. Enumerable.Repeat(0.5, 101)], low = [.. half.Select(v => v - 0.2)], high = [.. half.Select(v => v + 0.2)];
        Fonts none = Fonts.Choose(new NoFonts());
        using SKBitmap plain = Pictures.Decode(FlippingFigure.Png([new("p", [new("C1", half)])], none));
        using SKBitmap banded = Pictures.Decode(FlippingFigure.Png([new("p", [new("C1", half, low, high)])], none));
        (int top, int bottom) = Pictures.DifferingRows(plain, banded);
        int curve = Pictures.LastRow(plain, CurveStyle.Of(0).Colour);
        // The reference at one is 0.5 above the curve, the band reaches 0.2 above and below it.
        Assert.InRange((bottom - top) / 2.0, 0.9 * (curve - top), 1.1 * (curve - top));
        Assert.InRange(bottom - top, 0.3 * 800, 0.45 * 800);
        SKColor tint = banded.GetPixel(banded.Width / 2, (curve + bottom) / 2);
        Assert.True(tint.Blue > tint.Red && tint.Red > CurveStyle.Of(0).Colour.Red + 100, $"{tint} is no pale blue");
    }

    [Fact]
    public void Bands_that_do_not_fit_are_refused()
    {
        double[] three = [1, 0.5, 0];
        Assert.Throws<ArgumentException>(() => FlippingFigure.Png([new("p", [new("C1", three, three)])]));
        Assert.Throws<ArgumentException>(() => FlippingFigure.Png([new("p", [new("C1", three, [0, 0], [1, 1])])]));
        var crossed = Assert.Throws<ArgumentException>(() => FlippingFigure.Png([new("p", [new("C1", three, [1, 0.6, 0], [1, 0.4, 0])])]));
        Assert.Contains("panel 'p', curve 'C1': at point 1", crossed.Message);
        Assert.Throws<ArgumentException>(() => FlippingFigure.Png([.. Enumerable.Range(0, 5).Select(_ => Panel("p"))]));
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
