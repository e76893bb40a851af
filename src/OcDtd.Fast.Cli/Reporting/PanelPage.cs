using ScottPlot;
using SkiaSharp;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>Plots side by side, and in lines where there are many, with a legend below all of them or below each.</summary>
/// <param name="panels">How many plots.</param>
/// <param name="perLine">How many stand side by side at most.</param>
/// <param name="panelWidth">Of a plot with the gap beside it, in units of a page 1000 wide.</param>
/// <param name="panelHeight">In the same units.</param>
internal sealed class PanelPage(int panels, int perLine, int panelWidth, int panelHeight)
{
    private const int PixelRatio = 2;
    private const int Gap = 16;
    private const int Margin = 10;

    /// <summary>The page at twice the size it is meant to be shown at.</summary>
    /// <param name="legends">One for all panels; or one each, where all stand in one line.</param>
    /// <param name="fonts">What to write with.</param>
    /// <param name="plotOf">Makes a panel's plot.</param>
    internal byte[] Png(IReadOnlyList<IReadOnlyList<LegendEntry>> legends, Fonts fonts, Func<int, Plot> plotOf)
    {
        int width = Math.Min(panels, perLine) * panelWidth + 2 * Margin;
        int lines = (panels + perLine - 1) / perLine;
        int plotsEnd = Margin + lines * panelHeight + (lines - 1) * Gap;
        int room = (width - 2 * Margin) / legends.Count;
        FigureLegend[] below = [.. legends.Select(legend => new FigureLegend(legend, fonts, room - Gap))];
        int height = plotsEnd + (int)below.Max(legend => legend.Height) + Margin;
        var size = new SKImageInfo(width * PixelRatio, height * PixelRatio, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(size);
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(PixelRatio);
        for (int i = 0; i < panels; i++)
        {
            using Plot plot = plotOf(i);
            Draw(surface.Canvas, plot, Margin + i % perLine * panelWidth, Margin + i / perLine * (panelHeight + Gap));
        }
        for (int i = 0; i < below.Length; i++)
            below[i].Draw(surface.Canvas, Margin + (i + 0.5f) * room, plotsEnd);
        using SKImage snapshot = surface.Snapshot();
        return Rasters.Png(snapshot);
    }

    private void Draw(SKCanvas canvas, Plot plot, int x, int y)
    {
        canvas.Save();
        canvas.Translate(x, y);
        // A plot clears its canvas before it draws; the clip keeps it from wiping out what lies outside its panel.
        canvas.ClipRect(SKRect.Create(panelWidth - Gap, panelHeight));
        plot.Render(canvas, panelWidth - Gap, panelHeight);
        canvas.Restore();
    }
}
