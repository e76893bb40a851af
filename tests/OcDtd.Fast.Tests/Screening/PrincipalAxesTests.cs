using OcDtd.Fast.Kernels;
using OcDtd.Fast.Screening;
using OcDtd.Fast.Tests.Kernels;

namespace OcDtd.Fast.Tests.Screening;

public sealed class PrincipalAxesTests
{
    public static TheoryData<string> Kinds => [.. ScreenRows.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Axes_are_orthonormal_or_zeros_and_the_departure_says_how_nearly(string kind)
    {
        float[] rows = ScreenRows.Make(kind, 1, 120, out int count);
        PrincipalAxes axes = PrincipalAxes.Find(rows, count, 120, 47);
        double[] sums = new double[47];
        for (int i = 0; i < 47; i++)
        {
            for (int j = 0; j < 47; j++)
            {
                double product = Plain(axes.Rows.AsSpan(i * 120, 120), axes.Rows.AsSpan(j * 120, 120));
                sums[i] += i == j && product == 0 ? 0 : Math.Abs(product - (i == j ? 1 : 0));
            }
        }

        Assert.True(sums.Max() <= axes.Departure);
        Assert.InRange(axes.Departure, 0, 1e-6);
    }

    [Fact]
    public void The_leading_axes_hold_what_rows_differ_in_most()
    {
        // Five directions with more in each than in all others together.
        var random = new Random(2);
        float[] rows = Widths.RandomFloats(random, 2000 * 100);
        for (int i = 0; i < 2000; i++)
        {
            for (int j = 0; j < 5; j++)
                rows[i * 100 + 20 * j] *= 1000 >> j;
        }

        PrincipalAxes axes = PrincipalAxes.Find(rows, 2000, 100, 15);
        for (int j = 0; j < 5; j++)
            Assert.InRange(Math.Abs(axes.Rows[j * 100 + 20 * j]), 0.99, 1.01);
    }

    [Fact]
    public void Leading_axes_are_the_first_of_them()
    {
        float[] rows = ScreenRows.Make("random", 3, 100, out int count);
        PrincipalAxes axes = PrincipalAxes.Find(rows, count, 100, 47);
        PrincipalAxes leading = axes.Leading(31);
        Assert.Equal(31, leading.Count);
        Assert.Equal(axes.Rows.AsSpan(0, 31 * 100), leading.Rows.AsSpan());
        Assert.True(leading.Departure <= axes.Departure);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(611)]
    public void Inner_products_have_the_same_bits_at_every_width(int length)
    {
        var random = new Random(length);
        float[] a = Widths.RandomFloats(random, length), b = Widths.RandomFloats(random, length);
        double[] c = Widths.RandomDoubles(random, length), e = Widths.RandomDoubles(random, length);
        double floats = InnerProduct.Compute<float, SingleValue>(SimdWidth.Scalar, a, b);
        double doubles = InnerProduct.Compute<double, DoubleValue>(SimdWidth.Scalar, c, e);
        Assert.Equal(Plain(a, b), floats, 1e-13);
        Assert.Equal(c.Zip(e, (x, y) => x * y).Sum(), doubles, 1e-12);
        foreach (SimdWidth width in Widths.All)
        {
            Assert.Equal(floats, InnerProduct.Compute<float, SingleValue>(width, a, b));
            Assert.Equal(doubles, InnerProduct.Compute<double, DoubleValue>(width, c, e));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(63, 17)]
    [InlineData(64, 40)]
    [InlineData(200, 97)]
    public void Panel_products_have_the_same_bits_at_every_width_and_in_every_batch(int features, int count)
    {
        var random = new Random(features);
        float[] vectors = Widths.RandomFloats(random, count * features), rows = Widths.RandomFloats(random, 9 * features);
        var packed = new PackedSupportVectors(vectors, count, features);
        double[] expected = new double[9 * packed.PaddedCount];
        PanelProducts.Compute(SimdWidth.Scalar, Tile(9), packed, expected);
        for (int r = 0; r < 9; r++)
        {
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<float> x = rows.AsSpan(r * features, features), u = vectors.AsSpan(i * features, features);
                double sizes = 0;
                for (int j = 0; j < features; j++)
                    sizes += Math.Abs(x[j] * u[j]);
                Assert.Equal(Plain(x, u), expected[r * packed.PaddedCount + i], PanelProducts.RelativeError * sizes);
            }
        }

        foreach (SimdWidth width in Widths.All)
        {
            for (int rowCount = 1; rowCount <= 9; rowCount++)
            {
                double[] found = new double[rowCount * packed.PaddedCount];
                PanelProducts.Compute(width, Tile(rowCount), packed, found);
                Assert.Equal(expected.AsSpan(0, found.Length), found.AsSpan());
            }
        }

        RowTile Tile(int rowCount) => new(ref rows[0], features, rowCount, features);
    }

    private static double Plain(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int j = 0; j < a.Length; j++)
            sum += (double)a[j] * b[j];
        return sum;
    }
}
