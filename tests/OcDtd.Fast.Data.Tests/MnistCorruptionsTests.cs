using System.IO.Compression;
using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Data.Tests;

public sealed class MnistCorruptionsTests : IDisposable
{
    private static readonly byte[] s_labels = NpyBytes.Of<long>("<i8", "(2,)", [7, 1]);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Places() => ["", "data/"];

    [Theory]
    [MemberData(nameof(Places))]
    public void A_folder_is_found_here_or_one_level_below(string place)
    {
        WriteFolder(place + "mnist_c", "fog", "blur", "identity");
        RequireRead(MnistCorruptions.Open(_folder.Path));
        RequireRead(MnistCorruptions.Open(_folder[place + "mnist_c"]));
        IReadOnlyList<string> files = MnistCorruptions.Open(_folder.Path).Files;
        Assert.Equal(6, files.Count);
        Assert.Equal(_folder[place + "mnist_c/blur/test_images.npy"], files[0]);
        Assert.All(files, static file => Assert.True(File.Exists(file), file));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void An_archive_is_found_here_or_one_level_below(string place)
    {
        WriteArchive(place + "mnist_c.zip", "fog", "blur", "identity");
        MnistCorruptions corruptions = MnistCorruptions.Open(_folder.Path);
        Assert.Equal([_folder[place + "mnist_c.zip"]], corruptions.Files);
        RequireRead(corruptions);
        Parallel.For(0, 20, _ => RequireRead(corruptions));
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        Opens(_folder.Path, "no images of MNIST-C", "mnist_c.zip");
        Errors.Says(() => MnistCorruptions.Open(_folder["none"]), "no such folder");
        WriteFolder("mnist_c", "identity");
        Opens("no corruption but identity");
        WriteFolder("mnist_c", "fog");
        MnistCorruptions corruptions = MnistCorruptions.Open(_folder.Path);
        Errors.Says(() => corruptions.Read("snow"), _folder["mnist_c"], "no corruption \"snow\"", "one of fog, identity");
        File.Delete(_folder["mnist_c/fog/test_labels.npy"]);
        Errors.Says(() => corruptions.Read("fog"), _folder["mnist_c/fog/test_labels.npy"], "no such file");
        Assert.Throws<OperationCanceledException>(() => corruptions.Read("identity", new CancellationToken(true)));
    }

    [Fact]
    public void Archives_that_are_none_are_refused()
    {
        _folder.Write("mnist_c.zip", "not a zip archive");
        Opens(_folder["mnist_c.zip"], "damaged or cut short", "whole zip archive");
        WriteArchive("mnist_c.zip");
        Opens(_folder["mnist_c.zip"], "holds no mnist_c/CORRUPTION/test_images.npy");
    }

    [Theory]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.NoCompression)]
    public void Arrays_in_an_archive_that_lie_about_their_size_are_refused(CompressionLevel level)
    {
        byte[] good = Images();
        Says(good[..^1], "(2, 28, 28, 1) of |u1", "1568 bytes", "found 1567");
        Says([.. good, 0], "1568 bytes", "found ");
        Says(good[..100], "header is cut short");

        byte[] huge = NpyBytes.Of<byte>("|u1", "(2000000, 28, 28, 1)", [1, 2, 3]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Says(huge, "1568000000 bytes", "found 3");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);

        void Says(byte[] images, params string[] essentials) => Reads(images, s_labels, level, essentials);
    }

    [Fact]
    public void Arrays_that_are_no_digits_are_refused()
    {
        byte[] good = Images();
        Reads(good, NpyBytes.Of<long>("<i8", "(3,)", [7, 1, 2]), "test_labels.npy: holds 3 labels", "expected 2", "test_images.npy");
        Reads(good, NpyBytes.Of<long>("<i8", "(2,)", [7, -1]), "test_labels.npy: row 2 is -1", "0 to 9");
        Reads(NpyBytes.Of<byte>("|u1", "(2, 2, 2)", new byte[8]), s_labels, "test_images.npy: holds images of 2,2,1", "28,28,1");
    }

    [Theory]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.NoCompression)]
    public void Whatever_happens_to_an_archive_only_errors_about_data_come_out(CompressionLevel level)
    {
        WriteArchive("mnist_c.zip", Images(), s_labels, level);
        byte[] good = File.ReadAllBytes(_folder["mnist_c.zip"]);
        for (int i = 0; i < good.Length; i += i < 60 || i > good.Length - 300 ? 1 : 13)
        {
            Assert.True(Refuses(good[..i]), $"An archive cut to {i} of {good.Length} bytes was read.");
            byte[] bad = [.. good];
            bad[i] ^= 0xFF;
            Refuses(bad);
        }

        bool Refuses(byte[] archive)
        {
            _folder.Write("mnist_c.zip", archive);
            return Errors.Refuses(() => MnistCorruptions.Open(_folder.Path).Read("fog").Dispose());
        }
    }

    [Fact]
    public void A_pixel_changed_in_an_archive_is_noticed()
    {
        WriteArchive("mnist_c.zip", Images(), s_labels, CompressionLevel.NoCompression);
        byte[] archive = File.ReadAllBytes(_folder["mnist_c.zip"]);
        archive[archive.AsSpan().IndexOf(Images().AsSpan(128)) + 1000] ^= 1;
        _folder.Write("mnist_c.zip", archive);
        Errors.Says(
            () => MnistCorruptions.Open(_folder.Path).Read("fog"),
            Path.Join(_folder["mnist_c.zip"], "mnist_c", "fog", "test_images.npy"),
            "packed data damaged or cut short after 1696 unpacked bytes");
    }

    private static byte[] Images()
    {
        byte[] pixels = [.. Enumerable.Range(0, 2 * 784).Select(static i => (byte)i)];
        return NpyBytes.Of<byte>("|u1", "(2, 28, 28, 1)", pixels);
    }

    private static void RequireRead(MnistCorruptions corruptions)
    {
        Assert.Equal(["blur", "fog"], corruptions.Names);
        foreach (string name in (string[])[.. corruptions.Names, "identity"])
        {
            using DataTable table = corruptions.Read(name);
            Assert.Equal((2, 784, new ImageShape(28, 28, 1)), (table.RowCount, table.FeatureCount, table.Shape));
            Assert.Equal(((784 + 5) % 256) / 255f, table.Rows[1, 5]);
            Assert.Equal([7, 1], corruptions.ReadLabels(name));
        }
    }

    private void WriteFolder(string place, params string[] corruptions)
    {
        foreach (string corruption in corruptions)
        {
            _folder.Write($"{place}/{corruption}/test_images.npy", Images());
            _folder.Write($"{place}/{corruption}/test_labels.npy", s_labels);
        }
    }

    private void WriteArchive(string name, params string[] corruptions) => _folder.Write(
        name,
        Zip(CompressionLevel.Optimal, [("readme.txt", []), .. corruptions.SelectMany(static c => Entries(c, Images(), s_labels))]));

    private void WriteArchive(string name, byte[] images, byte[] labels, CompressionLevel level) =>
        _folder.Write(name, Zip(level, Entries("fog", images, labels)));

    private static (string Name, byte[] Bytes)[] Entries(string corruption, byte[] images, byte[] labels) =>
        [($"mnist_c/{corruption}/test_images.npy", images), ($"mnist_c/{corruption}/test_labels.npy", labels)];

    private static byte[] Zip(CompressionLevel level, (string Name, byte[] Bytes)[] entries)
    {
        var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] bytes) in entries)
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(bytes);
            }
        }

        return packed.ToArray();
    }

    private void Opens(params string[] essentials) => Errors.Says(() => MnistCorruptions.Open(_folder.Path), essentials);

    private void Reads(byte[] images, byte[] labels, params string[] essentials) =>
        Reads(images, labels, CompressionLevel.Optimal, essentials);

    private void Reads(byte[] images, byte[] labels, CompressionLevel level, params string[] essentials)
    {
        WriteArchive("mnist_c.zip", images, labels, level);
        Errors.Says(() => MnistCorruptions.Open(_folder.Path).Read("fog"), [_folder["mnist_c.zip"], .. essentials]);
    }
}
