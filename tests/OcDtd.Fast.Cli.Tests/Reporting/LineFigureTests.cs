using OcDtd.Fast.Cli.Reporting;
using SkiaSharp;

namespace OcDtd.Fast.Cli.Tests.Reporting;

public sealed class LineFigureTests
{
    private static readonly Fonts s_none = Fonts.Choose(new NoFonts());
    private static readonly double[] s_x = [1, 10, 100];

    [Theory]
    [InlineData(1, 820, 484)]
    [InlineData(2, 1000, 464)]
    [InlineData(3, 998, 394)]
    public void Panels_stand_side_by_side_on_one_page(int panels, int width, int height)
    {
        using SKBitmap picture = Draw([.. Enumerable.Range(0, panels).Select(_ => Panel())]);
        Assert.Equal((2 * width, 2 * height), (picture.Width, picture.Height));
        Assert.True(Pictures.Any(picture, CurveStyle.Of(0).Colour, left: picture.Width * (panels - 1) / panels));
    }

    [Fact]
    public void A_logarithmic_axis_moves_the_middle_to_where_equal_factors_meet()
    {
        // The middle point alone in a colour of its own: at a tenth of a linear axis, at half of a logarithmic one.
        LineFigure.Series ends = new("ends", s_x, [0, 0, 0]), middle = new("middle", [10], [1]);
        var panel = new LineFigure.Panel("p", "x", "y", [ends, middle]);
        double linear = Place(panel), logarithmic = Place(panel with { LogX = true });
        Assert.InRange(linear, 0.07, 0.12);
        Assert.InRange(logarithmic, 0.48, 0.52);

        static double Place(LineFigure.Panel panel)
        {
            using SKBitmap picture = Draw([panel]);
            (int left, int right) = Pictures.Columns(picture, CurveStyle.Of(0).Colour);
            (int first, int last) = Pictures.Columns(picture, CurveStyle.Of(1).Colour);
            return ((first + last) / 2.0 - left) / (right - left);
        }
    }

    [Fact]
    public void Band_marks_and_reference_each_add_to_the_picture()
    {
        LineFigure.Series series = Panel().Series[0];
        using SKBitmap plain = Draw([Panel()]);
        double[] low = [0.4, 0.45, 0.5], high = [0.6, 0.65, 0.7];
        using SKBitmap band = Draw([Panel(series with { Low = low, High = high })]);
        using SKBitmap marks = Draw([Panel(series with { Marks = new([20], [0.52]) })]);
        using SKBitmap reference = Draw([Panel() with { Reference = 0.3 }]);
        SKColor curve = CurveStyle.Of(0).Colour;
        Assert.True(Pictures.Count(band, Tint(curve)) > 10_000);
        // Soft edges of the curve may happen to have the band's colour.
        Assert.InRange(Pictures.Count(plain, Tint(curve)), 0, 100);
        // A diamond of 10 at twice the size; inside the limits, so that nothing else moves.
        (int top, int bottom) = Pictures.DifferingRows(plain, marks);
        Assert.InRange(bottom - top, 16, 30);
        var grey = new SKColor(0x8C, 0x8C, 0x8C);
        Assert.True(Pictures.Count(reference, grey) > Pictures.Count(plain, grey) + 1000);
    }

    [Fact]
    public void A_missing_value_leaves_a_gap()
    {
        SKColor colour = CurveStyle.Of(0).Colour;
        var whole = new LineFigure.Series("C1", [1, 2, 3, 4, 5], [0, 0, 0, 0, 0]);
        using SKBitmap with = Draw([Panel(whole)]);
        using SKBitmap without = Draw([Panel(whole with { Y = [0, 0, double.NaN, 0, 0] })]);
        // Two of four pieces are gone.
        Assert.InRange(Pictures.Count(without, colour), 0.4 * Pictures.Count(with, colour), 0.6 * Pictures.Count(with, colour));
    }

    /// <summary>Twelve entries fit one line of the page, eight take two lines below a panel of half its width.</summary>
    [Fact]
    public void Panels_of_different_curves_have_legends_of_their_own()
    {
        using SKBitmap same = Draw([Panel(), Panel()]);
        using SKBitmap different = Draw([Named('a', 4), Named('b', 8)]);
        using SKBitmap within = Draw([Named('a', 4), Named('a', 8)]);
        Assert.True(different.Height > same.Height);
        Assert.Equal(same.Height, within.Height);

        static LineFigure.Panel Named(char letter, int count) =>
            Panel() with { Series = [.. Enumerable.Range(0, count).Select(i => new LineFigure.Series($"{letter}{i}", s_x, [0, i, 1]))] };
    }

    [Fact]
    public void The_legend_names_each_curve_once_and_says_its_style()
    {
        LineFigure.Panel first = Panel();
        LineFigure.Panel second = first with { Series = [first.Series[0], new("C2", s_x, [0, 1, 2], Style: CurveStyle.Of(4))] };
        Assert.Equal("C1: blue, solid; C2: green, dash and dot", LineFigure.Legend([first, second]));
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        LineFigure.Series good = Panel().Series[0];
        Refused([], "1 to 3 panels, not 0");
        Refused([Panel(), Panel(), Panel(), Panel()], "not 4");
        Refused([Panel() with { Series = [] }], "no curves");
        Refused([Panel(good with { Y = [1] })], "curve 'C1' has 3 x and 1 y");
        Refused([Panel(good with { Low = [0, 0, 0] })], "both edges");
        Refused([Panel(good with { Marks = new([1], []) })], "marks have 1 x and 0 y");
        Refused([Panel(good with { X = [0, 1, 2] }) with { LogX = true }], "every x must be above zero");
        Refused([Panel(good with { Y = [0, 1, 2] }) with { LogY = true }], "must be above zero");
        Refused([Panel(), Panel(good with { Style = CurveStyle.Of(3) })], "one name has one look");
    }

    private static void Refused(LineFigure.Panel[] panels, string says) =>
        Assert.Contains(says, Assert.Throws<ArgumentException>(() => LineFigure.Png(panels)).Message);

    private static LineFigure.Panel Panel(LineFigure.Series? series = null) =>
        new("p", "m", "ROC AUC", [series ?? new LineFigure.Series("C1", s_x, [0.5, 0.55, 0.6])]);

    private static SKBitmap Draw(LineFigure.Panel[] panels) => Pictures.Decode(LineFigure.Png(panels, fonts: s_none));

    // A tenth of the colour on white.
    private static SKColor Tint(SKColor colour)
    {
        return new SKColor(Mixed(colour.Red), Mixed(colour.Green), Mixed(colour.Blue));
        static byte Mixed(byte part) => (byte)Math.Round(255 - (255 - part) * 25 / 255.0);
    }
}
