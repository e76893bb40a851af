using SkiaSharp;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>Where everything in a <see cref="HeatmapFigure"/> goes, in units of a page 1000 wide; pixels are half as large.</summary>
internal sealed class HeatmapLayout
{
    internal const int PixelRatio = 2;
    internal const float TitleLine = 24;

    private const float PageWidth = 1000;
    private const float Margin = 16;
    private const float Gap = 10;
    private const float LabelRoom = 84;
    private const float GroupRoom = 24;
    private const float NumberRoom = 20;
    private const float LargestCell = 128;
    private const float GroupGap = 16;
    // Between pictures and heatmaps: the two kinds of picture should not read as one series.
    private const float ImageGap = 10;
    // The colour bar with its words on either side.
    private const float LeastWidth = 460;

    private readonly float _left;
    private readonly float _top;
    private readonly float _cellHeight;
    private readonly int[] _groupOfRow;
    private readonly int _images;

    /// <param name="content">What is to be laid out.</param>
    /// <param name="wrapTitle">Breaks the title into lines for a given width, which is known here only.</param>
    internal HeatmapLayout(HeatmapFigure.Content content, Func<float, IReadOnlyList<string>> wrapTitle)
    {
        Groups = FindGroups(content.Rows);
        _groupOfRow = GroupIndex(Groups, content.Rows.Length);
        _left = Margin + LabelRoom + Gap + (Groups.Any(group => group.Name.Length > 0) ? GroupRoom : 0);
        _images = content.Images.Length;
        int columns = _images + content.Columns.Length;
        float room = Math.Min(LargestCell, (PageWidth - Margin - _left - ImageGap - (columns - 1) * Gap) / columns);
        (CellWidth, _cellHeight, Enlarges) = CellSize(content.Shape, MathF.Max(MathF.Floor(room), 8));
        float width = Math.Max(LeastWidth, _left + ImageGap + columns * (CellWidth + Gap) - Gap + Margin);
        TitleLines = wrapTitle(width - 2 * Margin);
        Title = SKRect.Create(Margin, Margin, width - 2 * Margin, TitleLines.Count * TitleLine);
        HeadingBaseline = Title.Bottom + 22;
        _top = HeadingBaseline + 10;
        float below = Cell(content.Rows.Length - 1, 0).Bottom + NumberRoom;
        ScaleBar = SKRect.Create(MathF.Round((width - 220) / 2), MathF.Round(below + 16), 220, 14);
        PixelSize = Pixels(width, ScaleBar.Bottom + 26 + Margin);
    }

    internal SKImageInfo PixelSize { get; }

    internal SKRect Title { get; }

    internal IReadOnlyList<string> TitleLines { get; }

    internal float HeadingBaseline { get; }

    internal float CellWidth { get; }

    /// <summary>Whether a feature covers whole pixels, at least one.</summary>
    internal bool Enlarges { get; }

    internal SKRect ScaleBar { get; }

    internal IReadOnlyList<(string Name, int First, int Last)> Groups { get; }

    /// <summary>The sample's pictures come first, then the heatmaps.</summary>
    internal SKRect Cell(int row, int column)
    {
        float x = _left + column * (CellWidth + Gap) + (_images > 0 && column >= _images ? ImageGap : 0);
        float y = _top + row * (_cellHeight + NumberRoom + 4) + _groupOfRow[row] * GroupGap;
        return SKRect.Create(x, y, CellWidth, _cellHeight);
    }

    internal SKRect Label(int row)
    {
        SKRect image = Cell(row, 0);
        return SKRect.Create(image.Left - Gap - LabelRoom, image.Top, LabelRoom, image.Height);
    }

    internal float SeparatorAbove(int row) => MathF.Round(Cell(row, 0).Top - (GroupGap + 4) / 2) + 0.5f;

    // Whole device pixels a feature, or squares of one picture would differ in size by a pixel.
    private static (float Width, float Height, bool Enlarges) CellSize(HeatmapFigure.Shape shape, float room)
    {
        float scale = Math.Min(room * PixelRatio / shape.Width, 2 * room * PixelRatio / shape.Height);
        bool enlarges = scale >= 1;
        if (enlarges)
            scale = MathF.Floor(scale);
        float width = Math.Max(1, MathF.Round(shape.Width * scale));
        float height = Math.Max(1, MathF.Round(shape.Height * scale));
        return (width / PixelRatio, height / PixelRatio, enlarges);
    }

    private static SKImageInfo Pixels(float width, float height) =>
        new((int)MathF.Ceiling(width * PixelRatio), (int)MathF.Ceiling(height * PixelRatio), SKColorType.Rgba8888, SKAlphaType.Opaque);

    private static List<(string Name, int First, int Last)> FindGroups(HeatmapFigure.Row[] rows)
    {
        var groups = new List<(string Name, int First, int Last)>();
        for (int row = 0; row < rows.Length; row++)
        {
            if (groups.Count > 0 && groups[^1].Name == rows[row].Group)
                groups[^1] = groups[^1] with { Last = row };
            else
                groups.Add((rows[row].Group, row, row));
        }
        return groups;
    }

    private static int[] GroupIndex(IReadOnlyList<(string Name, int First, int Last)> groups, int rows)
    {
        var index = new int[rows];
        for (int group = 0; group < groups.Count; group++)
            Array.Fill(index, group, groups[group].First, groups[group].Last - groups[group].First + 1);
        return index;
    }
}
