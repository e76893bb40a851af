using OcDtd.Fast.Cli.Reproduction.Mvtec;
using OcDtd.Fast.Data;
using OcDtd.Fast.Data.Tests;

namespace OcDtd.Fast.Cli.Tests.Reproduction;

/// <summary>What a probe measures of defects, beside the same worked out by hand on images of two by two pixels.</summary>
public sealed class CategoryProbeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// The model is one black support vector, so that every white pixel has relevance 3γ, a γ a channel, and a score is that times their number.
    /// </summary>
    [Fact]
    public void Areas_and_cosines_are_those_worked_out_by_hand()
    {
        Image("train/good/0.png");
        Image("test/good/0.png");
        Image("test/good/1.png", 3);
        Image("test/cut/0.png", 0);
        Image("test/cut/1.png", 0, 1);
        Image("ground_truth/cut/0_mask.png", 0);
        Image("ground_truth/cut/1_mask.png", 0);
        Image("test/poke/0.png", 1, 2, 3);
        Image("ground_truth/poke/0_mask.png", 0);
        using MvtecCategory category = MvtecCategory.Read(_folder["leather"], size: 2);
        SupportVectorModel model = KernelDensity.Fit(category.Train.Rows, 2);

        // Of cut's two images one beats a good one and ties with the other, one beats both; poke beats both.
        double[] found = new CategoryProbe(category, step: 1, default).Measure(model);
        double half = Math.Sqrt(0.5);
        Require([(0.875 + 1) / 2, (1 + half + 0) / 3, (1 + half) / 2, 0], found);

        // Every second image: cut's first.
        Require([(0.75 + 1) / 2, 0.5, 1, 0], new CategoryProbe(category, step: 2, default).Measure(model));
    }

    private static void Require(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 6));
    }

    /// <summary>Black but for some pixels, numbered row by row.</summary>
    private void Image(string file, params int[] white) =>
        _folder.Write("leather/" + file, ImageBytes.Grey(2, 2, (x, y) => (byte)(white.Contains(2 * y + x) ? 255 : 0)));
}
