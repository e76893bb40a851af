namespace OcDtd.Fast.Data.Images;

/// <summary>
/// Resizes images to squares: each new pixel is the mean over the rectangle of the old image that it stands for, old pixels that lie in
/// several counted by the share of their area.
/// </summary>
/// <remarks>
/// Nothing is left out, so that a defect of one pixel still shows and the mean over the image stays what it was; the samplings of
/// image libraries skip pixels in large reductions. Enlarging repeats pixels. All sums are whole numbers, hence exact: in units of
/// 1/size pixel an old pixel of an axis covers [p * size, (p + 1) * size) and a new one [q * length, (q + 1) * length).
/// </remarks>
internal static class AreaAverage
{
    /// <summary>Reduces or enlarges 8-bit pixels to <paramref name="size"/> x <paramref name="size"/> values in [0, 1].</summary>
    /// <param name="rgba">Height * width pixels of four bytes.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Columns of pixels.</param>
    /// <param name="values">Receives size * size * channels values, channels interleaved.</param>
    /// <param name="size">Rows and columns afterwards.</param>
    /// <param name="channels">How many of the four bytes are used: 1 to 3.</param>
    internal static void Resize(ReadOnlySpan<byte> rgba, int height, int width, Span<float> values, int size, int channels)
    {
        // A new pixel's weights sum to height * width; 255 of each is white.
        double white = 255.0 * height * width;
        long[] sums = new long[size * channels];
        for (int row = 0; row < size; row++)
        {
            Array.Clear(sums);
            (int first, int last) = Covered(row, height, size);
            for (int y = first; y <= last; y++)
            {
                ReadOnlySpan<byte> line = rgba.Slice(y * width * ImageFile.BytesPerPixel, width * ImageFile.BytesPerPixel);
                AddLine(line, width, Overlap(y, row, height, size), sums, size, channels);
            }

            Span<float> output = values.Slice(row * sums.Length, sums.Length);
            for (int i = 0; i < sums.Length; i++)
                output[i] = (float)(sums[i] / white);
        }
    }

    private static void AddLine(ReadOnlySpan<byte> line, int width, long weight, long[] sums, int size, int channels)
    {
        for (int column = 0; column < size; column++)
        {
            (int first, int last) = Covered(column, width, size);
            for (int x = first; x <= last; x++)
            {
                long share = weight * Overlap(x, column, width, size);
                for (int channel = 0; channel < channels; channel++)
                    sums[(column * channels) + channel] += share * line[(x * ImageFile.BytesPerPixel) + channel];
            }
        }
    }

    /// <summary>First and last old pixel, of <paramref name="length"/>, that the new pixel <paramref name="index"/> overlaps.</summary>
    private static (int First, int Last) Covered(int index, int length, int size) =>
        ((int)((long)index * length / size), (int)((((index + 1L) * length) - 1) / size));

    private static long Overlap(int pixel, int index, int length, int size) =>
        Math.Min((pixel + 1L) * size, (index + 1L) * length) - Math.Max((long)pixel * size, (long)index * length);
}
