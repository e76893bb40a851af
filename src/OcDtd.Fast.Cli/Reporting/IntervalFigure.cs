namespace OcDtd.Fast.Cli.Reporting;

/// <summary>Categories down the side, and for each of them every series' value with its interval, such as ROC AUC by corruption and classifier.</summary>
internal static class IntervalFigure
{
    /// <summary>One value, and the interval of single seeds around it.</summary>
    /// <param name="Value">NaN where there is none.</param>
    /// <param name="Low">NaN for no interval.</param>
    /// <param name="High">NaN for no interval.</param>
    /// <param name="Mark">A value from elsewhere, drawn as a hollow diamond; NaN where there is none.</param>
    internal readonly record struct Interval(double Value, double Low = double.NaN, double High = double.NaN, double Mark = double.NaN);

    /// <summary>One classifier's values, in the order of the categories.</summary>
    /// <param name="Name">As in the legend.</param>
    /// <param name="Intervals">One a category.</param>
    /// <param name="Style">Null: by position.</param>
    internal sealed record Series(string Name, Interval[] Intervals, CurveStyle? Style = null);

    /// <summary>All that the figure shows.</summary>
    /// <param name="Title">Above all.</param>
    /// <param name="XLabel">What runs along the bottom.</param>
    /// <param name="Categories">From top to bottom.</param>
    /// <param name="Series">Within a category, from top to bottom.</param>
    /// <param name="References">Where thin vertical lines stand to compare with, such as 0.5 for ROC AUC.</param>
    /// <param name="MarksMean">What the hollow diamonds are, for the legend.</param>
    internal sealed record Content(
        string Title, string XLabel, string[] Categories, Series[] Series, double[]? References = null, string MarksMean = "thesis");

    /// <summary>The figure at twice the size it is meant to be shown at, 1000 wide.</summary>
    internal static byte[] Png(Content content, Fonts? fonts = null)
    {
        Validate(content);
        fonts ??= Fonts.Installed;
        var page = new PanelPage(1, 1, 980, IntervalPlot.Height(content));
        List<LegendEntry> legend = [.. Named(content).Select(series => new LegendEntry(series.Name, series.Style, LegendMark.Interval))];
        if (content.Series.SelectMany(series => series.Intervals).Any(interval => double.IsFinite(interval.Mark)))
            legend.Add(new LegendEntry(content.MarksMean, null, LegendMark.Hollow));
        return page.Png([legend], fonts, _ => IntervalPlot.Of(content, fonts));
    }

    /// <summary>The legend in words, for a caption.</summary>
    internal static string Legend(Content content) => FigureLegend.Markers(Named(content));

    internal static CurveStyle Style(Content content, int series) => content.Series[series].Style ?? CurveStyle.Of(series);

    private static IEnumerable<(string Name, CurveStyle Style)> Named(Content content) =>
        content.Series.Select((series, i) => (series.Name, Style(content, i)));

    private static void Validate(Content content)
    {
        if (content.Categories.Length == 0 || content.Series.Length == 0)
            throw new ArgumentException("an interval figure needs at least one category and one series.", nameof(content));
        foreach (Series series in content.Series)
        {
            int found = series.Intervals.Length, expected = content.Categories.Length;
            if (found != expected)
                throw new ArgumentException($"series '{series.Name}' has {found} values; there are {expected} categories.", nameof(content));
            for (int i = 0; i < expected; i++)
            {
                Interval interval = series.Intervals[i];
                if (interval.Low > interval.High)
                    throw new ArgumentException(
                        $"series '{series.Name}', '{content.Categories[i]}': the interval's low end {interval.Low} is above its high end, {interval.High}.",
                        nameof(content));
            }
        }
    }
}
