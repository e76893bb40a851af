using OcDtd.Fast.Kernels;
using OcDtd.Fast.Screening;
using OcDtd.Fast.Tests.Kernels;

namespace OcDtd.Fast.Tests.Screening;

public sealed class AxisProjectionTests
{
    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int>();
            foreach (string kind in ScreenRows.Kinds)
            {
                cases.Add(kind, 70, 31);
                cases.Add(kind, 301, 95);
                cases.Add(kind, 37, 37); // as many axes as features
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_bound_is_never_above_the_distance(string kind, int features, int axisCount)
    {
        float[] rows = ScreenRows.Make(kind, features, features, out int count);
        PrincipalAxes axes = PrincipalAxes.Find(rows, count, features, axisCount);
        foreach (double productError in new[] { ProductError(axisCount), 1e-2 })
        {
            DistanceScreen screen = DistanceScreen.Project(axes, rows, count, productError);
            int stride = screen.Projection.AugmentedCount;
            for (int q = 0; q < count; q += 7)
            {
                for (int i = 0; i < count; i++)
                {
                    double exact = SquaredDistancesTests.ExactDistance(Row(q), Row(i));
                    double product = FloatProduct(screen.Augmented.AsSpan(q * stride, stride), screen.Augmented.AsSpan(i * stride, stride));

                    // As wrong as a product may be, upwards or downwards.
                    product += productError == 1e-2 ? 0.99e-2 * Length(q) * Length(i) * (i % 2 == 0 ? 1 : -1) : 0;
                    double bound = screen.Norms[q] + screen.Norms[i] - 2 * product;
                    Assert.False(bound > exact, $"{q}, {i}: {bound} for {exact}");
                }
            }

            double Length(int i) => Math.Sqrt(InnerProduct.SquaredNorm(screen.Augmented.AsSpan(i * stride, stride)));
        }

        ReadOnlySpan<float> Row(int i) => rows.AsSpan(i * features, features);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_bound_holds_for_axes_that_are_not_orthonormal_and_for_rows_elsewhere(string kind, int features, int axisCount)
    {
        float[] others = ScreenRows.Make("random", 5, features, out int otherCount);
        float[] rows = ScreenRows.Make(kind, features, features, out int count);
        float[] skewed = PrincipalAxes.Find(others, otherCount, features, axisCount).Rows;
        float[] noise = Widths.RandomFloats(new Random(6), skewed.Length, 0.01);
        var axes = new PrincipalAxes([.. skewed.Zip(noise, (a, b) => 1.01f * a + b)], axisCount, features);
        Assert.InRange(axes.Departure, 0.01, 1);
        DistanceScreen screen = DistanceScreen.Project(axes, rows, count, ProductError(axisCount));
        float[] augmented = new float[screen.Projection.AugmentedCount];
        double[] norm = new double[1];
        for (int q = 0; q < 20; q++)
        {
            ReadOnlySpan<float> x = others.AsSpan(q * features, features);
            screen.Projection.Project(new RowTile(x), augmented, norm);
            for (int i = 0; i < count; i++)
            {
                double exact = SquaredDistancesTests.ExactDistance(x, rows.AsSpan(i * features, features));
                double product = FloatProduct(augmented, screen.Augmented.AsSpan(i * augmented.Length, augmented.Length));
                Assert.False(norm[0] + screen.Norms[i] - 2 * product > exact);
            }
        }
    }

    [Fact]
    public void A_bound_is_close_where_the_axes_hold_all_of_the_rows()
    {
        float[] rows = ScreenRows.Make("rank three", 1, 200, out int count);
        DistanceScreen screen = DistanceScreen.Project(PrincipalAxes.Find(rows, count, 200, 31), rows, count, ProductError(31));
        int stride = screen.Projection.AugmentedCount;
        for (int i = 1; i < count; i++)
        {
            double exact = SquaredDistancesTests.ExactDistance(rows.AsSpan(0, 200), rows.AsSpan(i * 200, 200));
            double bound = screen.Norms[0] + screen.Norms[i]
                - 2 * FloatProduct(screen.Augmented.AsSpan(0, stride), screen.Augmented.AsSpan(i * stride, stride));
            Assert.InRange(bound, exact - 3e-4 * (screen.Norms[0] + screen.Norms[i]), exact);
        }
    }

    [Theory]
    [InlineData(1, 0)] // the slack alone
    [InlineData(1.5f, 1)] // and the length of the remainder
    public void An_axis_that_is_too_long_is_made_up_for(float along, float across)
    {
        float[] rows = [along, across, -along, across];
        DistanceScreen screen = DistanceScreen.Project(new PrincipalAxes([1.1f, 0], 1, 2), rows, 2, productError: 0);
        int stride = screen.Projection.AugmentedCount;
        float product = FloatProduct(screen.Augmented.AsSpan(0, stride), screen.Augmented.AsSpan(stride, stride));
        Assert.True(screen.Norms[0] + screen.Norms[1] - 2 * product <= 4 * along * along);
    }

    [Fact]
    public void The_slack_is_what_the_documentation_says()
    {
        float[] rows = ScreenRows.Make("random", 1, 200, out int count);
        var projection = new AxisProjection(PrincipalAxes.Find(rows, count, 200, 95), productError: 0);
        Assert.InRange(projection.Slack, 7e-5, 1e-4);
        Assert.Equal(96, projection.AugmentedCount);
    }

    [Fact]
    public void Rows_that_nothing_can_be_said_of_bound_nothing()
    {
        float[] rows = ScreenRows.Make("random", 1, 80, out int count);
        var projection = new AxisProjection(PrincipalAxes.Find(rows, count, 80, 31), productError: 0);
        float[] augmented = new float[4 * 32];
        double[] norms = new double[4];
        float[] odd = new float[4 * 80];
        odd[3] = float.NaN;
        odd[80] = 1e30f;
        odd[160] = 1e-30f;
        projection.Project(new RowTile(ref odd[0], 80, 4, 80), augmented, norms);
        Assert.Equal([double.NaN, double.NegativeInfinity, double.NegativeInfinity, 0], norms);
        Assert.All(augmented, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(70, 31)]
    [InlineData(611, 95)]
    [InlineData(300, 20)]
    public void A_row_has_the_same_bits_alone_in_a_tile_and_at_every_width(int features, int axisCount)
    {
        float[] rows = ScreenRows.Make("clusters", 2, features, out int count);
        PrincipalAxes axes = PrincipalAxes.Find(rows, count, features, axisCount);
        DistanceScreen expected = DistanceScreen.Project(axes, rows, count, 0);
        int stride = expected.Projection.AugmentedCount;
        foreach (SimdWidth width in Widths.All)
        {
            foreach (int tile in new[] { 1, 2, 3, 4, 7, 16, 21 })
            {
                float[] augmented = new float[tile * stride];
                double[] norms = new double[tile];
                for (int first = 0; first + tile <= 42; first += tile)
                {
                    expected.Projection.Project(width, new RowTile(ref rows[first * features], features, tile, features), augmented, norms);
                    Assert.Equal(expected.Augmented.AsSpan(first * stride, augmented.Length), augmented.AsSpan());
                    Assert.Equal(expected.Norms.AsSpan(first, tile), norms.AsSpan());
                }
            }
        }
    }

    [Fact]
    public void Rows_may_be_a_stride_apart()
    {
        float[] rows = ScreenRows.Make("random", 3, 90, out int count);
        var projection = new AxisProjection(PrincipalAxes.Find(rows, count, 90, 31), 0);
        float[] apart = Enumerable.Repeat(float.NaN, 20 * 100).ToArray();
        for (int r = 0; r < 20; r++)
            rows.AsSpan(r * 90, 90).CopyTo(apart.AsSpan(r * 100));
        float[] expected = new float[20 * 32], found = new float[20 * 32];
        double[] norms = new double[20];
        projection.Project(new RowTile(ref rows[0], 90, 20, 90), expected, norms);
        projection.Project(new RowTile(ref apart[0], 100, 20, 90), found, norms);
        Assert.Equal(expected, found);
    }

    /// <summary>(k + 2) roundings: what one float32 sum of k + 1 terms, in whatever order, may be off by.</summary>
    private static double ProductError(int axisCount) => (axisCount + 18) / (double)(1 << 24);

    private static float FloatProduct(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (int j = 0; j < a.Length; j++)
            sum = MathF.FusedMultiplyAdd(a[j], b[j], sum);
        return sum;
    }
}
