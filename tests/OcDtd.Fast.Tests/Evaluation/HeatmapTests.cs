using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Tests.Evaluation;

public class HeatmapTests
{
    [Fact]
    public void Cosine_by_hand()
    {
        Assert.Equal(1, CosineSimilarity.Compute([3f, 4f], [6f, 8f]), 1e-15);
        Assert.Equal(-1, CosineSimilarity.Compute([3f, 4f], [-3f, -4f]), 1e-15);
        Assert.Equal(0, CosineSimilarity.Compute([1f, 0f], [0f, 5f]));
        Assert.Equal(0.6, CosineSimilarity.Compute([1f, 0f], [3f, 4f]), 1e-15);
    }

    [Theory]
    [InlineData(1e-45f)]
    [InlineData(1e-30f)]
    [InlineData(1e30f)]
    [InlineData(1.7e38f)]
    public void Cosine_neither_overflows_nor_underflows(float scale)
    {
        float[] scaled = [scale, scale, 0];
        Assert.Equal(Math.Sqrt(0.5), CosineSimilarity.Compute(scaled, [2f * scale, 0, 0]), 1e-15);
        Assert.Equal(1, CosineSimilarity.Compute(scaled, scaled), 1e-15);
    }

    [Fact]
    public void Cosine_without_a_direction_is_NaN()
    {
        Assert.Equal(double.NaN, CosineSimilarity.Compute([0f, 0f], [1f, 2f]));
        Assert.Equal(double.NaN, CosineSimilarity.Compute([1f, float.NaN], [1f, 2f]));
        Assert.Equal(double.NaN, CosineSimilarity.Compute([1f, float.PositiveInfinity], [1f, 2f]));
        Assert.Throws<ArgumentException>(() => CosineSimilarity.Compute([1f], [1f, 2f]));
        Assert.Throws<ArgumentException>(() => CosineSimilarity.Compute([], []));
    }

    [Fact]
    public void Clever_hans_is_a_ratio()
    {
        Assert.Equal(3, CleverHansScore.Threshold);
        Assert.Equal(3.6, CleverHansScore.Compute(0.9, 0.25), 1e-15);
        Assert.Equal(double.PositiveInfinity, CleverHansScore.Compute(0.9, 0));
        Assert.Equal(double.PositiveInfinity, CleverHansScore.Compute(0.9, -0.0));
        Assert.Equal(double.NaN, CleverHansScore.Compute(0.9, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => CleverHansScore.Compute(1.1, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => CleverHansScore.Compute(0.9, 1.5));
    }

    [Fact]
    public void Heatmaps_are_normalised_together()
    {
        float[] heatmaps = [-2, 0, 2, 6, 4, 2];
        float[] target = [9, 9, 9, 9, 9, 9, 9];
        HeatmapNormalization.Normalize(heatmaps, target);
        Assert.Equal([0, 0.25f, 0.5f, 1, 0.75f, 0.5f, 9], target);
        Assert.Equal([-2, 0, 2, 6, 4, 2], heatmaps);
        HeatmapNormalization.Normalize(heatmaps);
        Assert.Equal(target[..6], heatmaps);
    }

    [Fact]
    public void Normalising_knows_its_edges()
    {
        float[] equal = [7, 7, 7];
        HeatmapNormalization.Normalize(equal);
        Assert.Equal([0, 0, 0], equal);

        float[] huge = [float.MinValue, 0, float.MaxValue];
        HeatmapNormalization.Normalize(huge);
        Assert.Equal([0, 0.5f, 1], huge);

        HeatmapNormalization.Normalize([]);
        Assert.Contains(
            "heatmaps[1] is NaN",
            Assert.Throws<ArgumentException>(() => HeatmapNormalization.Normalize(new[] { 1, float.NaN })).Message);
        Assert.Contains(
            "destination has 1 values; heatmaps has 2",
            Assert.Throws<ArgumentException>(() => HeatmapNormalization.Normalize(new float[2], new float[1])).Message);
    }
}
