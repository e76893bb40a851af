using OcDtd.Fast.Cli.Reporting;
using SkiaSharp;

namespace OcDtd.Fast.Cli.Tests.Reporting;

public sealed class HeatmapFigureTests
{
    private static readonly string[] s_columns = ["C1", "C1×C1", "C2", "C2×C2", "C1+C2", "C1×C2"];

    [Fact]
    public void Is_a_png_for_a_page_1000_wide()
    {
        using SKBitmap picture = SKBitmap.Decode(HeatmapFigure.Png(Content("title", "inlier, digit 2", s_columns)));
        Assert.InRange(picture.Width, 1700, 2000);
        Assert.InRange(picture.Height, 2000, 2600);
        Assert.Equal(SKColors.White, picture.GetPixel(0, 0));
        Assert.Equal(SKColors.White, picture.GetPixel(picture.Width - 1, picture.Height - 1));
    }

    [SkippableTheory]
    [InlineData("title")]
    [InlineData("row label")]
    [InlineData("column")]
    [InlineData("number")]
    [InlineData("group")]
    public void Each_label_is_really_drawn(string which)
    {
        Skip.If(Fonts.Installed.Missing is not null, Fonts.Installed.Missing ?? "");
        HeatmapFigure.Content all = Content("title", "inlier, digit 2", s_columns);
        HeatmapFigure.Content less = which switch
        {
            // A blank that cannot be broken at keeps the layout as it is.
            "title" => all with { Title = "\u00A0" },
            "row label" => Content("title", "\u00A0", s_columns),
            "column" => Content("title", "inlier, digit 2", [.. s_columns.Select(_ => "\u00A0")]),
            "number" => Content("title", "inlier, digit 2", s_columns, number: "0.73"),
            _ => Content("title", "inlier, digit 2", s_columns, group: "\u00A0"),
        };
        using SKBitmap with = SKBitmap.Decode(HeatmapFigure.Png(all));
        using SKBitmap without = SKBitmap.Decode(HeatmapFigure.Png(less));
        Assert.Equal((with.Width, with.Height), (without.Width, without.Height));
        Assert.True(Differing(with, without) > 100);
    }

    [Fact]
    public void Without_fonts_the_pictures_are_there_still()
    {
        Fonts none = Fonts.Choose(new NoFonts());
        using SKBitmap bare = SKBitmap.Decode(HeatmapFigure.Png(Content("title", "label", s_columns), none));
        Assert.InRange(bare.Width, 1700, 2000);
        Assert.Contains(HeatColours.Of(1), bare.Pixels);
        Assert.NotNull(none.Missing);
    }

    [Fact]
    public void Colour_images_keep_their_colours_and_their_proportions()
    {
        float[] red = [.. Enumerable.Range(0, 4 * 8).SelectMany(_ => new[] { 1f, 0f, 0f })];
        var row = new HeatmapFigure.Row("red", [new(red, 3)], [new(new float[32], "0")]);
        var content = new HeatmapFigure.Content("", new(4, 8), ["image"], ["C1"], [row]);
        using SKBitmap picture = SKBitmap.Decode(HeatmapFigure.Png(content));
        int reds = picture.Pixels.Count(pixel => pixel == SKColors.Red);
        // 128 wide at twice the size, 32 pixels a feature, half as high.
        Assert.Equal(256 * 128, reds);
    }

    [Fact]
    public void A_row_shows_several_pictures_each_with_its_own_channels()
    {
        float[] red = [.. Enumerable.Range(0, 160 * 160).SelectMany(_ => new[] { 1f, 0f, 0f })];
        float[] grey = [.. Enumerable.Repeat(0.2f, 160 * 160)];
        var cells = s_columns.Select(_ => new HeatmapFigure.ImagePanel(new float[160 * 160], "0.73")).ToArray();
        var row = new HeatmapFigure.Row("color 000", [new(red, 3), new(grey)], cells, "color");
        var content = new HeatmapFigure.Content("leather", new(160, 160), ["image", "mask"], s_columns, [row], "cosine");
        using SKBitmap picture = SKBitmap.Decode(HeatmapFigure.Png(content, Fonts.Choose(new NoFonts())));
        Assert.InRange(picture.Width, 1600, 2000);
        // Two images and six classifiers still leave a pixel to each feature.
        Assert.Equal(160 * 160, picture.Pixels.Count(pixel => pixel == SKColors.Red));
        Assert.Equal(160 * 160, picture.Pixels.Count(pixel => pixel == new SKColor(51, 51, 51)));
        Assert.True(Column(picture, SKColors.Red) < Column(picture, new SKColor(51, 51, 51)));
    }

    [SkippableFact]
    public void What_the_numbers_mean_is_said_where_there_are_any()
    {
        Skip.If(Fonts.Installed.Missing is not null, Fonts.Installed.Missing ?? "");
        HeatmapFigure.Content content = Content("title", "label", s_columns);
        using SKBitmap outlierness = SKBitmap.Decode(HeatmapFigure.Png(content));
        using SKBitmap cosine = SKBitmap.Decode(HeatmapFigure.Png(content with { NumberMeans = "cosine" }));
        using SKBitmap nothing = SKBitmap.Decode(HeatmapFigure.Png(content with { NumberMeans = "" }));
        Assert.True(Differing(outlierness, cosine) > 100);
        Assert.True(Differing(outlierness, nothing) > 100);
        // The last line above the margin is empty then.
        Assert.All(nothing.Pixels[^(nothing.Width * 70)..], pixel => Assert.Equal(SKColors.White, pixel));
    }

    [Fact]
    public void Images_larger_than_their_cell_are_reduced()
    {
        var row = new HeatmapFigure.Row("large", [new(new float[400 * 400])], [new(new float[400 * 400], "0")]);
        using SKBitmap picture = SKBitmap.Decode(HeatmapFigure.Png(new("", new(400, 400), ["image"], ["C1"], [row])));
        Assert.InRange(picture.Width, 1, 1000);
    }

    [Fact]
    public void The_table_repeats_labels_and_numbers()
    {
        string html = HeatmapFigure.Table("caption", Content("title", "inlier, digit 2", s_columns)).ToHtml();
        Assert.Contains("inlier, digit 2", html);
        Assert.All(s_columns, name => Assert.Contains(name, html));
        Assert.Contains("12.3", html);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        HeatmapFigure.Content good = Content("title", "label", s_columns);
        Assert.Throws<ArgumentException>(() => HeatmapFigure.Png(good with { Columns = ["C1"] }));
        Assert.Throws<ArgumentException>(() => HeatmapFigure.Png(good with { Rows = [] }));
        Assert.Throws<ArgumentException>(() => HeatmapFigure.Png(good with { Shape = new(28, 27) }));
        Assert.Throws<ArgumentException>(() => HeatmapFigure.Png(good with { Images = ["image", "mask"] }));
        HeatmapFigure.Row twoChannels = good.Rows[0] with { Images = [new(new float[2 * 784], 2)] };
        Assert.Throws<ArgumentException>(() => HeatmapFigure.Png(good with { Rows = [twoChannels] }));
    }

    private static HeatmapFigure.Content Content(
        string title, string label, string[] columns, string number = "12.3", string group = "inliers")
    {
        float[] ramp = [.. Enumerable.Range(0, 784).Select(i => i / 783f)];
        var cells = columns.Select(_ => new HeatmapFigure.ImagePanel(ramp, number)).ToArray();
        var rows = Enumerable.Range(0, 8).Select(i => new HeatmapFigure.Row(label, [new(ramp)], cells, i < 4 ? group : "outliers")).ToArray();
        return new HeatmapFigure.Content(title, new(28, 28), ["image"], columns, rows);
    }

    private static int Column(SKBitmap picture, SKColor colour) => Array.IndexOf(picture.Pixels, colour) % picture.Width;

    private static int Differing(SKBitmap first, SKBitmap second) =>
        first.Pixels.Zip(second.Pixels).Count(pair => pair.First != pair.Second);
}
