using OcDtd.Fast.Cli.Reporting;
using SkiaSharp;

namespace OcDtd.Fast.Cli.Tests.Reporting;

public sealed class FontsTests
{
    [SkippableFact]
    public void DejaVu_is_taken_where_present()
    {
        Skip.IfNot(new InstalledFonts().Families.Contains("DejaVu Sans"), "DejaVu Sans is not installed");
        Assert.Equal("DejaVu Sans", Fonts.Installed.Family);
        Assert.Null(Fonts.Installed.Missing);
        Assert.True(Fonts.Installed.Covers("C1×C2 … 0–9"));
    }

    [Fact]
    public void Without_fonts_there_is_a_message_of_one_line()
    {
        Fonts none = Fonts.Choose(new NoFonts());
        Assert.Null(none.Family);
        Assert.False(none.Covers("a"));
        Assert.Contains("install", none.Missing);
        Assert.DoesNotContain('\n', none.Missing!);
    }

    [SkippableFact]
    public void A_font_that_lacks_a_glyph_is_used_and_the_glyph_is_named()
    {
        var installed = new InstalledFonts();
        Skip.IfNot(installed.Families.Any(), "no fonts are installed");
        // A private-use character, which a text font has no glyph for.
        Fonts fonts = Fonts.Choose(installed, "ab\uE8F7");
        Skip.If(fonts.Missing is null, "an installed font has a glyph for the private-use character");
        Assert.NotNull(fonts.Regular);
        Assert.Contains("\uE8F7", fonts.Missing);
        Assert.Contains("install", fonts.Missing);
    }

    [SkippableFact]
    public void A_family_of_another_name_will_do()
    {
        var renamed = new Renamed("Some Other Sans");
        Skip.If(renamed.Find("Some Other Sans", bold: false) is null, "no fonts are installed");
        Fonts fonts = Fonts.Choose(renamed, "abc");
        Assert.Equal("Some Other Sans", fonts.Family);
        Assert.Null(fonts.Missing);
        Assert.Same(fonts.Regular, fonts.Bold);
    }

    private sealed class Renamed(string name) : IFontLookup
    {
        private readonly SKTypeface? _face = Fonts.Installed.Regular;

        public IEnumerable<string> Families => ["Broken", name];

        public SKTypeface? Find(string family, bool bold) => family == name && !bold ? _face : null;
    }
}
