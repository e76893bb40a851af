using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>The plot of an <see cref="IntervalFigure"/>. Category c is centred at y = −c, so that the first is on top.</summary>
internal static class IntervalPlot
{
    // In units of a page 1000 wide.
    private const int SeriesHeight = 9;
    private const int CategoryGap = 12;
    private const int LeastCategory = 26;
    private const int TitleAndAxis = 92;

    internal static int Height(IntervalFigure.Content content) => TitleAndAxis + content.Categories.Length * CategoryHeight(content);

    internal static Plot Of(IntervalFigure.Content content, Fonts fonts)
    {
        Plot plot = PlotLook.Blank(fonts);
        AddStripes(plot, content.Categories.Length);
        foreach (double reference in content.References ?? [])
            PlotLook.AddReference(plot.Add.VerticalLine(reference));
        for (int s = 0; s < content.Series.Length; s++)
        {
            for (int c = 0; c < content.Categories.Length; c++)
                AddInterval(plot, content.Series[s].Intervals[c], Y(content, c, s), IntervalFigure.Style(content, s));
        }
        SetAxes(plot, content);
        PlotLook.Label(plot, fonts, content.Title, content.XLabel, "");
        PlotLook.LeaveRoomForLastTicks(plot);
        return plot;
    }

    private static int CategoryHeight(IntervalFigure.Content content) =>
        Math.Max(LeastCategory, content.Series.Length * SeriesHeight + CategoryGap);

    private static double Y(IntervalFigure.Content content, int category, int series)
    {
        double step = (double)SeriesHeight / CategoryHeight(content);
        return -category + ((content.Series.Length - 1) / 2.0 - series) * step;
    }

    // Every other category on grey, which lets the grid through: the eye must not slip into the neighbouring one.
    private static void AddStripes(Plot plot, int categories)
    {
        for (int c = 0; c < categories; c += 2)
        {
            VerticalSpan stripe = plot.Add.VerticalSpan(-c - 0.5, -c + 0.5);
            stripe.FillColor = Colors.Black.WithAlpha(0.05);
            stripe.LineWidth = 0;
        }
    }

    private static void AddInterval(Plot plot, IntervalFigure.Interval interval, double y, CurveStyle style)
    {
        if (double.IsFinite(interval.Low) && double.IsFinite(interval.High))
        {
            var line = plot.Add.Line(interval.Low, y, interval.High, y);
            line.LineColor = style.PlotColour;
            line.LineWidth = CurveStyle.LineWidth;
            line.MarkerSize = 0;
        }
        AddMarker(plot, interval.Value, y, style.Mark());
        AddMarker(plot, interval.Mark, y, CurveStyle.HollowMark(style));
    }

    private static void AddMarker(Plot plot, double x, double y, MarkerStyle style)
    {
        if (double.IsFinite(x))
            plot.Add.Marker(x, y).MarkerStyle = style;
    }

    private static void SetAxes(Plot plot, IntervalFigure.Content content)
    {
        var shown = content.Series.SelectMany(series => series.Intervals).SelectMany(i => new[] { i.Value, i.Low, i.High, i.Mark });
        (double left, double right) = PlotLook.Limits([.. shown, .. content.References ?? []]);
        plot.Axes.SetLimits(left, right, 0.5 - content.Categories.Length, 0.5);
        var names = new NumericManual();
        for (int c = 0; c < content.Categories.Length; c++)
            names.AddMajor(-c, content.Categories[c]);
        plot.Axes.Left.TickGenerator = names;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
    }
}
