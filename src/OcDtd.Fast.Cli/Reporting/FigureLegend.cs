using ScottPlot;
using SkiaSharp;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>How a legend shows an entry.</summary>
internal enum LegendMark
{
    /// <summary>A piece of the curve.</summary>
    Line,

    /// <summary>The marker on a solid line.</summary>
    Interval,

    /// <summary>A hollow marker, for values from elsewhere.</summary>
    Hollow,
}

/// <summary>A name beside a sample of what it stands for.</summary>
/// <param name="Name">In words.</param>
/// <param name="Style">Null where the entry speaks of all curves: the sample is grey.</param>
/// <param name="Mark">What the sample looks like.</param>
internal sealed record LegendEntry(string Name, CurveStyle? Style, LegendMark Mark = LegendMark.Line);

/// <summary>One legend for all panels of a figure, centred, in as many lines as it takes.</summary>
internal sealed class FigureLegend
{
    private const float FirstLine = 44;
    private const float FurtherLine = 24;
    private const float AfterSample = 8;
    private const float Between = 26;

    private static readonly TextStyle s_text = new(14, Lettering.Ink);

    private readonly Fonts _fonts;
    private readonly List<List<LegendEntry>> _lines = [];

    internal FigureLegend(IReadOnlyList<LegendEntry> entries, Fonts fonts, float room)
    {
        _fonts = fonts;
        foreach (LegendEntry entry in entries)
        {
            if (_lines.Count > 0 && Width([.. _lines[^1], entry]) <= room)
                _lines[^1].Add(entry);
            else
                _lines.Add([entry]);
        }
        Height = FirstLine + Math.Max(0, _lines.Count - 1) * FurtherLine;
    }

    internal float Height { get; }

    internal void Draw(SKCanvas canvas, float middle, float top)
    {
        // Lines without names explain nothing; the caption has both.
        if (_fonts.Regular is null)
            return;
        for (int i = 0; i < _lines.Count; i++)
            DrawLine(canvas, _lines[i], middle - Width(_lines[i]) / 2, top + FirstLine / 2 + i * FurtherLine);
    }

    /// <summary>Names and lines in words, for a caption.</summary>
    internal static string Lines(IEnumerable<(string Name, CurveStyle Style)> curves) =>
        string.Join("; ", curves.Select(curve => $"{curve.Name}: {curve.Style.ColourName}, {curve.Style.DashName}"));

    /// <summary>Names and markers in words, for a caption.</summary>
    internal static string Markers(IEnumerable<(string Name, CurveStyle Style)> series) =>
        string.Join("; ", series.Select(one => $"{one.Name}: {one.Style.ColourName} {one.Style.MarkerName}"));

    private void DrawLine(SKCanvas canvas, List<LegendEntry> entries, float x, float y)
    {
        var text = new Lettering(canvas, _fonts);
        foreach (LegendEntry entry in entries)
        {
            DrawSample(canvas, entry, x, y);
            x += Sample(entry) + AfterSample;
            text.Draw(entry.Name, x, y + 5, s_text);
            x += text.Width(entry.Name, s_text) + Between;
        }
    }

    private static void DrawSample(SKCanvas canvas, LegendEntry entry, float x, float y)
    {
        if (entry.Mark != LegendMark.Hollow && entry.Style is { } style)
        {
            using SKPaint line = style.Paint();
            if (entry.Mark == LegendMark.Interval)
                line.PathEffect = null;
            canvas.DrawLine(x, y, x + Sample(entry), y, line);
        }
        if (entry.Mark == LegendMark.Line)
            return;
        MarkerStyle mark = entry.Mark == LegendMark.Hollow ? CurveStyle.HollowMark(entry.Style) : entry.Style!.Mark();
        using var paint = Paint.NewDisposablePaint();
        mark.Render(canvas, new Pixel(x + Sample(entry) / 2, y), paint);
    }

    private static float Sample(LegendEntry entry) => entry.Mark switch { LegendMark.Line => 44, LegendMark.Interval => 30, _ => 12 };

    private float Width(List<LegendEntry> entries) =>
        entries.Sum(entry => Sample(entry) + AfterSample + Lettering.Width(_fonts, entry.Name, s_text)) + (entries.Count - 1) * Between;
}
