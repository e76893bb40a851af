using SkiaSharp;

namespace OcDtd.Fast.Data.Tests;

/// <summary>What resizing does to images and masks.</summary>
public sealed class MvtecResizingTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_size_that_stays_keeps_every_value_to_the_bit()
    {
        byte[] rgba = Noise(16, 16);
        float[] values = Resize(rgba, 16, 16, 16);
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(rgba[(i / 3 * 4) + (i % 3)] / 255f, values[i]);
    }

    [Theory]
    [InlineData(1024, 1024, 160)]
    [InlineData(320, 240, 160)]
    [InlineData(7, 300, 160)]
    [InlineData(5, 3, 2)]
    [InlineData(3, 5, 1)]
    [InlineData(1, 1, 4)]
    public void Every_pixel_is_the_mean_over_its_rectangle(int height, int width, int size)
    {
        byte[] rgba = Noise(height, width);
        float[] values = Resize(rgba, height, width, size);
        foreach ((int row, int column) in (ReadOnlySpan<(int, int)>)[(0, 0), (size / 2, size / 3), (size - 1, 0), (size - 1, size - 1)])
        {
            for (int channel = 0; channel < 3; channel++)
            {
                double expected = Mean(rgba, height, width, size, row, column, channel);
                Assert.Equal(expected, values[(((row * size) + column) * 3) + channel], 6);
            }
        }

        Assert.Equal(Mean(rgba, height, width, 1, 0, 0, 0), values.Where(static (_, i) => i % 3 == 0).Average(), 5);
        Assert.All(values, static value => Assert.InRange(value, 0, 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_checkerboard_becomes_grey(int field)
    {
        byte[] rgba = new byte[1024 * 1024 * 4];
        for (int i = 0; i < rgba.Length; i++)
            rgba[i] = (byte)(i % 4 == 3 || ((i / 4 % 1024 / field) + (i / 4 / 1024 / field)) % 2 == 0 ? 255 : 0);
        float[] values = Resize(rgba, 1024, 1024, 160);

        // The edge of a rectangle cuts a field: the smaller the fields, the nearer to a half.
        Assert.All(values, value => Assert.InRange(value, 0.5f - (0.02f * field), 0.5f + (0.02f * field)));
        Assert.Equal(0.5, values.Average(), 4);
    }

    [Fact]
    public void White_is_one()
    {
        byte[] rgba = new byte[1021 * 997 * 4];
        Array.Fill(rgba, (byte)255);
        Assert.All(Resize(rgba, 1021, 997, 160), static value => Assert.Equal(1f, value));
    }

    [Fact]
    public void A_defect_of_one_pixel_keeps_its_weight()
    {
        byte[] image = ImageBytes.Colour(1021, 997, 9, 9, 9);
        WriteCategory(image);
        _folder.Write("test/dot/0.png", image);
        _folder.Write("ground_truth/dot/0_mask.png", ImageBytes.Grey(1021, 997, static (x, y) => (byte)(x == 123 && y == 500 ? 255 : 0)));
        using MvtecCategory category = MvtecCategory.Read(_folder.Path);
        double sum = category.Defects[0].Masks.Rows.GetRow(0).ToArray().Sum(static value => (double)value);
        Assert.Equal(160 * 160 / (1021.0 * 997), sum, 6);
    }

    private float[] Resize(byte[] rgba, int height, int width, int size)
    {
        WriteCategory(ImageBytes.Of(width, height, SKColorType.Rgba8888, rgba));
        using MvtecCategory category = MvtecCategory.Read(_folder.Path, size);
        return category.Train.Rows.GetRow(0).ToArray();
    }

    private void WriteCategory(byte[] image)
    {
        byte[] small = ImageBytes.Grey(1, 1, static (_, _) => 0);
        _folder.Write("train/good/0.png", image);
        _folder.Write("test/good/0.png", small);
        _folder.Write("test/dot/0.png", small);
        _folder.Write("ground_truth/dot/0_mask.png", small);
    }

    // In floating point, straight from the definition: the integral over the rectangle divided by its area.
    private static double Mean(byte[] rgba, int height, int width, int size, int row, int column, int channel)
    {
        (double top, double left) = ((double)row * height / size, (double)column * width / size);
        (double bottom, double right) = ((row + 1.0) * height / size, (column + 1.0) * width / size);
        double sum = 0;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                sum += Common(y, top, bottom) * Common(x, left, right) * rgba[(((y * width) + x) * 4) + channel];
        }

        return sum / 255 / ((bottom - top) * (right - left));
    }

    private static double Common(int pixel, double from, double to) => Math.Max(0, Math.Min(pixel + 1, to) - Math.Max(pixel, from));

    private static byte[] Noise(int height, int width)
    {
        byte[] rgba = new byte[height * width * 4];
        new Random(11).NextBytes(rgba);

        // Pixels that cannot be seen may lose their colour.
        for (int i = 3; i < rgba.Length; i += 4)
            rgba[i] = 255;
        return rgba;
    }
}
