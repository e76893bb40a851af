using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

public sealed class FloatPairDistanceTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(1, 140), 611, 784, 2047, 2048, 2049, 2065, 5000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Every_width_and_every_list_gives_the_bits_of_the_scalar_reference(int features)
    {
        var random = new Random(features);
        float[] u = Widths.RandomFloats(random, 9 * features), x = Widths.RandomFloats(random, features);
        var rows = new AlignedRows(u, 9, features);
        double[] expected = new double[9];
        FloatPairDistance.Compute(SimdWidth.Scalar, x, rows, [0, 1, 2, 3, 4, 5, 6, 7, 8], expected);
        int[][] lists = [[], [3], [8, 0], [1, 1, 5], [0, 1, 2, 3, 4, 5, 6, 7, 8], [7, 2, 6, 0]];
        foreach (SimdWidth width in Widths.All)
        {
            foreach (int[] chosen in lists)
            {
                double[] found = new double[chosen.Length];
                FloatPairDistance.Compute(width, x, rows, chosen, found);
                Assert.Equal(chosen.Select(i => expected[i]), found);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Agrees_with_double_arithmetic_within_the_stated_error(int features)
    {
        var random = new Random(features);
        float[] u = Widths.RandomFloats(random, 9 * features), x = Widths.RandomFloats(random, features);
        x[0] = 1000; // small squares after a large one
        var rows = new AlignedRows(u, 9, features);
        double[] found = new double[9];
        FloatPairDistance.Compute(x, rows, [0, 1, 2, 3, 4, 5, 6, 7, 8], found);
        for (int i = 0; i < 9; i++)
        {
            double expected = SquaredDistancesTests.ExactDistance(x, u.AsSpan(i * features, features));
            Assert.InRange(Math.Abs(found[i] - expected), 0, FloatPairDistance.RelativeError * expected);
        }
    }

    [Fact]
    public void Small_squares_after_a_large_one_come_close_to_the_stated_error()
    {
        // Each square is a little over half a unit in the last place of 1, and all that follow the 1 in its lane round up.
        float[] x = new float[FloatPairDistance.FeatureBlock];
        for (int j = 0; j < x.Length; j += 64)
            x[j] = j == 0 ? 1 : 1.001f / 4096;
        double[] found = new double[1];
        FloatPairDistance.Compute(x, new AlignedRows(new float[x.Length], 1, x.Length), [0], found);
        double expected = SquaredDistancesTests.ExactDistance(x, new float[x.Length]);
        Assert.InRange(found[0] - expected, 0.7 * FloatPairDistance.RelativeError, FloatPairDistance.RelativeError);
    }

    [Fact]
    public void Extremes_are_as_documented()
    {
        var rows = new AlignedRows([0f, 1e-30f], 2, 1);
        double[] found = new double[2];
        FloatPairDistance.Compute([float.NaN], rows, [0, 1], found);
        Assert.All(found, value => Assert.True(double.IsNaN(value)));
        FloatPairDistance.Compute([2e19f], rows, [0, 1], found);
        Assert.All(found, value => Assert.Equal(double.PositiveInfinity, value));
    }
}
