using System.Text;
using SkiaSharp;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>The font that pictures are lettered with, and a message where letters would be lost.</summary>
/// <remarks>Skia draws nothing, and says nothing, for a glyph it has no font for. So the choice is made here and is checked.</remarks>
internal sealed class Fonts
{
    /// <summary>Every character our own labels use: printable ASCII and a few signs.</summary>
    internal static readonly string Needed = string.Concat(Enumerable.Range(33, 94).Select(code => (char)code)) + "×–…";

    // Plain sans-serif families first; a symbol or handwriting font may have all the glyphs, but should be the last resort.
    private static readonly string[] s_preferred =
    [
        "DejaVu Sans", "Liberation Sans", "Noto Sans", "Open Sans", "Roboto", "Ubuntu", "Cantarell", "FreeSans",
        "Segoe UI", "Arial", "Helvetica",
    ];

    private static readonly Lazy<Fonts> s_installed = new(() => Choose(new InstalledFonts()));

    private Fonts(string? family, SKTypeface? regular, SKTypeface? bold, string? missing)
    {
        Family = family;
        Regular = regular;
        Bold = bold ?? regular;
        Missing = missing;
    }

    /// <summary>The choice among the fonts of this machine, made on first use.</summary>
    internal static Fonts Installed => s_installed.Value;

    /// <summary>Null where no font was found.</summary>
    internal string? Family { get; }

    internal SKTypeface? Regular { get; }

    internal SKTypeface? Bold { get; }

    /// <summary>One line that says what labels lack and what to install; null where all is well.</summary>
    internal string? Missing { get; }

    /// <summary>Takes the first family that has every glyph of <paramref name="needed"/>, else the one that has most of them.</summary>
    internal static Fonts Choose(IFontLookup lookup, string? needed = null)
    {
        needed ??= Needed;
        string? best = null;
        int bestLacks = int.MaxValue;
        foreach (string family in InOrder(lookup))
        {
            if (lookup.Find(family, bold: false) is not { } face)
                continue;
            int lacks = Lacking(face, needed).Length;
            if (lacks < bestLacks)
                (best, bestLacks) = (family, lacks);
            if (lacks == 0)
                break;
        }
        return best is null ? None() : Of(lookup, best, needed);
    }

    /// <summary>Whether every character of <paramref name="text"/> can be drawn.</summary>
    internal bool Covers(string text) => Regular is not null && Lacking(Regular, text).Length == 0;

    private static Fonts None() =>
        new(null, null, null, "no fonts found, so pictures carry no labels: install a package such as fonts-dejavu-core");

    private static Fonts Of(IFontLookup lookup, string family, string needed)
    {
        SKTypeface regular = lookup.Find(family, bold: false)!;
        SKTypeface? bold = lookup.Find(family, bold: true);
        string lacks = Lacking(regular, needed);
        string? missing = lacks.Length == 0
            ? null
            : $"no font has all of the characters needed, so pictures lack {lacks}: install a package such as fonts-dejavu-core";
        // A bold face may be poorer than the regular one; headings must not lose letters to their weight.
        return new Fonts(family, regular, bold is not null && Lacking(bold, needed).Length <= lacks.Length ? bold : null, missing);
    }

    private static IEnumerable<string> InOrder(IFontLookup lookup)
    {
        var families = lookup.Families.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return s_preferred.Where(families.Contains).Concat(families.Order(StringComparer.OrdinalIgnoreCase));
    }

    private static string Lacking(SKTypeface face, string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => !Rune.IsWhiteSpace(rune) && !face.ContainsGlyph(rune.Value)));
}
