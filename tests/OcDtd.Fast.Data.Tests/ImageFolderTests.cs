using CommunityToolkit.HighPerformance;
using SkiaSharp;

namespace OcDtd.Fast.Data.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Colour_is_interleaved_red_green_blue_and_alpha_is_dropped()
    {
        Save("b.png", 2, 1, SKColorType.Rgba8888, [10, 20, 30, 255, 40, 50, 60, 128]);
        Save("a.PNG", 2, 1, SKColorType.Rgba8888, [1, 2, 3, 255, 4, 5, 6, 255]);
        _folder.Write("notes.txt", "not read");
        Directory.CreateDirectory(_folder["below.png"]);

        using DataTable table = DataReader.Read(_folder.Path);
        Assert.Equal((2, 6, new ImageShape(1, 2, 3)), (table.RowCount, table.FeatureCount, table.Shape));
        Assert.Equal(["a.PNG", "b.png"], table.RowNames);
        Assert.Equal(((byte[])[1, 2, 3, 4, 5, 6]).Select(static b => b / 255f), table.Rows.GetRow(0).ToArray());
        Assert.Equal(((byte[])[10, 20, 30, 40, 50, 60]).Select(static b => b / 255f), table.Rows.GetRow(1).ToArray());
    }

    [Fact]
    public void Grey_alone_is_one_channel_and_mixed_is_three()
    {
        Save("a.png", 3, 2, SKColorType.Gray8, [0, 51, 102, 153, 204, 255]);
        using (DataTable grey = DataReader.Read(_folder.Path))
        {
            Assert.Equal(new ImageShape(2, 3, 1), grey.Shape);
            Assert.Equal([0, 0.2f, 0.4f, 0.6f, 0.8f, 1], grey.Rows.GetRow(0).ToArray());
        }

        Save("b.png", 3, 2, SKColorType.Rgba8888, [.. Enumerable.Repeat((byte)255, 24)]);
        using DataTable mixed = DataReader.Read(_folder.Path);
        Assert.Equal(new ImageShape(2, 3, 3), mixed.Shape);
        Assert.Equal([0, 0, 0, 0.2f, 0.2f, 0.2f], mixed.Rows.GetRow(0).ToArray()[..6]);
    }

    [Fact]
    public void Jpeg_is_read()
    {
        Save("a.jpeg", 16, 8, SKColorType.Rgba8888, [.. Enumerable.Repeat((byte)200, 512)], SKEncodedImageFormat.Jpeg);
        Save("b.JPG", 16, 8, SKColorType.Gray8, [.. Enumerable.Repeat((byte)100, 128)], SKEncodedImageFormat.Jpeg);
        using DataTable table = DataReader.Read(_folder.Path);
        Assert.Equal(new ImageShape(8, 16, 3), table.Shape);
        Assert.All(table.Rows.GetRow(0).ToArray(), static v => Assert.InRange(v, 0.77f, 0.8f));
        Assert.All(table.Rows.GetRow(1).ToArray(), static v => Assert.InRange(v, 0.38f, 0.4f));
    }

    [Fact]
    public void Sizes_that_differ_name_both_files()
    {
        Save("a.png", 2, 3, SKColorType.Gray8, new byte[6]);
        Save("b.png", 3, 2, SKColorType.Gray8, new byte[6]);
        Errors.Says(() => DataReader.Read(_folder.Path), _folder["b.png"] + ": 3 x 2 pixels", "expected 2 x 3", "a.png");
    }

    [Fact]
    public void A_folder_without_images_is_an_error()
    {
        Errors.Says(() => DataReader.Read(_folder.Path), _folder.Path, "no images", ".png");
        Errors.Says(() => ImageFolderReader.Read(_folder["none"]), _folder["none"], "no such folder");
        Errors.Says(() => ImageFolderReader.Read(_folder.Write("f", "x")), "is a file; expected a folder");
    }

    [Fact]
    public void A_file_that_is_no_image_names_itself()
    {
        Save("a.png", 1, 1, SKColorType.Gray8, [1]);
        _folder.Write("b.png", "not an image");
        _folder.Write("c.png", "");
        Errors.Says(() => DataReader.Read(_folder.Path), _folder["b.png"], "does not decode");
        File.Delete(_folder["b.png"]);
        Errors.Says(() => DataReader.Read(_folder.Path), _folder["c.png"], "does not decode");
    }

    [Fact]
    public void Of_several_broken_files_the_first_by_name_is_named()
    {
        byte[] noise = new byte[64 * 64];
        new Random(5).NextBytes(noise);
        for (int i = 0; i < 40; i++)
            Save($"{i:D2}.png", 64, 64, SKColorType.Gray8, noise);
        byte[] half = File.ReadAllBytes(_folder["00.png"])[..2000];
        for (int i = 7; i < 40; i += 3)
            _folder.Write($"{i:D2}.png", half);
        for (int repeat = 0; repeat < 10; repeat++)
            Errors.Says(() => DataReader.Read(_folder.Path), _folder["07.png"], "does not decode to the end");
    }

    [Fact]
    public void Sizes_beyond_what_a_file_can_hold_are_refused()
    {
        Save("a.png", 4, 4, SKColorType.Gray8, new byte[16]);
        byte[] bytes = File.ReadAllBytes(_folder["a.png"]);
        byte[] header = [.. "IHDR"u8, 0, 1, 0, 0, 0, 1, 0, 0, .. bytes[24..29]];
        uint crc = Crc32(header);
        byte[] checksum = [(byte)(crc >> 24), (byte)(crc >> 16), (byte)(crc >> 8), (byte)crc];
        _folder.Write("a.png", [.. bytes[..12], .. header, .. checksum, .. bytes[33..]]);
        Errors.Says(() => DataReader.Read(_folder.Path), _folder["a.png"], "65536 x 65536");
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, "x.png")]
    [InlineData(SKEncodedImageFormat.Jpeg, "x.jpg")]
    public void An_image_cut_short_is_refused(SKEncodedImageFormat format, string name)
    {
        byte[] noise = new byte[40 * 40 * 4];
        new Random(6).NextBytes(noise);
        Save(name, 40, 40, SKColorType.Rgba8888, noise, format);
        byte[] good = File.ReadAllBytes(_folder[name]);

        // The last bytes of both formats end the file and hold no pixels: a decoder may do without them.
        for (int length = 0; length < good.Length - 20; length += 7)
        {
            _folder.Write(name, good.AsSpan(0, length));
            Assert.True(Errors.Refuses(() => DataReader.Read(_folder.Path)), $"{name} cut to {length} of {good.Length} bytes was read.");
        }
    }

    [Fact]
    public void Cancellation_ends_reading()
    {
        Save("a.png", 1, 1, SKColorType.Gray8, [1]);
        Assert.Throws<OperationCanceledException>(() => DataReader.Read(_folder.Path, new CancellationToken(true)));
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB8_8320);
        }

        return ~crc;
    }

    private void Save(
        string name, int width, int height, SKColorType type, byte[] pixels, SKEncodedImageFormat format = SKEncodedImageFormat.Png) =>
        _folder.Write(name, ImageBytes.Of(width, height, type, pixels, format));
}
