using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Data.Tests;

public sealed class MnistDataTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData("mnist/", false)]
    [InlineData("mnist/", true)]
    public void The_four_files_are_found_here_or_one_level_below(string place, bool packed)
    {
        WriteAll(place, packed);
        _folder.Write("a-neighbour/train-images-idx3-ubyte", "one file is not four");
        using MnistData data = MnistData.Read(_folder.Path);
        Assert.Equal((3, 784, new ImageShape(28, 28, 1)), (data.Train.RowCount, data.Train.FeatureCount, data.Train.Shape));
        Assert.Equal((2, 784), (data.Test.RowCount, data.Test.FeatureCount));
        Assert.Equal([1, 0, 9], data.TrainLabels);
        Assert.Equal([4, 2], data.TestLabels);
        Assert.Equal(20 / 255f, data.Train.Rows[1, 0]);
        Assert.Equal(51 / 255f, data.Test.Rows[1, 783]);
        Assert.Equal(4, data.Files.Count);
        Assert.All(data.Files, file => Assert.True(File.Exists(file) && file.StartsWith(_folder[place], StringComparison.Ordinal), file));
        Assert.Equal(["train-images", "train-labels", "t10k-images", "t10k-labels"], data.Files.Select(ShortName));
    }

    [Fact]
    public void The_file_that_is_missing_is_named()
    {
        Says(_folder.Path, "no train-images-idx3-ubyte (or .gz)", "one level below");
        Errors.Says(() => MnistData.Read(_folder["none"]), _folder["none"], "no such folder");
        WriteAll("below/", packed: true);
        File.Delete(_folder["below/t10k-labels-idx1-ubyte.gz"]);
        Says(_folder.Path, "no t10k-labels-idx1-ubyte (or .gz)");
        Errors.Says(() => MnistData.Read(_folder["below/t10k-images-idx3-ubyte.gz"]), "is a file; expected a folder with MNIST's files");
    }

    [Fact]
    public void Labels_must_be_digits_and_as_many_as_images()
    {
        WriteAll("", packed: false);
        string labels = _folder.Write("train-labels-idx1-ubyte", IdxBytes.Of([2], [1, 2]));
        Says(labels + ": holds 2 labels", "expected 3", _folder["train-images-idx3-ubyte"]);
        _folder.Write("train-labels-idx1-ubyte", IdxBytes.Of([3], [1, 10, 2]));
        Says(labels + ": row 2 is 10", "0 to 9");
    }

    [Fact]
    public void Images_of_another_size_are_refused()
    {
        WriteAll("", packed: false);
        string images = _folder.Write("t10k-images-idx3-ubyte", IdxBytes.Of([2, 2, 3], new byte[12]));
        Says(images + ": holds images of 2,3,1", "28,28,1");
        _folder.Write("t10k-images-idx3-ubyte", IdxBytes.Of([2, 784], new byte[2 * 784]));
        Says(images + ": holds 784 values a row and no image shape", "28,28,1");
        _folder.Write("t10k-images-idx3-ubyte", IdxBytes.Of([2, 28, 28], new byte[784]));
        Says(images, "1568 bytes", "found 784");
    }

    [Fact]
    public void Cancellation_ends_reading()
    {
        WriteAll("", packed: false);
        Assert.Throws<OperationCanceledException>(() => MnistData.Read(_folder.Path, new CancellationToken(true)));
    }

    private static string ShortName(string path) => string.Join('-', Path.GetFileName(path).Split('-').Take(2));

    private static byte[] Images(byte step, uint count) =>
        IdxBytes.Of([count, 28, 28], [.. Enumerable.Range(0, (int)count * 784).Select(i => (byte)(step * (i / 784)))]);

    private void WriteAll(string place, bool packed)
    {
        Write("train-images-idx3-ubyte", Images(20, 3));
        Write("train-labels-idx1-ubyte", IdxBytes.Of([3], [1, 0, 9]));
        Write("t10k-images-idx3-ubyte", Images(51, 2));
        Write("t10k-labels-idx1-ubyte", IdxBytes.Of([2], [4, 2]));

        void Write(string name, byte[] bytes) =>
            _folder.Write(place + name + (packed ? ".gz" : ""), packed ? IdxBytes.GZip(bytes) : bytes);
    }

    private void Says(params string[] essentials) => Errors.Says(() => MnistData.Read(_folder.Path), essentials);
}
