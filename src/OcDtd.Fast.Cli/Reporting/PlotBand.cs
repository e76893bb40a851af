using ScottPlot;
using ScottPlot.Plottables;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>A translucent band around a curve, in the curve's colour.</summary>
internal static class PlotBand
{
    // Six bands may lie over each other: pale fills, and edges that can still be followed.
    private const double Opacity = 0.1;
    private const double EdgeOpacity = 0.35;

    /// <summary>Points without both edges leave a gap.</summary>
    internal static void Add(Plot plot, double[] x, double[] low, double[] high, CurveStyle style)
    {
        int first = 0;
        for (int i = 0; i <= x.Length; i++)
        {
            if (i < x.Length && double.IsFinite(x[i]) && double.IsFinite(low[i]) && double.IsFinite(high[i]))
                continue;
            if (i - first > 1)
                AddRun(plot, x[first..i], low[first..i], high[first..i], style);
            first = i + 1;
        }
    }

    internal static void Validate(string which, int points, double[]? low, double[]? high)
    {
        if (low is null != high is null)
            throw new ArgumentException($"{which}: a band needs both edges.");
        if (low is null || high is null)
            return;
        if (low.Length != points || high.Length != points)
            throw new ArgumentException($"{which} has {points} points; its band has {low.Length} and {high.Length}.");
        for (int i = 0; i < points; i++)
        {
            if (low[i] > high[i])
                throw new ArgumentException($"{which}: at point {i}, the band's lower edge {low[i]} is above the upper, {high[i]}.");
        }
    }

    private static void AddRun(Plot plot, double[] x, double[] low, double[] high, CurveStyle style)
    {
        FillY band = plot.Add.FillY(x, low, high);
        band.FillColor = style.PlotColour.WithAlpha(Opacity);
        band.LineColor = style.PlotColour.WithAlpha(EdgeOpacity);
        band.LineWidth = 0.75f;
        band.MarkerSize = 0;
    }
}
