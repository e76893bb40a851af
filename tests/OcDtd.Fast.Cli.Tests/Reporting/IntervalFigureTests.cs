using OcDtd.Fast.Cli.Reporting;
using SkiaSharp;

namespace OcDtd.Fast.Cli.Tests.Reporting;

public sealed class IntervalFigureTests
{
    private static readonly Fonts s_none = Fonts.Choose(new NoFonts());

    [Theory]
    [InlineData(15, 6)]
    [InlineData(1, 1)]
    [InlineData(3, 12)]
    public void Every_series_shows_in_every_category(int categories, int series)
    {
        using SKBitmap picture = Draw(Content(categories, series));
        Assert.Equal(2000, picture.Width);
        SKColor[] pixels = picture.Pixels;
        foreach (int s in Enumerable.Range(0, Math.Min(series, CurveStyle.Count)))
        {
            // One run of rows for each category, none touching the next.
            bool[] inked = [.. Enumerable.Range(0, picture.Height).Select(y => pixels.AsSpan(y * picture.Width, picture.Width).Contains(CurveStyle.Of(s).Colour))];
            int runs = Enumerable.Range(1, inked.Length - 1).Count(y => inked[y] && !inked[y - 1]);
            // Black is the axis' colour too; styles start over after the last.
            if (CurveStyle.Of(s).ColourName != "black")
                Assert.Equal(categories * ((series - 1 - s) / CurveStyle.Count + 1), runs);
        }
    }

    [Fact]
    public void The_interval_is_as_long_as_it_says()
    {
        // Two series: the first spans the axis, the second its middle half.
        var content = Content(1, 2) with
        {
            Series = [new("all", [new(0.5, 0, 1)]), new("half", [new(0.5, 0.25, 0.75)])],
        };
        using SKBitmap picture = Draw(content);
        (int left, int right) = Pictures.Columns(picture, CurveStyle.Of(0).Colour);
        (int first, int last) = Pictures.Columns(picture, CurveStyle.Of(1).Colour);
        Assert.InRange((last - first) / (double)(right - left), 0.495, 0.505);
        Assert.InRange((first - left) / (double)(right - left), 0.245, 0.255);
    }

    [Fact]
    public void References_marks_and_missing_values()
    {
        IntervalFigure.Content content = Content(2, 2);
        using SKBitmap plain = Draw(content);
        using SKBitmap reference = Draw(content with { References = [0.5] });
        var grey = new SKColor(0x8C, 0x8C, 0x8C);
        Assert.True(Pictures.Count(reference, grey) > Pictures.Count(plain, grey) + 50);

        SKColor first = CurveStyle.Of(0).Colour;
        using SKBitmap marked = Draw(WithFirst(content, new(0.5, 0, 1, Mark: 0.9)));
        using SKBitmap unmarked = Draw(WithFirst(content, new(0.5, 0, 1)));
        using SKBitmap missing = Draw(WithFirst(content, new(double.NaN)));
        Assert.True(Pictures.Count(marked, first) > Pictures.Count(unmarked, first) + 10);
        Assert.InRange(Pictures.Count(missing, first), 1, 0.6 * Pictures.Count(unmarked, first));
    }

    [SkippableFact]
    public void Names_of_categories_and_series_are_drawn()
    {
        Skip.If(Fonts.Installed.Missing is not null, Fonts.Installed.Missing ?? "");
        IntervalFigure.Content content = Content(2, 2);
        using SKBitmap with = Pictures.Decode(IntervalFigure.Png(content));
        using SKBitmap renamed = Pictures.Decode(IntervalFigure.Png(content with { Categories = ["category 0", "category 8"] }));
        (int top, int bottom) = Pictures.DifferingRows(with, renamed);
        // Only the second name changed, by one character's height.
        Assert.InRange(bottom - top, 5, 30);
        using SKBitmap legend = Pictures.Decode(IntervalFigure.Png(content with { Series = [content.Series[0], content.Series[1] with { Name = "S8" }] }));
        Assert.True(Pictures.DifferingRows(with, legend).Top > with.Height - 120);
    }

    [Fact]
    public void The_legend_says_colours_and_markers() =>
        Assert.Equal("S0: blue circle; S1: sky blue square", IntervalFigure.Legend(Content(1, 2)));

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        IntervalFigure.Content good = Content(2, 2);
        Assert.Throws<ArgumentException>(() => IntervalFigure.Png(good with { Categories = [] }));
        Assert.Throws<ArgumentException>(() => IntervalFigure.Png(good with { Series = [] }));
        Assert.Contains("series 'S0' has 2 values; there are 1", Message(good with { Categories = ["one"] }));
        Assert.Contains("series 'S0', 'category 0': the interval's low end 1 is above", Message(WithFirst(good, new(0.5, 1, 0))));
    }

    private static string Message(IntervalFigure.Content content) => Assert.Throws<ArgumentException>(() => IntervalFigure.Png(content)).Message;

    private static IntervalFigure.Content Content(int categories, int series) => new(
        "title",
        "ROC AUC",
        [.. Enumerable.Range(0, categories).Select(c => $"category {c}")],
        [.. Enumerable.Range(0, series).Select(s => new IntervalFigure.Series($"S{s}", [.. Enumerable.Repeat(new IntervalFigure.Interval(0.5, 0, 1), categories)]))]);

    private static IntervalFigure.Content WithFirst(IntervalFigure.Content content, IntervalFigure.Interval interval) =>
        content with { Series = [content.Series[0] with { Intervals = [interval, .. content.Series[0].Intervals[1..]] }, .. content.Series[1..]] };

    private static SKBitmap Draw(IntervalFigure.Content content) => Pictures.Decode(IntervalFigure.Png(content, s_none));
}
