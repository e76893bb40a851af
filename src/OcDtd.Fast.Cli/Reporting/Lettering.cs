using SkiaSharp;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>Draws text with the chosen font; without one it draws nothing, which <see cref="Fonts.Missing"/> has announced.</summary>
internal sealed class Lettering(SKCanvas canvas, Fonts fonts)
{
    internal static readonly SKColor Ink = new(0x1A, 0x1A, 0x1A);
    internal static readonly SKColor Faint = new(0x59, 0x59, 0x59);

    internal void Draw(string text, float x, float baseline, TextStyle style)
    {
        using SKFont? font = Font(fonts, style);
        if (font is null || text.Length == 0)
            return;
        using var paint = new SKPaint { Color = style.Colour, IsAntialias = true };
        canvas.DrawText(text, x, baseline, style.Align, font, paint);
    }

    /// <summary>Draws in the largest size, up to the style's own, at which the text is no wider than <paramref name="room"/>.</summary>
    internal void DrawWithin(string text, float x, float baseline, float room, TextStyle style)
    {
        float width = Width(text, style);
        Draw(text, x, baseline, width > room ? style with { Size = style.Size * room / width } : style);
    }

    internal void DrawRotated(string text, float x, float y, TextStyle style)
    {
        canvas.Save();
        canvas.RotateDegrees(-90, x, y);
        Draw(text, x, y, style);
        canvas.Restore();
    }

    internal float Width(string text, TextStyle style) => Width(fonts, text, style);

    internal IReadOnlyList<string> Wrap(string text, float room, TextStyle style) => Wrap(fonts, text, room, style);

    /// <summary>Breaks at blanks so that lines fit; a single word may still be too wide.</summary>
    internal static IReadOnlyList<string> Wrap(Fonts fonts, string text, float room, TextStyle style)
    {
        var lines = new List<string>();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && Width(fonts, $"{lines[^1]} {word}", style) <= room)
                lines[^1] += " " + word;
            else
                lines.Add(word);
        }
        return lines;
    }

    internal static float Width(Fonts fonts, string text, TextStyle style)
    {
        using SKFont? font = Font(fonts, style);
        return font?.MeasureText(text) ?? 0;
    }

    private static SKFont? Font(Fonts fonts, TextStyle style)
    {
        SKTypeface? face = style.Bold ? fonts.Bold : fonts.Regular;
        if (face is null)
            return null;
        // Sub-pixel placement without hinting keeps letter spacing even at twice the size, where hinting gains nothing.
        return new SKFont(face, style.Size) { Subpixel = true, Hinting = SKFontHinting.None, Edging = SKFontEdging.Antialias };
    }
}

/// <summary>How a piece of text looks.</summary>
internal readonly record struct TextStyle(float Size, SKColor Colour, SKTextAlign Align = SKTextAlign.Left, bool Bold = false);
