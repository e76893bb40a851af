using System.Runtime.CompilerServices;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

public sealed class CenteredSupportVectorsTests
{
    [Fact]
    public void Features_that_are_the_same_in_all_support_vectors_are_found()
    {
        var centered = new CenteredSupportVectors(new SupportVectorRows([1, 5, 0f, 3, 1, 6, -0f, 3, 1, 5, 0, 3], 3, 4));
        Assert.Equal([1], centered.VaryingFeatures.ToArray());
        Assert.Equal([0, 2, 3], centered.ConstantFeatures.ToArray());
        Assert.Equal([1f, 0, 3], centered.ConstantValues.ToArray());
        Assert.Equal([5f, 6, 5], centered.Varying.Rows);
    }

    [Fact]
    public void Without_constant_features_the_support_vectors_are_not_copied()
    {
        var rows = new SupportVectorRows([1, 5, 2, 6], 2, 2);
        var centered = new CenteredSupportVectors(rows);
        Assert.Same(rows, centered.Varying);
        Assert.Equal(2, centered.FeatureCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Where_all_are_constant_a_row_is_its_exact_distance(int count)
    {
        // One support vector, or duplicates of it: everything is folded, whatever the offset.
        float[] vector = [1e4f, 0.25f, -3];
        var rows = new SupportVectorRows([.. Enumerable.Repeat(vector, count).SelectMany(v => v)], count, 3);
        var centered = new CenteredSupportVectors(rows);
        Assert.Equal(0, centered.FeatureCount);
        float[] scratch = new float[centered.ScratchLength], other = new float[centered.ScratchLength];
        RowNorms norms = centered.Prepare([1e4f + 1, 0.5f, -1], scratch, other);
        Assert.Equal(new RowNorms(1 + 0.0625 + 4, 0, 0), norms);
        Assert.All(centered.SquaredNorms, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Distances_come_back_from_their_parts()
    {
        // Whole numbers, and means that are whole: all exact.
        var random = new Random(3);
        float[] vectors = new float[8 * 21];
        for (int k = 0; k < vectors.Length; k++)
            vectors[k] = k % 21 % 5 == 0 ? 7 : random.Next(-50, 50) * 8;
        var rows = new SupportVectorRows(vectors, 8, 21);
        var centered = new CenteredSupportVectors(rows);
        Assert.Equal(21 - 5, centered.FeatureCount);
        float[] x = [.. Enumerable.Range(0, 21).Select(_ => (float)random.Next(-50, 50))];
        float[] varying = new float[centered.ScratchLength], shifted = new float[centered.ScratchLength];
        RowNorms norms = centered.Prepare(x, varying, shifted);
        for (int i = 0; i < 8; i++)
        {
            double dot = 0;
            for (int j = 0; j < centered.FeatureCount; j++)
                dot += (double)shifted[j] * Unsafe.Add(ref centered.Panels[0], j * Panels.Lanes + i);
            double expected = x.Zip(rows.Row(i).ToArray(), (p, q) => ((double)p - q) * ((double)p - q)).Sum();
            Assert.Equal(expected, norms.Constant + norms.Squared + centered.SquaredNorms[i] - 2 * dot);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(30)]
    [InlineData(145)]
    [InlineData(611)]
    public void Norms_are_those_of_plain_loops_and_have_the_same_bits_at_every_width(int features)
    {
        var random = new Random(features);
        float[] vectors = Widths.RandomFloats(random, 5 * features, 4);
        var centered = new CenteredSupportVectors(new SupportVectorRows(vectors, 5, features));
        float[] x = new float[centered.PaddedFeatureCount];
        Widths.RandomFloats(random, features, 100).CopyTo(x, 0);

        double squared = 0, rounding = 0;
        float[] expected = new float[x.Length];
        for (int j = 0; j < features; j++)
        {
            double mean = 0;
            for (int i = 0; i < 5; i++)
                mean += vectors[i * features + j];
            expected[j] = (float)((double)x[j] - (float)(mean / 5));
            squared += (double)expected[j] * expected[j];
            rounding += (double)expected[j] * expected[j] * (DotProducts.Roundings(j, features) + 4);
        }

        (double, double)? first = null;
        foreach (SimdWidth width in Widths.All)
        {
            float[] shifted = [.. Enumerable.Repeat(float.NaN, x.Length)];
            (double Squared, double Rounding) found = centered.Norms(width, x, shifted);
            first ??= found;
            Assert.Equal(first, found);
            Assert.Equal(expected, shifted);
            Assert.Equal(squared, found.Squared, 1e-13 * squared);
            Assert.Equal(rounding, found.Rounding, 1e-13 * rounding);
        }
    }

    [Fact]
    public void Rounding_norms_of_support_vectors_are_rounded_up_and_padding_is_zero()
    {
        float[] vectors = Widths.RandomFloats(new Random(4), 20 * 50);
        var centered = new CenteredSupportVectors(new SupportVectorRows(vectors, 20, 50));
        float[] x = new float[centered.PaddedFeatureCount], shifted = new float[centered.PaddedFeatureCount];
        for (int i = 0; i < 20; i++)
        {
            vectors.AsSpan(i * 50, 50).CopyTo(x);
            (double squared, double rounding) = centered.Norms(Simd.Active, x, shifted);
            Assert.Equal(squared, centered.SquaredNorms[i]);
            Assert.InRange(centered.RoundingNorms[i], Math.Sqrt(rounding), Math.Sqrt(rounding) * (1 + 2.0 / (1 << 23)));
        }

        Assert.Equal(32, centered.RoundingNorms.Length);
        Assert.Equal(-1, centered.RoundingNorms[20..].IndexOfAnyExcept(0f));
        Assert.Equal(-1, centered.SquaredNorms.AsSpan(20).IndexOfAnyExcept(0d));
    }

    [Fact]
    public void NaN_and_infinity_show_in_the_norms_wherever_they_stand()
    {
        var centered = new CenteredSupportVectors(new SupportVectorRows([1, 5, 2, 1, 6, 3], 2, 3));
        float[] varying = new float[centered.ScratchLength], shifted = new float[centered.ScratchLength];
        Assert.True(double.IsNaN(centered.Prepare([float.NaN, 5, 2], varying, shifted).Constant));
        Assert.True(double.IsNaN(centered.Prepare([1, float.NaN, 2], varying, shifted).Squared));
        Assert.True(double.IsPositiveInfinity(centered.Prepare([float.NegativeInfinity, 5, 2], varying, shifted).Constant));
        Assert.True(double.IsPositiveInfinity(centered.Prepare([1, 5, float.PositiveInfinity], varying, shifted).Squared));
    }
}
