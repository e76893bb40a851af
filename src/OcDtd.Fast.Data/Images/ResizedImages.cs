using CommunityToolkit.HighPerformance.Buffers;
using OcDtd.Fast.Data.Files;

namespace OcDtd.Fast.Data.Images;

/// <summary>Reads images of any sizes as squares of one size.</summary>
internal static class ResizedImages
{
    /// <summary>One row an image: size x size x <paramref name="channels"/>, each pixel an average of those it stands for.</summary>
    /// <param name="folder">What messages call the table.</param>
    /// <param name="paths">The images, one a row.</param>
    /// <param name="size">Rows and columns of pixels afterwards.</param>
    /// <param name="channels">3, where grey files give three equal values, or 1, which takes grey files only.</param>
    /// <param name="cancellationToken">Ends a long read early.</param>
    /// <exception cref="DataException">A file does not decode, is in colour where grey is expected, or all are too much for memory.</exception>
    internal static DataTable Read(string folder, string[] paths, int size, int channels, CancellationToken cancellationToken)
    {
        TableShape shape = ImageFiles.ShapeOf(folder, paths, new ImageShape(size, size, channels));
        return ImageFiles.Read(folder, paths, shape, (file, row) => Decode(file, row, size, channels), cancellationToken);
    }

    private static void Decode(ImageFile file, Span<float> row, int size, int channels)
    {
        if (channels == 1 && !file.IsGrey)
            throw new DataException($"{file.Path}: is an image in colour; expected grey.");
        using SpanOwner<byte> pixels = file.DecodeBytes();
        AreaAverage.Resize(pixels.Span, file.Height, file.Width, row, size, channels);
    }
}
