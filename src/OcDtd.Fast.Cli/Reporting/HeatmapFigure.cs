using SkiaSharp;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>A grid of heatmaps: one row a sample, its pictures first, then one column a classifier (the thesis' Figure 3.1).</summary>
internal static class HeatmapFigure
{
    /// <summary>One picture of a sample, such as the image itself or a mask: height × width × channels values in [0, 1].</summary>
    /// <param name="Values">Rows first, channels last.</param>
    /// <param name="Channels">1 is grey, 3 are red, green, blue.</param>
    internal sealed record Picture(float[] Values, int Channels = 1);

    /// <summary>One classifier's view of one sample: height × width values in [0, 1], and a number to be written below them.</summary>
    internal sealed record ImagePanel(float[] Heatmap, string Number);

    /// <summary>One sample. Neighbouring rows of the same group stand together; the group's name is written beside them.</summary>
    internal sealed record Row(string Label, Picture[] Images, ImagePanel[] Cells, string Group = "");

    /// <summary>Height and width of pictures and heatmaps.</summary>
    internal readonly record struct Shape(int Height, int Width);

    /// <summary>All that the figure shows.</summary>
    /// <param name="Title">Above all.</param>
    /// <param name="Shape">Of every picture and heatmap.</param>
    /// <param name="Images">Headings of the pictures that lead each row.</param>
    /// <param name="Columns">Headings of the heatmaps.</param>
    /// <param name="Rows">From top to bottom.</param>
    /// <param name="NumberMeans">What the numbers below the heatmaps are; empty where there are none.</param>
    internal sealed record Content(
        string Title, Shape Shape, string[] Images, string[] Columns, Row[] Rows, string NumberMeans = "outlierness");

    private static readonly TextStyle s_title = new(18, Lettering.Ink, SKTextAlign.Left, Bold: true);
    private static readonly TextStyle s_heading = new(15, Lettering.Ink, SKTextAlign.Center, Bold: true);
    private static readonly TextStyle s_label = new(13, Lettering.Ink, SKTextAlign.Right);
    private static readonly TextStyle s_group = new(13, Lettering.Faint, SKTextAlign.Center, Bold: true);
    private static readonly TextStyle s_number = new(12, Lettering.Faint, SKTextAlign.Center);

    /// <summary>The figure at twice the size it is meant to be shown at.</summary>
    internal static byte[] Png(Content content, Fonts? fonts = null)
    {
        Validate(content);
        fonts ??= Fonts.Installed;
        var layout = new HeatmapLayout(content, room => Lettering.Wrap(fonts, content.Title, room, s_title));
        using var surface = SKSurface.Create(layout.PixelSize);
        SKCanvas canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        canvas.Scale(HeatmapLayout.PixelRatio);
        var text = new Lettering(canvas, fonts);
        DrawHeadings(text, content, layout);
        for (int row = 0; row < content.Rows.Length; row++)
            DrawRow(canvas, text, content, layout, row);
        DrawGroups(canvas, text, layout);
        DrawScale(canvas, text, layout, content.NumberMeans);
        using SKImage snapshot = surface.Snapshot();
        return Rasters.Png(snapshot);
    }

    /// <summary>The figure's labels and numbers as a table, for readers of a picture without labels and for screen readers.</summary>
    internal static HtmlTable Table(string caption, Content content)
    {
        Validate(content);
        HtmlColumn[] columns = [new("Row"), .. content.Columns.Select(name => new HtmlColumn(name, Number: true))];
        return new HtmlTable(caption, columns, [.. content.Rows.Select(Cells)]);
    }

    private static HtmlCell[] Cells(Row row) => [row.Label, .. row.Cells.Select(cell => new HtmlCell(cell.Number))];

    private static void DrawHeadings(Lettering text, Content content, HeatmapLayout layout)
    {
        float y = layout.Title.Top + s_title.Size;
        foreach (string line in layout.TitleLines)
        {
            text.DrawWithin(line, layout.Title.Left, y, layout.Title.Width, s_title);
            y += HeatmapLayout.TitleLine;
        }
        string[] headings = [.. content.Images, .. content.Columns];
        for (int column = 0; column < headings.Length; column++)
        {
            TextStyle style = s_heading with { Bold = column >= content.Images.Length };
            text.DrawWithin(headings[column], layout.Cell(0, column).MidX, layout.HeadingBaseline, layout.CellWidth, style);
        }
    }

    private static void DrawRow(SKCanvas canvas, Lettering text, Content content, HeatmapLayout layout, int index)
    {
        Row row = content.Rows[index];
        Shape shape = content.Shape;
        DrawLabel(text, row.Label, layout.Label(index));
        for (int i = 0; i < row.Images.Length; i++)
        {
            using SKBitmap image = Rasters.Image(row.Images[i].Values, shape.Height, shape.Width, row.Images[i].Channels);
            DrawPixels(canvas, image, layout.Cell(index, i), layout.Enlarges);
        }
        for (int i = 0; i < row.Cells.Length; i++)
        {
            SKRect cell = layout.Cell(index, row.Images.Length + i);
            using SKBitmap heat = Rasters.Heat(row.Cells[i].Heatmap, shape.Height, shape.Width);
            DrawPixels(canvas, heat, cell, layout.Enlarges);
            text.DrawWithin(row.Cells[i].Number, cell.MidX, cell.Bottom + 14, cell.Width, s_number);
        }
    }

    private static void DrawLabel(Lettering text, string label, SKRect room)
    {
        const float Line = 17;
        // Where a label says two things, each gets its line: 'outlier,' and 'digit 7'.
        string[] lines = [.. label.Replace(", ", ",\n").Split('\n').SelectMany(part => text.Wrap(part, room.Width, s_label))];
        float baseline = room.MidY - lines.Length * Line / 2 + 13;
        foreach (string line in lines)
        {
            text.DrawWithin(line, room.Right, baseline, room.Width, s_label);
            baseline += Line;
        }
    }

    private static void DrawPixels(SKCanvas canvas, SKBitmap bitmap, SKRect to, bool enlarged)
    {
        // Enlarged, every feature is a square with sharp edges; reduced, features are averaged, or fine structure would alias.
        SKSamplingOptions sampling = enlarged ? new(SKFilterMode.Nearest) : new(SKFilterMode.Linear, SKMipmapMode.Linear);
        using SKImage image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, to, sampling);
    }

    private static void DrawGroups(SKCanvas canvas, Lettering text, HeatmapLayout layout)
    {
        using var line = new SKPaint { Color = new SKColor(0x99, 0x99, 0x99), StrokeWidth = 1, IsAntialias = true };
        foreach ((string name, int first, int last) in layout.Groups)
        {
            float top = layout.Cell(first, 0).Top;
            float bottom = layout.Cell(last, 0).Bottom;
            text.DrawRotated(name, layout.Title.Left + 12, (top + bottom) / 2, s_group);
            if (first > 0)
                canvas.DrawLine(layout.Title.Left, layout.SeparatorAbove(first), layout.Title.Right, layout.SeparatorAbove(first), line);
        }
    }

    private static void DrawScale(SKCanvas canvas, Lettering text, HeatmapLayout layout, string numberMeans)
    {
        SKRect bar = layout.ScaleBar;
        using var paint = new SKPaint();
        // One slice a device pixel, each with a colour of the very table the heatmaps use.
        for (float x = bar.Left; x < bar.Right; x += 1f / HeatmapLayout.PixelRatio)
        {
            paint.Color = HeatColours.Of((x - bar.Left) / (bar.Width - 1f / HeatmapLayout.PixelRatio));
            canvas.DrawRect(SKRect.Create(x, bar.Top, 1f / HeatmapLayout.PixelRatio, bar.Height), paint);
        }
        text.Draw("less relevant", bar.Left - 10, bar.Bottom - 1, s_label);
        text.Draw("more relevant", bar.Right + 10, bar.Bottom - 1, s_label with { Align = SKTextAlign.Left });
        if (numberMeans.Length > 0)
            text.DrawWithin($"below each heatmap: {numberMeans}", bar.MidX, bar.Bottom + 22, layout.Title.Width, s_number);
    }

    private static void Validate(Content content)
    {
        if (content.Rows.Length == 0 || content.Columns.Length == 0)
            throw new ArgumentException("a heatmap figure needs at least one row and one column.", nameof(content));
        foreach (Row row in content.Rows)
        {
            Require(row, row.Images.Length, content.Images.Length, "pictures");
            Require(row, row.Cells.Length, content.Columns.Length, "heatmaps");
        }
    }

    private static void Require(Row row, int found, int expected, string what)
    {
        if (found != expected)
            throw new ArgumentException($"row '{row.Label}' has {found} {what}; there are headings for {expected}.");
    }
}
