using OcDtd.Fast.Cli.Reporting;
using SkiaSharp;

namespace OcDtd.Fast.Cli.Tests.Reporting;

/// <summary>A machine without any font.</summary>
internal sealed class NoFonts : IFontLookup
{
    public IEnumerable<string> Families => [];

    public SKTypeface? Find(string family, bool bold) => null;
}
