using ScottPlot;
using SkiaSharp;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>Pixel-flipping curves side by side, one panel a sample, one line a classifier (the thesis' Figure 3.2).</summary>
internal static class FlippingFigure
{
    /// <summary>One classifier's curve.</summary>
    /// <param name="Name">As in the legend.</param>
    /// <param name="Relative">At k: the outlierness after the k most relevant features were masked, over that before.</param>
    internal sealed record Curve(string Name, double[] Relative);

    /// <summary>One sample's curves.</summary>
    internal sealed record Panel(string Title, Curve[] Curves);

    private const int PixelRatio = 2;
    private const int PanelWidth = 490;
    private const int PanelHeight = 400;
    private const int PanelGap = 16;
    private const int LegendHeight = 44;
    private const int Margin = 10;

    private static readonly TextStyle s_legend = new(14, Lettering.Ink);

    /// <summary>The figure at twice the size it is meant to be shown at; two panels make a page 1000 wide.</summary>
    internal static byte[] Png(IReadOnlyList<Panel> panels, Fonts? fonts = null)
    {
        Validate(panels);
        fonts ??= Fonts.Installed;
        int width = panels.Count * PanelWidth + 2 * Margin;
        int height = PanelHeight + LegendHeight + 2 * Margin;
        var size = new SKImageInfo(width * PixelRatio, height * PixelRatio, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(size);
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(PixelRatio);
        for (int i = 0; i < panels.Count; i++)
        {
            using Plot plot = FlippingPlot.Of(panels[i], fonts, firstPanel: i == 0);
            surface.Canvas.Save();
            surface.Canvas.Translate(Margin + i * PanelWidth, Margin);
            // A plot clears its canvas before it draws; the clip keeps it from wiping out what lies outside its panel.
            surface.Canvas.ClipRect(SKRect.Create(PanelWidth - PanelGap, PanelHeight));
            plot.Render(surface.Canvas, PanelWidth - PanelGap, PanelHeight);
            surface.Canvas.Restore();
        }
        DrawLegend(surface.Canvas, fonts, panels[0].Curves, width, Margin + PanelHeight + LegendHeight / 2f);
        using SKImage snapshot = surface.Snapshot();
        return Rasters.Png(snapshot);
    }

    /// <summary>The legend in words, for a caption.</summary>
    internal static string Legend(IReadOnlyList<string> names) =>
        string.Join("; ", names.Select((name, i) => $"{name}: {CurveStyle.Of(i).ColourName}, {CurveStyle.Of(i).DashName}"));

    private static void DrawLegend(SKCanvas canvas, Fonts fonts, Curve[] curves, float width, float y)
    {
        // Lines without names explain nothing; the caption has both.
        if (fonts.Regular is null)
            return;
        const float Sample = 44, AfterSample = 8, Between = 26;
        var text = new Lettering(canvas, fonts);
        float total = curves.Sum(curve => Sample + AfterSample + text.Width(curve.Name, s_legend)) + (curves.Length - 1) * Between;
        canvas.Save();
        // A legend too long for the page is made smaller as a whole.
        canvas.Translate(width / 2, y);
        canvas.Scale(Math.Min(1, (width - 2 * Margin) / total));
        float x = -total / 2;
        for (int i = 0; i < curves.Length; i++)
        {
            using SKPaint paint = CurveStyle.Of(i).Paint();
            canvas.DrawLine(x, 0, x + Sample, 0, paint);
            text.Draw(curves[i].Name, x + Sample + AfterSample, 5, s_legend);
            x += Sample + AfterSample + text.Width(curves[i].Name, s_legend) + Between;
        }
        canvas.Restore();
    }

    private static void Validate(IReadOnlyList<Panel> panels)
    {
        if (panels.Count == 0)
            throw new ArgumentException("a flipping figure needs at least one panel.", nameof(panels));
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
        }
    }
}
