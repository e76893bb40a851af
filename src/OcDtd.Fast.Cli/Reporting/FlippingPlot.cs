using ScottPlot;
using ScottPlot.Plottables;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>One panel of a <see cref="FlippingFigure"/>.</summary>
internal static class FlippingPlot
{
    // More points than pixels only make dashes run together.
    private const int MostPoints = 500;

    internal static Plot Of(FlippingFigure.Panel panel, Fonts fonts, bool firstPanel)
    {
        var plot = new Plot();
        if (fonts.Family is not null)
            plot.Font.Set(fonts.Family);
        plot.Grid.MajorLineColor = Color.FromHex("#E6E6E6");
        plot.Grid.MajorLineWidth = 1;
        AddReference(plot);
        for (int i = 0; i < panel.Curves.Length; i++)
            AddCurve(plot, panel.Curves[i], CurveStyle.Of(i));
        SetLimits(plot, panel);
        SetLabels(plot, panel, fonts, firstPanel);
        return plot;
    }

    // Where masking changes nothing.
    private static void AddReference(Plot plot)
    {
        HorizontalLine line = plot.Add.HorizontalLine(1, 1, Color.FromHex("#8C8C8C"));
        line.EnableAutoscale = false;
    }

    private static void AddCurve(Plot plot, FlippingFigure.Curve curve, CurveStyle style)
    {
        (double[] x, double[] y) = Thin(curve.Relative);
        Scatter line = plot.Add.ScatterLine(x, y, new Color(style.Colour.Red, style.Colour.Green, style.Colour.Blue));
        line.LineWidth = CurveStyle.LineWidth;
        line.LinePattern = style.Pattern;
    }

    private static (double[] X, double[] Y) Thin(double[] values)
    {
        int stride = Math.Max(1, (values.Length + MostPoints - 1) / MostPoints);
        var x = new List<double>();
        var y = new List<double>();
        for (int k = 0; k < values.Length; k += stride)
        {
            x.Add(k);
            y.Add(values[k]);
        }
        // The end says what is left when everything is masked: never skip it.
        if ((int)x[^1] != values.Length - 1)
        {
            x.Add(values.Length - 1);
            y.Add(values[^1]);
        }
        return ([.. x], [.. y]);
    }

    private static void SetLimits(Plot plot, FlippingFigure.Panel panel)
    {
        var finite = panel.Curves.SelectMany(curve => curve.Relative).Where(double.IsFinite).Append(1).ToArray();
        double low = Math.Min(0, finite.Min());
        double high = finite.Max();
        int last = panel.Curves.Max(curve => curve.Relative.Length) - 1;
        // A little room below as well: curves that end at zero must not hide behind the axis.
        plot.Axes.SetLimits(0, last, low - 0.025 * (high - low), high + 0.04 * (high - low));
    }

    private static void SetLabels(Plot plot, FlippingFigure.Panel panel, Fonts fonts, bool firstPanel)
    {
        bool labelled = fonts.Family is not null;
        plot.Title(labelled ? panel.Title : "", 16);
        plot.XLabel(labelled ? "features masked, most relevant first" : "", 13);
        plot.YLabel(labelled && firstPanel ? YLabel(fonts) : "", 13);
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.IsVisible = labelled;
        plot.Axes.Left.TickLabelStyle.IsVisible = labelled;
        plot.Axes.Bottom.TickLabelStyle.FontSize = 12;
        plot.Axes.Left.TickLabelStyle.FontSize = 12;
        // Digits have no descenders: centred by line height, they would stand above their ticks.
        plot.Axes.Left.TickLabelStyle.OffsetY = 2;
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
    }

    private static string YLabel(Fonts fonts)
    {
        const string Symbols = "oₖ / o₀";
        const string Words = "relative outlierness";
        return fonts.Covers(Symbols) ? $"{Words}  {Symbols}" : Words;
    }
}
