using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

public sealed class SquaredDistancesTests
{
    public static TheoryData<int> FeatureCounts => [.. Enumerable.Range(1, 140), 191, 192, 193, 784, 1000];

    [Theory]
    [MemberData(nameof(FeatureCounts))]
    public void Every_width_and_every_batch_gives_the_bits_of_the_scalar_reference(int features)
    {
        var random = new Random(features);
        int count = 1 + features % 70;
        PackedSupportVectors vectors = Pack(Widths.RandomFloats(random, count * features), count, features);
        float[] rows = Widths.RandomFloats(random, 7 * features);
        double[] expected = new double[7 * vectors.PaddedCount];
        SquaredDistances.Compute(SimdWidth.Scalar, Tile(rows, 7, features), vectors, PanelRange.All(vectors), expected);

        foreach (SimdWidth width in Widths.All)
        {
            for (int rowCount = 1; rowCount <= 7; rowCount++)
            {
                double[] found = new double[rowCount * vectors.PaddedCount];
                SquaredDistances.Compute(width, Tile(rows, rowCount, features), vectors, PanelRange.All(vectors), found);
                Assert.Equal(expected.AsSpan(0, found.Length), found.AsSpan());
            }
        }
    }

    [Theory]
    [MemberData(nameof(FeatureCounts))]
    public void Agrees_with_double_arithmetic_within_the_stated_error(int features)
    {
        var random = new Random(features);
        float[] u = Widths.RandomFloats(random, 19 * features);
        float[] x = Widths.RandomFloats(random, features);
        PackedSupportVectors vectors = Pack(u, 19, features);
        double[] found = new double[vectors.PaddedCount];
        SquaredDistances.Compute(Tile(x, 1, features), vectors, found);
        for (int i = 0; i < 19; i++)
        {
            double expected = ExactDistance(x, u.AsSpan(i * features, features));
            Assert.InRange(Math.Abs(found[i] - expected), 0, SquaredDistances.RelativeError * expected);
        }
    }

    [Fact]
    public void Small_differences_after_a_large_one_come_close_to_the_stated_error()
    {
        // Each square is a little over half a unit in the last place of 1: every addition rounds up.
        float[] x = [1, .. Enumerable.Repeat(1.001f / 4096, SquaredDistances.FeatureBlock - 1)];
        PackedSupportVectors vectors = Pack(new float[x.Length], 1, x.Length);
        double[] found = new double[vectors.PaddedCount];
        SquaredDistances.Compute(Tile(x, 1, x.Length), vectors, found);
        double expected = ExactDistance(x, new float[x.Length]);
        Assert.InRange(Math.Abs(found[0] - expected), 0.9 * SquaredDistances.RelativeError * expected, SquaredDistances.RelativeError * expected);
    }

    [Fact]
    public void Small_integers_are_exact()
    {
        var random = new Random(3);
        float[] u = [.. Enumerable.Range(0, 33 * 100).Select(_ => (float)random.Next(-8, 9))];
        float[] x = [.. Enumerable.Range(0, 100).Select(_ => (float)random.Next(-8, 9))];
        PackedSupportVectors vectors = Pack(u, 33, 100);
        double[] found = new double[vectors.PaddedCount];
        SquaredDistances.Compute(Tile(x, 1, 100), vectors, found);
        for (int i = 0; i < 33; i++)
            Assert.Equal(ExactDistance(x, u.AsSpan(i * 100, 100)), found[i]);
    }

    [Fact]
    public void Nothing_beyond_the_rows_is_read()
    {
        // The rows stand in the middle of NaN, at every offset from a cache line's start.
        var random = new Random(4);
        PackedSupportVectors vectors = Pack(Widths.RandomFloats(random, 20 * 37), 20, 37);
        float[] row = Widths.RandomFloats(random, 37);
        double[] expected = new double[vectors.PaddedCount], found = new double[vectors.PaddedCount];
        SquaredDistances.Compute(Tile(row, 1, 37), vectors, expected);
        for (int offset = 0; offset < 16; offset++)
        {
            float[] surrounded = new float[37 + 40];
            Array.Fill(surrounded, float.NaN);
            row.CopyTo(surrounded, offset);
            SquaredDistances.Compute(new RowTile(surrounded.AsSpan(offset, 37)), vectors, found);
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void Rows_may_be_a_stride_apart()
    {
        float[,] wide = new float[5, 9];
        wide.AsSpan2D().Fill(float.NaN);
        Span2D<float> middle = wide.AsSpan2D(0, 2, 5, 4);
        for (int r = 0; r < 5; r++)
        {
            for (int j = 0; j < 4; j++)
                middle[r, j] = 10 * r + j;
        }

        PackedSupportVectors vectors = Pack([0, 1, 2, 3], 1, 4);
        double[] found = new double[5 * vectors.PaddedCount];
        SquaredDistances.Compute(new RowTile((ReadOnlySpan2D<float>)middle), vectors, found);
        for (int r = 0; r < 5; r++)
            Assert.Equal(4 * 100.0 * r * r, found[r * vectors.PaddedCount]);
    }

    [Fact]
    public void Extremes_are_as_documented()
    {
        PackedSupportVectors vectors = Pack([0f, 1e-30f], 2, 1);
        double[] found = new double[vectors.PaddedCount];
        SquaredDistances.Compute(Tile([float.NaN], 1, 1), vectors, found);
        Assert.True(double.IsNaN(found[0]));
        SquaredDistances.Compute(Tile([2e19f], 1, 1), vectors, found);
        Assert.Equal(double.PositiveInfinity, found[0]);
        SquaredDistances.Compute(Tile([1e-10f], 1, 1), vectors, found);
        Assert.Equal(1e-20, found[0], 1e-26);
    }

    internal static PackedSupportVectors Pack(float[] rows, int count, int features) => new(rows, count, features);

    internal static double ExactDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int j = 0; j < a.Length; j++)
            sum += ((double)a[j] - b[j]) * ((double)a[j] - b[j]);
        return sum;
    }

    private static RowTile Tile(float[] rows, int count, int features) => new(ref rows[0], features, count, features);
}
