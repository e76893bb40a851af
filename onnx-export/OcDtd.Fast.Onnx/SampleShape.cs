namespace OcDtd.Fast.Onnx;

/// <summary>How a row's features lie in a picture: row by row, channels last.</summary>
/// <param name="Height">Picture rows, 1 or more.</param>
/// <param name="Width">Picture columns, 1 or more.</param>
/// <param name="Channels">Values a pixel, 1 or more.</param>
public readonly record struct SampleShape(int Height, int Width, int Channels = 1)
{
    /// <summary>Height · Width · Channels, which must be the model's number of features; −1 where a side is under 1.</summary>
    public long FeatureCount => Height < 1 || Width < 1 || Channels < 1 ? -1 : SaturatingProduct();

    /// <summary>Height,Width,Channels, as it stands in the file.</summary>
    public override string ToString() => $"{Height},{Width},{Channels}";

    private long SaturatingProduct() => (long)Int128.Min((Int128)Height * Width * Channels, long.MaxValue);
}
