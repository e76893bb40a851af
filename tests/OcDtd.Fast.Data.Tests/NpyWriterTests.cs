using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Data.Tests;

public sealed class NpyWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_type_comes_back()
    {
        NpyWriter.Write(_folder["f4.npy"], [1f, 2, 3, 4, 5, 6], 2, 3);
        NpyWriter.Write(_folder["f8.npy"], [0.1, 1e-300], 2);
        NpyWriter.Write(_folder["u1.npy"], (byte[])[0, 1, 255]);

        using DataTable table = NpyReader.Read(_folder["f4.npy"]);
        Assert.Equal([4, 5, 6], table.Rows.GetRow(1).ToArray());
        Assert.Equal([0.1, 1e-300], NpyReader.ReadVector(_folder["f8.npy"]));
        Assert.Equal([0, 1, 255], NpyReader.ReadLabels(_folder["u1.npy"]));
        Assert.Equal(["f4.npy", "f8.npy", "u1.npy"], _folder.Names());
    }

    [Fact]
    public void Data_begin_at_a_multiple_of_64_whatever_the_shape()
    {
        for (int digits = 1; digits < 40; digits++)
        {
            NpyWriter.Write(_folder["x.npy"], [1f], [.. Enumerable.Repeat(1, digits)]);
            long length = new FileInfo(_folder["x.npy"]).Length;
            Assert.Equal(4, length % 64);
        }
    }

    [Fact]
    public void Parts_make_a_whole_that_appears_on_commit()
    {
        using (NpyFileWriter<long> writer = NpyWriter.Create<long>(_folder["y.npy"], 5))
        {
            Assert.Equal(5, writer.Count);
            writer.Write([1, 2]);
            writer.Write([]);
            Assert.False(File.Exists(_folder["y.npy"]));
            writer.Write([3, 4, 5]);
            writer.Commit();
            Assert.Throws<InvalidOperationException>(() => writer.Write([6]));
            Assert.Throws<InvalidOperationException>(writer.Commit);
        }

        Assert.Equal([1, 2, 3, 4, 5], NpyReader.ReadLabels(_folder["y.npy"]));
        Assert.Equal(["y.npy"], _folder.Names());
    }

    [Fact]
    public void Without_commit_nothing_is_left_and_an_earlier_file_stays()
    {
        string path = _folder.Write("y.npy", "earlier");
        using (NpyFileWriter<float> writer = NpyWriter.Create<float>(path, 2, 2))
        {
            writer.Write([1, 2, 3]);
            Assert.Throws<InvalidOperationException>(writer.Commit);
            Assert.Throws<InvalidOperationException>(() => writer.Write([4, 5]));
        }

        Assert.Equal("earlier", File.ReadAllText(path));
        Assert.Equal(["y.npy"], _folder.Names());
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_and_leave_nothing()
    {
        string path = _folder["x.npy"];
        Assert.Throws<ArgumentException>(() => NpyWriter.Write(path, [1f, 2], 3));
        Assert.Throws<ArgumentException>(() => NpyWriter.Create<float>(path));
        Assert.Throws<ArgumentException>(() => NpyWriter.Create<float>(path, -1, 2));
        Assert.Throws<ArgumentException>(() => NpyWriter.Create<float>(path, int.MaxValue, int.MaxValue, int.MaxValue));
        Assert.Throws<NotSupportedException>(() => NpyWriter.Create<char>(path, 1));
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void Places_that_cannot_be_written_are_named()
    {
        Errors.Says(() => NpyWriter.Write(_folder["no/x.npy"], [1f], 1), _folder["no/x.npy"], "no such folder");
        Directory.CreateDirectory(_folder["taken.npy"]);
        Errors.Says(() => NpyWriter.Create<float>(_folder["taken.npy"], 1), _folder["taken.npy"], "cannot be written", "folder");
        Assert.Equal(["taken.npy"], _folder.Names());
    }
}
