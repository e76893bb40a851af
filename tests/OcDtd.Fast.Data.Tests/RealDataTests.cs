using System.Diagnostics;
using System.IO.Compression;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Data.Tests;

/// <summary>The official files, where they are present.</summary>
public sealed class RealDataTests
{
    [SkippableFact]
    public void Mnist_training_images_and_labels()
    {
        string images = SharedFiles.Data("mnist/train-images-idx3-ubyte.gz");
        var watch = Stopwatch.StartNew();
        using DataTable table = DataReader.Read(images);
        watch.Stop();

        Assert.Equal((60_000, 784, new ImageShape(28, 28, 1)), (table.RowCount, table.FeatureCount, table.Shape));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"60,000 x 784 took {watch.Elapsed}.");

        // Mean and first label as everybody knows them.
        double sum = 0;
        foreach (float value in table.Rows)
            sum += value;
        Assert.Equal(0.1307, sum / (60_000 * 784), 4);
        int[] labels = DataReader.ReadLabels(SharedFiles.Data("mnist/train-labels-idx1-ubyte.gz"));
        Assert.Equal(60_000, labels.Length);
        Assert.Equal([5, 0, 4, 1, 9], labels[..5]);
    }

    [SkippableFact]
    public void Mnist_c_arrays_inside_the_archive()
    {
        using ZipArchive archive = ZipFile.OpenRead(SharedFiles.Data("mnist_c.zip"));
        ZipArchiveEntry images = archive.GetEntry("mnist_c/identity/test_images.npy")!;
        ZipArchiveEntry labels = archive.GetEntry("mnist_c/identity/test_labels.npy")!;
        using Stream imageStream = images.Open();
        using Stream labelStream = labels.Open();
        using DataTable table = NpyReader.Read(imageStream, images.FullName);
        using DataTable original = DataReader.Read(SharedFiles.Data("mnist/t10k-images-idx3-ubyte.gz"));

        Assert.Equal(original.Shape, table.Shape);
        for (int row = 0; row < original.RowCount; row++)
            Assert.True(original.Rows.GetRowSpan(row).SequenceEqual(table.Rows.GetRowSpan(row)), $"Row {row} differs.");
        int[] digits = DataReader.ReadLabels(SharedFiles.Data("mnist/t10k-labels-idx1-ubyte.gz"));
        Assert.Equal(digits, NpyReader.ReadLabels(labelStream, labels.FullName));
    }

    [SkippableTheory]
    [InlineData("leather/train/good", 64, "256,256,3")]
    [InlineData("leather/ground_truth/cut", 19, "256,256,1")]
    [InlineData("tire/train/good", 210, "320,240,3")]
    public void MVTec_folders(string folder, int count, string shape)
    {
        using DataTable table = DataReader.Read(SharedFiles.Data(Path.Combine("mvtec_anomaly_detection", folder)));
        Assert.Equal((count, shape), (table.RowCount, table.Shape.ToString()));
        Assert.Equal(table.RowNames!.Order(StringComparer.Ordinal), table.RowNames);
        Assert.All(Enumerable.Range(0, count), row => Assert.InRange(table.Rows.GetRowSpan(row)[7], 0, 1));
    }
}
