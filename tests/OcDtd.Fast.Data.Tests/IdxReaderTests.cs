using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Data.Tests;

public sealed class IdxReaderTests : IDisposable
{
    private static readonly byte[] s_images = IdxBytes.Of([2, 2, 3], [0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255]);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train-images-idx3-ubyte", false)]
    [InlineData("train-images-idx3-ubyte.gz", true)]
    [InlineData("no-extension-says-gzip", true)]
    [InlineData("plain.gz", false)]
    public void Images_are_known_by_their_first_bytes(string name, bool packed)
    {
        string path = _folder.Write(name, packed ? IdxBytes.GZip(s_images) : s_images);
        using DataTable table = DataReader.Read(path);
        Assert.Equal((2, 6, new ImageShape(2, 3, 1)), (table.RowCount, table.FeatureCount, table.Shape));
        Assert.Equal(s_images[16..].Select(static b => b / 255f), table.Rows.ToArray().Cast<float>());
    }

    [Fact]
    public void Two_axes_are_rows_without_image_shape()
    {
        using DataTable table = IdxReader.Read(_folder.Write("x", IdxBytes.Of([2, 3], [1, 2, 3, 4, 5, 6])));
        Assert.Equal((2, 3, null), (table.RowCount, table.FeatureCount, table.Shape));
    }

    [Fact]
    public void Labels_are_one_axis_packed_or_not()
    {
        byte[] labels = IdxBytes.Of([4], [7, 0, 255, 1]);
        Assert.Equal([7, 0, 255, 1], DataReader.ReadLabels(_folder.Write("y", labels)));
        Assert.Equal([7, 0, 255, 1], DataReader.ReadLabels(_folder.Write("y.gz", IdxBytes.GZip(labels))));
        Errors.Says(() => DataReader.ReadLabels(_folder.Write("x", s_images)), "(2, 2, 3)", "one axis");
        Errors.Says(() => DataReader.Read(_folder.Write("y", labels)), "(4,) has one axis");
    }

    [Fact]
    public void Streams_are_read_from_where_they_are()
    {
        var stream = new MemoryStream([9, 9, .. IdxBytes.GZip(s_images)]) { Position = 2 };
        using DataTable table = IdxReader.Read(stream, "digits");
        Assert.Equal("digits", table.Source);
        Assert.Equal(1, table.Rows[1, 5]);
        Assert.Equal([5], IdxReader.ReadLabels(new MemoryStream(IdxBytes.Of([1], [5])), "labels"));
        Assert.Throws<ArgumentException>(() => IdxReader.Read(new OneWayStream(s_images), "pipe"));
    }

    [Fact]
    public void Magic_and_type_that_are_others_are_named()
    {
        Says(IdxBytes.Of([1, 1], [0, 0, 0, 0], type: 0x0D), "0x0D", "0x08");
        Says([0, 1, 8, 2, 0, 0], "00010802");
        Says([0, 0, 8, 0, 0, 0], "00000800");
        Says([0, 0, 8], "magic is cut short", "found 3");
        Says(IdxBytes.GZip([1, 2, 3, 4, 5]), "01020304");
        Says(IdxBytes.Of([0, 5], []), "(0, 5) holds no values");
    }

    [Fact]
    public void Sizes_that_lie_are_refused_without_allocating_them()
    {
        Says(s_images.AsSpan(..^1), "(2, 2, 3)", "12 bytes from offset 16", "found 11");
        Says([.. s_images, 0], "12 bytes", "found 13");
        Says(IdxBytes.GZip(s_images.AsSpan(..^1)), "12 unpacked bytes from offset 16", "found 11");
        Says(IdxBytes.GZip([.. s_images, 0]), "12 unpacked bytes", "found more");

        byte[] huge = IdxBytes.Of([2_000_000, 1000], [1, 2, 3]);
        byte[] packed = IdxBytes.GZip(huge);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Says(huge, "2000000000 bytes", "found 3");
        Says(packed, "2000000000 unpacked bytes", "found 3");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
        Says(IdxBytes.GZip(IdxBytes.Of([uint.MaxValue, uint.MaxValue, uint.MaxValue], [1])), "too large");
        Says(IdxBytes.GZip(IdxBytes.Of([int.MaxValue, 8], [1])), "17179869176 bytes", "in memory");
    }

    [Fact]
    public void Damaged_gzip_is_named()
    {
        byte[] random = new byte[5000];
        new Random(1).NextBytes(random);
        byte[] packed = IdxBytes.GZip(IdxBytes.Of([50, 100], random));
        Says(packed.AsSpan(..(packed.Length / 2)), "unpacked");
        Says(packed.AsSpan(..^1), "cut short");
        packed[^6] ^= 1;
        Says(packed, "gzip data damaged");
    }

    [Fact]
    public void Cancellation_ends_reading() =>
        Assert.Throws<OperationCanceledException>(() => IdxReader.Read(_folder.Write("x", s_images), new CancellationToken(true)));

    private void Says(ReadOnlySpan<byte> bytes, params string[] essentials)
    {
        string path = _folder.Write("images", bytes);
        Errors.Says(() => IdxReader.Read(path), [path, .. essentials]);
    }
}
