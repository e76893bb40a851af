using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>One panel of a <see cref="LineFigure"/>.</summary>
internal static class LinePlot
{
    // With more points than this their dots would run together and hide the dashes.
    private const int MostDots = 20;

    internal static Plot Of(LineFigure.Panel panel, Fonts fonts)
    {
        Plot plot = PlotLook.Blank(fonts);
        if (panel.Reference is { } reference)
            PlotLook.AddReference(plot.Add.HorizontalLine(Scaled(reference, panel.LogY)));
        // Bands first and marks last: neither a curve nor a mark may be covered.
        for (int i = 0; i < panel.Series.Length; i++)
            AddBand(plot, panel, panel.Series[i], LineFigure.Style(panel, i));
        for (int i = 0; i < panel.Series.Length; i++)
            AddCurve(plot, panel, panel.Series[i], LineFigure.Style(panel, i));
        for (int i = 0; i < panel.Series.Length; i++)
            AddMarks(plot, panel, panel.Series[i].Marks, LineFigure.Style(panel, i));
        SetAxes(plot, panel);
        PlotLook.Label(plot, fonts, panel.Title, panel.XLabel, panel.YLabel);
        PlotLook.LeaveRoomForLastTicks(plot);
        return plot;
    }

    /// <summary>Every y that must be in view.</summary>
    internal static IEnumerable<double> Heights(LineFigure.Series series) =>
        series.Y.Concat(series.Low ?? []).Concat(series.High ?? []).Concat(series.Marks?.Y ?? []);

    private static void AddBand(Plot plot, LineFigure.Panel panel, LineFigure.Series series, CurveStyle style)
    {
        if (series.Low is not null && series.High is not null)
            PlotBand.Add(plot, Scaled(series.X, panel.LogX), Scaled(series.Low, panel.LogY), Scaled(series.High, panel.LogY), style);
    }

    private static void AddCurve(Plot plot, LineFigure.Panel panel, LineFigure.Series series, CurveStyle style)
    {
        Scatter line = plot.Add.Scatter(Scaled(series.X, panel.LogX), Scaled(series.Y, panel.LogY), style.PlotColour);
        line.LineWidth = CurveStyle.LineWidth;
        line.LinePattern = style.Pattern;
        line.MarkerShape = MarkerShape.FilledCircle;
        line.MarkerSize = series.X.Length > MostDots ? 0 : 5;
    }

    private static void AddMarks(Plot plot, LineFigure.Panel panel, LineFigure.Marks? marks, CurveStyle style)
    {
        if (marks is null)
            return;
        Scatter points = plot.Add.ScatterPoints(Scaled(marks.X, panel.LogX), Scaled(marks.Y, panel.LogY));
        points.MarkerStyle = CurveStyle.HollowMark(style);
    }

    private static void SetAxes(Plot plot, LineFigure.Panel panel)
    {
        IEnumerable<double> across = panel.Series.SelectMany(series => series.X.Concat(series.Marks?.X ?? []));
        IEnumerable<double> up = panel.Series.SelectMany(Heights);
        if (panel.Reference is { } reference)
            up = up.Append(reference);
        (double left, double right) = PlotLook.Limits(Scaled([.. across], panel.LogX));
        (double bottom, double top) = PlotLook.Limits(Scaled([.. up], panel.LogY));
        plot.Axes.SetLimits(left, right, bottom, top);
        if (panel.LogX)
            plot.Axes.Bottom.TickGenerator = new NumericManual(LogTicks.Between(left, right));
        if (panel.LogY)
            plot.Axes.Left.TickGenerator = new NumericManual(LogTicks.Between(bottom, top));
    }

    private static double[] Scaled(double[] values, bool log) => log ? [.. values.Select(Math.Log10)] : values;

    private static double Scaled(double value, bool log) => log ? Math.Log10(value) : value;
}
