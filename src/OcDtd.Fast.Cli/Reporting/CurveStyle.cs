using ScottPlot;
using SkiaSharp;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>Colour, dashes and marker of a curve: any of them alone tells the curves apart.</summary>
/// <remarks>
/// Colours are those of Okabe and Ito, chosen to stay distinct for colour-blind readers, less their yellow, which fades on white.
/// Neighbours in the list are a lone model and its squared ensemble, so they share a family of hue.
/// </remarks>
internal sealed record CurveStyle(string ColourName, SKColor Colour, string DashName, float[] Dashes, MarkerShape Marker, string MarkerName)
{
    private static readonly CurveStyle[] s_all =
    [
        new("blue", new SKColor(0x00, 0x72, 0xB2), "solid", [], MarkerShape.FilledCircle, "circle"),
        new("sky blue", new SKColor(0x56, 0xB4, 0xE9), "long dashes", [11, 4], MarkerShape.FilledSquare, "square"),
        new("vermilion", new SKColor(0xD5, 0x5E, 0x00), "solid", [], MarkerShape.FilledTriangleUp, "triangle"),
        new("orange", new SKColor(0xE6, 0x9F, 0x00), "long dashes", [11, 4], MarkerShape.FilledTriangleDown, "upturned triangle"),
        new("green", new SKColor(0x00, 0x9E, 0x73), "dash and dot", [9, 3, 2, 3], MarkerShape.Eks, "cross"),
        new("black", new SKColor(0x00, 0x00, 0x00), "dots", [2, 3], MarkerShape.Cross, "plus sign"),
        new("purple", new SKColor(0xCC, 0x79, 0xA7), "short dashes", [5, 3], MarkerShape.Asterisk, "star"),
    ];

    internal const float LineWidth = 2;

    /// <summary>How many styles differ from each other; later curves start over.</summary>
    internal static int Count => s_all.Length;

    internal static CurveStyle Of(int index) => s_all[index % s_all.Length];

    /// <summary>Solid lines and markers in the plotting library's terms.</summary>
    internal Color PlotColour => new(Colour.Red, Colour.Green, Colour.Blue);

    internal LinePattern Pattern => new(Dashes, 0, DashName);

    internal MarkerStyle Mark(float size = 7) => new(Marker, size, PlotColour) { LineWidth = LineWidth };

    /// <summary>For a value from elsewhere beside our own; without a style, grey, as in a legend that speaks of all curves.</summary>
    internal static MarkerStyle HollowMark(CurveStyle? style)
    {
        Color colour = style?.PlotColour ?? new Color(Lettering.Faint.Red, Lettering.Faint.Green, Lettering.Faint.Blue);
        return new(MarkerShape.OpenDiamond, 10, colour) { LineWidth = 1.5f };
    }

    internal SKPaint Paint() => new()
    {
        Color = Colour,
        StrokeWidth = LineWidth,
        Style = SKPaintStyle.Stroke,
        IsAntialias = true,
        PathEffect = Dashes.Length == 0 ? null : SKPathEffect.CreateDash(Dashes, 0),
    };
}
