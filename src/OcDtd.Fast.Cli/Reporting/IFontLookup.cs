using SkiaSharp;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>Where fonts come from. An interface, so that a machine without fonts can be played in a test.</summary>
internal interface IFontLookup
{
    /// <summary>Names of the families at hand, in no particular order.</summary>
    IEnumerable<string> Families { get; }

    /// <summary>The face of a family, or null where there is none with a glyph in it.</summary>
    SKTypeface? Find(string family, bool bold);
}

/// <summary>The fonts of this machine.</summary>
internal sealed class InstalledFonts : IFontLookup
{
    // Without any fonts, Skia still reports one family: nameless and without glyphs.
    public IEnumerable<string> Families => SKFontManager.Default.FontFamilies.Where(name => !string.IsNullOrWhiteSpace(name));

    public SKTypeface? Find(string family, bool bold)
    {
        SKTypeface? face = SKFontManager.Default.MatchFamily(family, bold ? SKFontStyle.Bold : SKFontStyle.Normal);
        return face is { GlyphCount: > 0 } ? face : null;
    }
}
