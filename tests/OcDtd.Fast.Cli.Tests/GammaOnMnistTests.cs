using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Data;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>The rules for γ on the official MNIST files, where they are present.</summary>
public sealed class GammaOnMnistTests
{
    [SkippableFact]
    public void Unsquared_mass_chooses_the_thesis_authors_gamma_on_the_first_600_of_each_digit()
    {
        using DataTable images = DataReader.Read(SharedFiles.Data("mnist/train-images-idx3-ubyte.gz"));
        int[] labels = DataReader.ReadLabels(SharedFiles.Data("mnist/train-labels-idx1-ubyte.gz"));
        float[,] rows = new float[6000, images.FeatureCount];
        int taken = 0;
        for (int digit = 0; digit < 10; digit++)
        {
            foreach (int row in Enumerable.Range(0, labels.Length).Where(row => labels[row] == digit).Take(600))
                images.Rows.GetRowSpan(row).CopyTo(new Span2D<float>(rows).GetRowSpan(taken++));
        }

        GammaChoice choice = GammaSelection.Choose(GammaRule.NeighborMassUnsquared, rows);
        Assert.Equal(6000, taken);
        Assert.Equal((1.2648552168552958, 6000, false), (choice.Gamma, choice.RowsUsed, choice.Sampled));
        Assert.Equal(0.8786, choice.Found, 4);
    }
}
