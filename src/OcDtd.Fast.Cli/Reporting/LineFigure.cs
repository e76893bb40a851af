namespace OcDtd.Fast.Cli.Reporting;

/// <summary>Curves over a few measured points, such as ROC AUC against the number of support vectors; one to three panels side by side.</summary>
internal static class LineFigure
{
    /// <summary>Points that no line connects, such as values from the literature.</summary>
    internal sealed record Marks(double[] X, double[] Y);

    /// <summary>One curve. NaN leaves a gap.</summary>
    /// <param name="Name">As in the legend.</param>
    /// <param name="X">In ascending order.</param>
    /// <param name="Y">One value for each of <paramref name="X"/>.</param>
    /// <param name="Low">Lower edge of a band around the curve; null for no band.</param>
    /// <param name="High">Upper edge of that band.</param>
    /// <param name="Marks">Drawn as hollow diamonds in the curve's colour.</param>
    /// <param name="Style">Null: by position in the panel.</param>
    internal sealed record Series(
        string Name, double[] X, double[] Y, double[]? Low = null, double[]? High = null, Marks? Marks = null, CurveStyle? Style = null);

    /// <summary>Curves that share axes.</summary>
    /// <param name="Title">Above the panel.</param>
    /// <param name="XLabel">What runs along the bottom.</param>
    /// <param name="YLabel">What runs up the side.</param>
    /// <param name="Series">One curve each.</param>
    /// <param name="LogX">Whether equal steps to the right are equal factors; all x must then be above zero.</param>
    /// <param name="LogY">The same for y.</param>
    /// <param name="Reference">Height of a thin horizontal line to compare with.</param>
    internal sealed record Panel(
        string Title, string XLabel, string YLabel, Series[] Series, bool LogX = false, bool LogY = false, double? Reference = null);

    private const int MostPanels = 3;

    /// <summary>The figure at twice the size it is meant to be shown at; two or three panels make a page 1000 wide.</summary>
    /// <param name="panels">One to three.</param>
    /// <param name="marksMean">What the hollow marks are, for the legend.</param>
    /// <param name="fonts">Null for those of this machine.</param>
    internal static byte[] Png(IReadOnlyList<Panel> panels, string marksMean = "thesis", Fonts? fonts = null)
    {
        Validate(panels);
        fonts ??= Fonts.Installed;
        (int width, int height) = panels.Count switch { 1 => (800, 420), 2 => (490, 400), _ => (326, 330) };
        var page = new PanelPage(panels.Count, MostPanels, width, height);
        // One legend where it names no more curves than a panel has; panels of different curves, that reuse colours, explain their own.
        bool shared = panels.Any(panel => panel.Series.Length == Named(panels).Count());
        IReadOnlyList<LegendEntry>[] legends = shared ? [Entries(panels, marksMean)] : [.. panels.Select(panel => Entries([panel], marksMean))];
        return page.Png(legends, fonts, i => LinePlot.Of(panels[i], fonts));
    }

    /// <summary>The legend in words, for whoever does not see the picture.</summary>
    internal static string Legend(IReadOnlyList<Panel> panels) => FigureLegend.Lines(Named(panels));

    internal static CurveStyle Style(Panel panel, int series) => panel.Series[series].Style ?? CurveStyle.Of(series);

    private static List<LegendEntry> Entries(IReadOnlyList<Panel> panels, string marksMean)
    {
        List<LegendEntry> entries = [.. Named(panels).Select(series => new LegendEntry(series.Name, series.Style))];
        if (panels.SelectMany(panel => panel.Series).Any(series => series.Marks is not null))
            entries.Add(new LegendEntry(marksMean, null, LegendMark.Hollow));
        return entries;
    }

    /// <summary>Curves of all panels, a name once.</summary>
    private static IEnumerable<(string Name, CurveStyle Style)> Named(IReadOnlyList<Panel> panels) =>
        panels.SelectMany(panel => panel.Series.Select((series, i) => (series.Name, Style: Style(panel, i)))).DistinctBy(series => series.Name);

    private static void Validate(IReadOnlyList<Panel> panels)
    {
        if (panels.Count is 0 or > MostPanels)
            throw new ArgumentException($"a line figure has 1 to {MostPanels} panels, not {panels.Count}.", nameof(panels));
        var styles = Named(panels).ToDictionary(series => series.Name, series => series.Style);
        foreach (Panel panel in panels)
        {
            if (panel.Series.Length == 0)
                throw new ArgumentException($"panel '{panel.Title}' has no curves.", nameof(panels));
            for (int i = 0; i < panel.Series.Length; i++)
            {
                string which = $"panel '{panel.Title}', curve '{panel.Series[i].Name}'";
                if (Style(panel, i) != styles[panel.Series[i].Name])
                    throw new ArgumentException($"{which} looks other than in an earlier panel; one name has one look.", nameof(panels));
                Validate(which, panel, panel.Series[i]);
            }
        }
    }

    private static void Validate(string which, Panel panel, Series series)
    {
        if (series.X.Length == 0 || series.X.Length != series.Y.Length)
            throw new ArgumentException($"{which} has {series.X.Length} x and {series.Y.Length} y; expected as many of both, at least one.");
        if (series.Marks is { } marks && marks.X.Length != marks.Y.Length)
            throw new ArgumentException($"{which}: its marks have {marks.X.Length} x and {marks.Y.Length} y.");
        PlotBand.Validate(which, series.X.Length, series.Low, series.High);
        if (panel.LogX && series.X.Concat(series.Marks?.X ?? []).Any(x => x <= 0))
            throw new ArgumentException($"{which}: on a logarithmic axis every x must be above zero.");
        if (panel.LogY && LinePlot.Heights(series).Append(panel.Reference ?? 1).Any(y => y <= 0))
            throw new ArgumentException($"{which}: on a logarithmic axis every y, edge and reference must be above zero.");
    }
}
