using ScottPlot;
using ScottPlot.Plottables;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>One panel of a <see cref="FlippingFigure"/>.</summary>
internal static class FlippingPlot
{
    // More points than pixels only make dashes run together.
    private const int MostPoints = 500;

    private const string Symbols = "oₖ / o₀";
    private const string Words = "relative outlierness";

    internal static Plot Of(FlippingFigure.Panel panel, Fonts fonts, bool firstOfLine)
    {
        Plot plot = PlotLook.Blank(fonts);
        // Where masking changes nothing.
        PlotLook.AddReference(plot.Add.HorizontalLine(1));
        // Bands first: none may lie over another's curve.
        for (int i = 0; i < panel.Curves.Length; i++)
            AddBand(plot, panel.Curves[i], CurveStyle.Of(i));
        for (int i = 0; i < panel.Curves.Length; i++)
            AddCurve(plot, panel.Curves[i], CurveStyle.Of(i));
        SetLimits(plot, panel);
        string yLabel = fonts.Covers(Symbols) ? $"{Words}  {Symbols}" : Words;
        PlotLook.Label(plot, fonts, panel.Title, "features masked, most relevant first", firstOfLine ? yLabel : "");
        return plot;
    }

    private static void AddBand(Plot plot, FlippingFigure.Curve curve, CurveStyle style)
    {
        if (curve.Low is null || curve.High is null)
            return;
        int[] kept = Thin(curve.Relative.Length);
        PlotBand.Add(plot, [.. kept.Select(k => (double)k)], [.. kept.Select(k => curve.Low[k])], [.. kept.Select(k => curve.High[k])], style);
    }

    private static void AddCurve(Plot plot, FlippingFigure.Curve curve, CurveStyle style)
    {
        int[] kept = Thin(curve.Relative.Length);
        double[] x = [.. kept.Select(k => (double)k)], y = [.. kept.Select(k => curve.Relative[k])];
        Scatter line = plot.Add.ScatterLine(x, y, style.PlotColour);
        line.LineWidth = CurveStyle.LineWidth;
        line.LinePattern = style.Pattern;
    }

    // The end says what is left when everything is masked: never skip it.
    private static int[] Thin(int points)
    {
        int stride = Math.Max(1, (points + MostPoints - 1) / MostPoints);
        return [.. Enumerable.Range(0, (points - 1) / stride + 1).Select(i => i * stride).Append(points - 1).Distinct()];
    }

    private static void SetLimits(Plot plot, FlippingFigure.Panel panel)
    {
        var finite = panel.Curves.SelectMany(curve => curve.Relative.Concat(curve.Low ?? []).Concat(curve.High ?? [])).Where(double.IsFinite).Append(1).ToArray();
        double low = Math.Min(0, finite.Min());
        double high = finite.Max();
        int last = panel.Curves.Max(curve => curve.Relative.Length) - 1;
        // A little room below as well: curves that end at zero must not hide behind the axis.
        plot.Axes.SetLimits(0, last, low - 0.025 * (high - low), high + 0.04 * (high - low));
    }
}
