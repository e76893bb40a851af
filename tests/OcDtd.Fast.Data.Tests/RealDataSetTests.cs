using System.IO.Compression;
using System.Security.Cryptography;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Data.Tests;

/// <summary>The evaluation data sets in their official layouts, where they are present.</summary>
public sealed class RealDataSetTests
{
    [SkippableFact]
    public void Mnist()
    {
        string folder = SharedFiles.Data("");
        SharedFiles.Data("mnist");
        using MnistData data = MnistData.Read(folder);
        Assert.Equal((60_000, 10_000), (data.Train.RowCount, data.Test.RowCount));
        Assert.Equal(5_958, data.TrainLabels.Count(static label => label == 2));
        Assert.Equal(1_032, data.TestLabels.Count(static label => label == 2));

        using FileStream file = File.OpenRead(data.Files[0]);
        using Stream unpacked = data.Files[0].EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        string hash = Convert.ToHexStringLower(SHA256.HashData(unpacked));
        Assert.Equal("ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", hash);
    }

    [SkippableFact]
    public void Mnist_c()
    {
        string archive = SharedFiles.Data("mnist_c.zip");
        MnistCorruptions corruptions = MnistCorruptions.Open(SharedFiles.Data(""));
        Assert.Equal([archive], corruptions.Files);
        string[] expected =
        [
            "brightness", "canny_edges", "dotted_line", "fog", "glass_blur", "impulse_noise", "motion_blur", "rotate", "scale", "shear",
            "shot_noise", "spatter", "stripe", "translate", "zigzag",
        ];
        Assert.Equal(expected, corruptions.Names);

        int[] digits = IdxReader.ReadLabels(SharedFiles.Data("mnist/t10k-labels-idx1-ubyte.gz"));
        foreach (string name in (string[])["fog", "zigzag"])
        {
            using DataTable table = corruptions.Read(name);
            Assert.Equal((10_000, 784), (table.RowCount, table.FeatureCount));
            Assert.Equal(digits, corruptions.ReadLabels(name));
        }
    }

    [SkippableTheory]
    [InlineData("leather", 64, 64, "color 19, cut 19, fold 16, glue 19, poke 18")]
    [InlineData("tire", 210, 25, "combined 5, contamination 28, cut 27, hole 27")]
    public void Mvtec(string name, int train, int good, string defects)
    {
        string folder = SharedFiles.Data(Path.Combine("mvtec_anomaly_detection", name));
        Assert.Contains(folder, MvtecCategory.Find(SharedFiles.Data("")));
        using MvtecCategory category = MvtecCategory.Read(folder);
        Assert.Equal((name, train, good), (category.Name, category.Train.RowCount, category.Good.RowCount));
        Assert.Equal(defects, string.Join(", ", category.Defects.Select(static defect => $"{defect.Name} {defect.Images.RowCount}")));
        Assert.Equal((160 * 160 * 3, 160 * 160), (category.Train.FeatureCount, category.Defects[0].Masks.FeatureCount));
        Assert.Equal(train + good + (2 * category.Defects.Sum(static defect => defect.Images.RowCount)), category.Files.Count);

        foreach (MvtecDefect defect in category.Defects)
        {
            using DataTable full = DataReader.Read(Path.Combine(folder, "ground_truth", defect.Name));
            Assert.Equal(full.RowNames, defect.Masks.RowNames);
            for (int row = 0; row < full.RowCount; row++)
            {
                double mean = Mean(full, row);
                Assert.InRange(mean, 1e-6, 0.5);
                Assert.Equal(mean, Mean(defect.Masks, row), 1e-6);
            }
        }
    }

    private static double Mean(DataTable table, int row)
    {
        double sum = 0;
        foreach (float value in table.Rows.GetRowSpan(row))
            sum += value;
        return sum / table.FeatureCount;
    }
}
