using System.Globalization;

namespace OcDtd.Fast.Data;

/// <summary>How a row of features is an image: row-major pixels, channels interleaved (feature = (y * Width + x) * Channels + c).</summary>
/// <param name="Height">Rows of pixels, at least 1.</param>
/// <param name="Width">Columns of pixels, at least 1.</param>
/// <param name="Channels">Values a pixel: 1 for grey, 3 for RGB.</param>
public readonly record struct ImageShape(int Height, int Width, int Channels)
{
    /// <summary>Height * Width * Channels.</summary>
    /// <exception cref="OverflowException">The product exceeds an <see cref="int"/>.</exception>
    public int FeatureCount => checked(Height * Width * Channels);

    /// <summary>The form that <see cref="TryParse"/> reads, e.g. <c>28,28,1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Height},{Width},{Channels}");

    /// <summary>Reads <c>H,W</c> (one channel) or <c>H,W,C</c>: positive whole numbers whose product fits an <see cref="int"/>.</summary>
    /// <returns>False, with <paramref name="shape"/> at its default, for anything else.</returns>
    public static bool TryParse(string? text, out ImageShape shape)
    {
        shape = default;
        string[] parts = (text ?? "").Split(',');
        if (parts.Length is not (2 or 3))
            return false;

        const NumberStyles Style = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        Span<int> axes = [0, 0, 1];
        long product = 1;
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], Style, CultureInfo.InvariantCulture, out axes[i]))
                return false;
            product *= axes[i];
            if (product is <= 0 or > int.MaxValue)
                return false;
        }

        shape = new ImageShape(axes[0], axes[1], axes[2]);
        return true;
    }

    /// <summary>The shape of one item of an (n, H, W) or (n, H, W, C) array; none for other numbers of axes.</summary>
    internal static ImageShape? FromAxes(ReadOnlySpan<long> axes) => axes.Length switch
    {
        3 => new ImageShape((int)axes[1], (int)axes[2], 1),
        4 => new ImageShape((int)axes[1], (int)axes[2], (int)axes[3]),
        _ => null,
    };
}
