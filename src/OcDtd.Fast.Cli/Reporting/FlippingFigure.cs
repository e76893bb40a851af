namespace OcDtd.Fast.Cli.Reporting;

/// <summary>Pixel-flipping curves, one panel a sample or a mean of samples, one line a classifier (the thesis' Figure 3.2).</summary>
internal static class FlippingFigure
{
    /// <summary>One classifier's curve.</summary>
    /// <param name="Name">As in the legend.</param>
    /// <param name="Relative">At k: the outlierness after the k most relevant features were masked, over that before.</param>
    /// <param name="Low">Lower edge of a band around the curve, as long as the curve; null for no band.</param>
    /// <param name="High">Upper edge of that band.</param>
    internal sealed record Curve(string Name, double[] Relative, double[]? Low = null, double[]? High = null);

    /// <summary>One sample's curves.</summary>
    internal sealed record Panel(string Title, Curve[] Curves);

    private const int MostPanels = 4;
    private const int PerLine = 2;

    /// <summary>The figure at twice the size it is meant to be shown at; two panels make a page 1000 wide.</summary>
    internal static byte[] Png(IReadOnlyList<Panel> panels, Fonts? fonts = null)
    {
        Validate(panels);
        fonts ??= Fonts.Installed;
        var page = new PanelPage(panels.Count, PerLine, 490, 400);
        LegendEntry[] legend = [.. panels[0].Curves.Select((curve, i) => new LegendEntry(curve.Name, CurveStyle.Of(i)))];
        return page.Png([legend], fonts, i => FlippingPlot.Of(panels[i], fonts, firstOfLine: i % PerLine == 0));
    }

    /// <summary>The legend in words, for a caption.</summary>
    internal static string Legend(IReadOnlyList<string> names) => FigureLegend.Lines(names.Select((name, i) => (name, CurveStyle.Of(i))));

    private static void Validate(IReadOnlyList<Panel> panels)
    {
        if (panels.Count == 0)
            throw new ArgumentException("a flipping figure needs at least one panel.", nameof(panels));
        if (panels.Count > MostPanels)
            throw new ArgumentException($"a flipping figure has at most {MostPanels} panels, not {panels.Count}.", nameof(panels));
        string[] names = [.. panels[0].Curves.Select(curve => curve.Name)];
        foreach (Panel panel in panels)
        {
            string which = $"panel '{panel.Title}'";
            if (!panel.Curves.Select(curve => curve.Name).SequenceEqual(names))
                throw new ArgumentException($"{which} has other curves than the first; they share one legend.", nameof(panels));
            if (panel.Curves.Length == 0)
                throw new ArgumentException($"{which} has no curves.", nameof(panels));
            if (panel.Curves.Any(curve => curve.Relative.Length < 2))
                throw new ArgumentException($"{which}: every curve needs at least two points.", nameof(panels));
            foreach (Curve curve in panel.Curves)
                PlotBand.Validate($"{which}, curve '{curve.Name}'", curve.Relative.Length, curve.Low, curve.High);
        }
    }
}
