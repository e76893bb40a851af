using ScottPlot;
using ScottPlot.Plottables;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>What all plots have in common: font, grid, labels, lines of reference.</summary>
internal static class PlotLook
{
    internal static Plot Blank(Fonts fonts)
    {
        var plot = new Plot();
        if (fonts.Family is not null)
            plot.Font.Set(fonts.Family);
        plot.Grid.MajorLineColor = Color.FromHex("#E6E6E6");
        plot.Grid.MajorLineWidth = 1;
        return plot;
    }

    /// <summary>A thin grey line to compare with.</summary>
    internal static void AddReference(AxisLine line)
    {
        line.LineWidth = 1;
        line.LineColor = Color.FromHex("#8C8C8C");
        line.EnableAutoscale = false;
    }

    /// <summary>Ends of an axis that shows all finite values with a little room around them, since a marker has a size.</summary>
    internal static (double Low, double High) Limits(double[] values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0)
            return (0, 1);
        double low = finite.Min(), high = finite.Max();
        double room = high > low ? 0.04 * (high - low) : Math.Max(0.1, 0.1 * Math.Abs(low));
        return (low - room, high + room);
    }

    internal static void Label(Plot plot, Fonts fonts, string title, string x, string y)
    {
        bool labelled = fonts.Family is not null;
        plot.Title(labelled ? title : "", 16);
        plot.XLabel(labelled ? x : "", 13);
        plot.YLabel(labelled ? y : "", 13);
        foreach (IAxis axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.Label.Bold = false;
            axis.TickLabelStyle.IsVisible = labelled;
            axis.TickLabelStyle.FontSize = 12;
        }
        // Digits have no descenders: centred by line height, they would stand above their ticks.
        plot.Axes.Left.TickLabelStyle.OffsetY = 2;
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
    }

    /// <summary>Labels of ticks at the right end and at the top would be cut at the picture's edge: axes without any ink keep them clear.</summary>
    internal static void LeaveRoomForLastTicks(Plot plot)
    {
        LeaveRoom(plot.Axes.Right, 16);
        LeaveRoom(plot.Axes.Top, 8);
    }

    private static void LeaveRoom(IAxis axis, float size)
    {
        axis.IsVisible = true;
        axis.FrameLineStyle.Width = 0;
        axis.MinimumSize = size;
        axis.MaximumSize = size;
    }
}
