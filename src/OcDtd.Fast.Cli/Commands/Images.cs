using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>Rows as pictures.</summary>
internal static class Images
{
    /// <summary>One value a pixel: the sum over its channels.</summary>
    internal static float[] SumChannels(ReadOnlySpan<float> row, ImageShape shape)
    {
        float[] pixels = new float[shape.Height * shape.Width];
        for (int i = 0; i < row.Length; i++)
            pixels[i / shape.Channels] += row[i];
        return pixels;
    }

    /// <summary>How many times a small picture is enlarged, so that its longer side has about 280 pixels.</summary>
    internal static int Scale(ImageShape shape) => Math.Max(1, 280 / Math.Max(shape.Height, shape.Width));
}
