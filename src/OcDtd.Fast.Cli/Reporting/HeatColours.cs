using ScottPlot.Colormaps;
using SkiaSharp;

namespace OcDtd.Fast.Cli.Reporting;

/// <summary>Colours of relevance: black and violet for little, orange and bright yellow for much.</summary>
/// <remarks>Inferno, since its lightness rises evenly: it says the same in grey print and to colour-blind eyes.</remarks>
internal static class HeatColours
{
    /// <summary>For NaN: a colour that the map does not contain, so that a hole does not pass for a value.</summary>
    internal static readonly SKColor Undefined = new(0x80, 0xA0, 0xA0);

    private const int Steps = 256;

    private static readonly SKColor[] s_table = Table();

    /// <summary>The colour of a value in [0, 1]; values beyond take the colour of the nearer end.</summary>
    internal static SKColor Of(float value)
    {
        if (float.IsNaN(value))
            return Undefined;
        return s_table[(int)MathF.Round(Math.Clamp(value, 0f, 1f) * (Steps - 1))];
    }

    private static SKColor[] Table()
    {
        var map = new Inferno();
        var table = new SKColor[Steps];
        for (int step = 0; step < Steps; step++)
        {
            ScottPlot.Color colour = map.GetColor(step / (double)(Steps - 1));
            table[step] = new SKColor(colour.R, colour.G, colour.B);
        }
        return table;
    }
}
