using System.IO.Compression;
using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Data.Tests;

public sealed class NpyReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("<f4", 1)]
    [InlineData("=f4", 1)]
    [InlineData("|f4", 2)]
    [InlineData("<f4", 3)]
    public void Float32_of_every_version_is_read_as_it_is(string descr, byte version)
    {
        float[] values = [1.5f, -2, float.MaxValue, float.Epsilon, 0, -0f];
        using DataTable table = Read(NpyBytes.Of<float>(descr, "(2, 3)", values, version: version));

        Assert.Equal((2, 3), (table.RowCount, table.FeatureCount));
        Assert.Equal(values, table.Rows.ToArray().Cast<float>());
        Assert.Null(table.Shape);
        Assert.Null(table.FeatureNames);
        Assert.Equal(_folder["x.npy"], table.Source);
    }

    [Fact]
    public void Float64_is_rounded_to_float32()
    {
        using DataTable table = Read(NpyBytes.Of<double>("<f8", "(1, 3)", [0.1, 1e-300, 3.4028235677973e38]));
        Assert.Equal([0.1f, 0, float.MaxValue], table.Rows.GetRow(0).ToArray());
    }

    [Fact]
    public void Bytes_are_divided_by_255()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(static i => (byte)i)];
        using DataTable table = Read(NpyBytes.Of<byte>("|u1", "(1, 256)", bytes));
        Assert.Equal(bytes.Select(static b => b / 255f), table.Rows.GetRow(0).ToArray());
    }

    [Theory]
    [InlineData("(2, 3, 4)", "3,4,1")]
    [InlineData("(1, 2, 3, 4)", "2,3,4")]
    [InlineData("(2, 3, 2, 2, 1)", null)]
    [InlineData("(6, 4)", null)]
    public void Further_axes_are_flattened_and_make_the_image_shape(string shape, string? expected)
    {
        float[] values = [.. Enumerable.Range(0, 24).Select(static i => (float)i)];
        using DataTable table = Read(NpyBytes.Of<float>("<f4", shape, values));
        Assert.Equal(expected, table.Shape?.ToString());
        Assert.Equal(values, table.Rows.ToArray().Cast<float>());
    }

    [Fact]
    public void Fortran_order_of_three_feature_axes_is_put_right()
    {
        // Value = its C-order index, so that rows must come out counting up.
        int[] axes = [3, 2, 4, 5];
        float[] stored = new float[120];
        for (int c = 0; c < 120; c++)
        {
            int[] index = [c / 40, c / 20 % 2, c / 5 % 4, c % 5];
            stored[index[0] + (3 * (index[1] + (2 * (index[2] + (4 * index[3])))))] = c;
        }

        using DataTable table = Read(NpyBytes.Of<float>("<f4", $"({string.Join(", ", axes)})", stored, fortran: true));
        Assert.Equal(Enumerable.Range(0, 120).Select(static i => (float)i), table.Rows.ToArray().Cast<float>());
        Assert.Equal(new ImageShape(2, 4, 5), table.Shape);
    }

    [Theory]
    [InlineData("{ \"shape\" :(2L,2L,) ,\n'fortran_order':False,'descr':'<f4'}")]
    [InlineData("{'descr':'<f4','shape':(2,2),'fortran_order':False,}   \n\n ")]
    public void Keys_spaces_and_quotes_may_be_as_Python_allows(string dict)
    {
        using DataTable table = Read(NpyBytes.WithHeader(dict, payload: 16));
        Assert.Equal(4, table.Rows.Length);
    }

    [Fact]
    public void Floats_at_an_odd_offset_are_copied()
    {
        byte[] header = NpyBytes.Header("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1) }", 1, alignment: 1);
        Assert.NotEqual(0, header.Length % 4);
        using DataTable table = Read([.. header, .. BitConverter.GetBytes(7f)]);
        Assert.Equal(7, table.Rows[0, 0]);
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_read_to_its_end()
    {
        float[] values = [.. Enumerable.Range(0, 600_000).Select(static i => (float)i)];
        byte[] bytes = NpyBytes.Of<float>("<f4", "(3, 200000)", values);
        using DataTable table = NpyReader.Read(new OneWayStream(bytes), "entry");
        Assert.Equal(values, table.Rows.ToArray().Cast<float>());
        Errors.Says(() => NpyReader.Read(new OneWayStream(bytes.AsSpan(..^1)), "entry"), "entry", "2400000 bytes", "found 2399999");
        Errors.Says(() => NpyReader.Read(new OneWayStream([.. bytes, 0]), "entry"), "entry", "2400000 bytes", "found more");
    }

    [Fact]
    public void A_damaged_entry_of_an_archive_is_named()
    {
        var random = new Random(4);
        byte[] fewValues = [.. Enumerable.Range(0, 50_000).Select(_ => (byte)random.Next(4))];
        var archived = new MemoryStream();
        using (var archive = new ZipArchive(archived, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("x.npy").Open();
            entry.Write(NpyBytes.Of<byte>("|u1", "(50, 1000)", fewValues));
        }

        byte[] bytes = archived.ToArray();
        bytes.AsSpan(200, 2000).Fill(0xFF);
        using var damaged = new ZipArchive(new MemoryStream(bytes));
        using Stream stream = damaged.GetEntry("x.npy")!.Open();
        Errors.Says(() => NpyReader.Read(stream, "archive.zip/x.npy"), "archive.zip/x.npy: ");
    }

    [Fact]
    public void A_disposed_table_refuses_its_rows()
    {
        DataTable table = Read(NpyBytes.Of<float>("<f4", "(1, 1)", [1]));
        table.Dispose();
        table.Dispose();
        Assert.Throws<ObjectDisposedException>(() => table.Rows.Length);
    }

    [Fact]
    public void A_file_in_use_may_be_replaced()
    {
        using DataTable table = Read(NpyBytes.Of<float>("<f4", "(1, 2)", [1, 2]));
        NpyWriter.Write(_folder["x.npy"], [3f, 4, 5], 1, 3);
        Assert.Equal([1, 2], table.Rows.GetRow(0).ToArray());
        using DataTable second = NpyReader.Read(_folder["x.npy"]);
        Assert.Equal([3, 4, 5], second.Rows.GetRow(0).ToArray());
    }

    [Fact]
    public void Cancellation_ends_reading()
    {
        string path = _folder.Write("x.npy", NpyBytes.Of<float>("<f4", "(1, 1)", [1]));
        string copied = _folder.Write("y.npy", NpyBytes.Of<byte>("|u1", "(1, 1)", [1]));
        Assert.Throws<OperationCanceledException>(() => NpyReader.Read(path, new CancellationToken(true)));
        Assert.Throws<OperationCanceledException>(() => NpyReader.Read(copied, new CancellationToken(true)));
    }

    [Theory]
    [InlineData("(3,)")]
    [InlineData("(3, 1)")]
    [InlineData("(1, 3)")]
    public void Vectors_keep_float64_and_bytes_of_any_list_shape(string shape)
    {
        double[] values = [0.1, 1e-300, Math.PI];
        string path = _folder.Write("x.npy", NpyBytes.Of<double>("<f8", shape, values));
        Assert.Equal(values, NpyReader.ReadVector(path));
        Assert.Equal(values, DataReader.ReadVector(path));
    }

    [Fact]
    public void Vectors_of_float32_are_widened() =>
        Assert.Equal([0.1f, -2], NpyReader.ReadVector(_folder.Write("x.npy", NpyBytes.Of<float>("<f4", "(2,)", [0.1f, -2]))));

    [Fact]
    public void Labels_of_every_type_are_read()
    {
        Check<bool>("|b1", [false, true, true]);
        Check<byte>("|u1", [0, 1, 255], 0, 1, 255);
        Check<sbyte>("|i1", [0, 1, -1], 0, 1, -1);
        Check<ushort>("<u2", [0, 1, 65535], 0, 1, 65535);
        Check<short>("<i2", [0, 1, -32768], 0, 1, -32768);
        Check<uint>("<u4", [0, 1, 2_000_000_000], 0, 1, 2_000_000_000);
        Check<int>("<i4", [0, 1, int.MinValue], 0, 1, int.MinValue);
        Check<ulong>("<u8", [0, 1, int.MaxValue], 0, 1, int.MaxValue);
        Check<long>("<i8", [0, 1, -7], 0, 1, -7);
        Check<float>("<f4", [0, 1, -7], 0, 1, -7);
        Check<double>("<f8", [0, 1, 5], 0, 1, 5);

        void Check<T>(string descr, ReadOnlySpan<T> values, params int[] expected)
            where T : unmanaged
        {
            string path = _folder.Write("y.npy", NpyBytes.Of(descr, "(3,)", values));
            Assert.Equal(expected.Length == 0 ? [0, 1, 1] : expected, DataReader.ReadLabels(path));
        }
    }

    [Fact]
    public void Labels_beyond_an_int_or_between_whole_numbers_are_refused()
    {
        Errors.Says(() => Labels<long>("<i8", [0, 1L << 40]), "row 2", "1099511627776", "whole number");
        Errors.Says(() => Labels<ulong>("<u8", [ulong.MaxValue, 0]), "row 1", "18446744073709551615");
        Errors.Says(() => Labels<double>("<f8", [0, 0.5]), "row 2", "0.5");
        Errors.Says(() => Labels<double>("<f8", [double.NaN, 0.5]), "row 1", "NaN");
        Errors.Says(() => Labels<double>("<f8", [0, double.NegativeInfinity]), "row 2", "Infinity");

        string square = _folder.Write("square.npy", NpyBytes.Of<byte>("|u1", "(2, 2)", [1, 2, 3, 4]));
        Errors.Says(() => NpyReader.ReadLabels(square), "(2, 2)", "one axis");

        int[] Labels<T>(string descr, ReadOnlySpan<T> values)
            where T : unmanaged => NpyReader.ReadLabels(_folder.Write("y.npy", NpyBytes.Of(descr, "(2,)", values)));
    }

    private DataTable Read(ReadOnlySpan<byte> bytes) => NpyReader.Read(_folder.Write("x.npy", bytes));
}
