using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

public sealed class OtherKernelTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(1, 140), 257, 784];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Pair_distance_has_the_same_bits_at_every_width_and_both_ways(int length)
    {
        var random = new Random(length);
        float[] a = Widths.RandomFloats(random, length, 1e4), b = Widths.RandomFloats(random, length);
        double expected = PairDistance.Compute(SimdWidth.Scalar, a, b);
        Assert.Equal(SquaredDistancesTests.ExactDistance(a, b), expected, 1e-14 * expected);
        foreach (SimdWidth width in Widths.All)
        {
            Assert.Equal(expected, PairDistance.Compute(width, a, b));
            Assert.Equal(expected, PairDistance.Compute(width, b, a));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Pooling_has_the_same_bits_at_every_width_and_is_a_log_sum_exp(int count)
    {
        var random = new Random(count);
        int padded = (count + 15) / 16 * 16;
        double[] distances = Widths.RandomDoubles(random, padded, 60);
        double[] logs = Widths.RandomDoubles(random, padded, 5);
        Array.Fill(logs, double.PositiveInfinity, count, padded - count);
        Pooled expected = SoftMinimum.Pool(SimdWidth.Scalar, distances, logs, 0.7);
        double naive = -Math.Log(Enumerable.Range(0, count).Sum(i => Math.Exp(-0.7 * distances[i] - logs[i])));
        Assert.Equal(naive, expected.Value, 1e-12 * Math.Max(1, Math.Abs(naive)));

        double[] scalarWeights = new double[padded], weights = new double[padded];
        SoftMinimum.Weights(SimdWidth.Scalar, distances, logs, 0.7, expected.Minimum, scalarWeights);
        Assert.Equal(expected.Sum, scalarWeights.Sum(), 1e-12 * expected.Sum);
        foreach (SimdWidth width in Widths.All)
        {
            Assert.Equal(expected, SoftMinimum.Pool(width, distances, logs, 0.7));
            SoftMinimum.Weights(width, distances, logs, 0.7, expected.Minimum, weights);
            Assert.Equal(scalarWeights, weights);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Scaled_rows_have_the_same_bits_at_every_width_and_in_place(int features)
    {
        var random = new Random(features);
        float[] x = Widths.RandomFloats(random, features, 1e3);
        double[] shifts = Widths.RandomDoubles(random, features, 500), factors = Widths.RandomDoubles(random, features, 3);
        x[features / 2] = (features % 4) switch { 0 => float.NaN, 1 => float.PositiveInfinity, _ => 3e38f };
        factors[features / 3] = features % 2 == 0 ? 1e39 : 1e-42; // beyond float, and where floats lose digits
        float[] expected = [.. Enumerable.Range(0, features).Select(j => (float)((x[j] - shifts[j]) * factors[j]))];
        foreach (SimdWidth width in Widths.All)
        {
            float[] scaled = new float[features], inPlace = (float[])x.Clone();
            ScaledRow.Compute(width, x, shifts, factors, scaled);
            ScaledRow.Compute(width, inPlace, shifts, factors, inPlace);
            Assert.Equal(expected, scaled);
            Assert.Equal(expected, inPlace);
        }
    }

    [Fact]
    public void Pooling_ranks_rows_however_far_and_passes_on_NaN_and_infinity()
    {
        double[] logs = [0, 0, .. Enumerable.Repeat(double.PositiveInfinity, 14)];
        foreach (SimdWidth width in Widths.All)
        {
            double[] distances = new double[16];
            distances[0] = 1e12;
            distances[1] = 1e12 + 1;
            Assert.Equal(1e12 - Math.Log(1 + Math.Exp(-1)), SoftMinimum.Pool(width, distances, logs, 1).Value, 1e-3);
            Array.Fill(distances, double.PositiveInfinity);
            Assert.Equal(double.PositiveInfinity, SoftMinimum.Pool(width, distances, logs, 1).Value);
            Array.Fill(distances, double.NaN);
            Assert.True(double.IsNaN(SoftMinimum.Pool(width, distances, logs, 1).Value));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Moments_have_the_same_bits_at_every_width_and_infinite_distances_add_nothing(int count)
    {
        var random = new Random(count);
        double[] distances = Widths.RandomDoubles(random, (count + 7) / 8 * 8, 2000); // some beyond where kernels are 0
        double nearest = distances[..count].Min();
        double Sum(Func<double, double> term) => distances[..count].Sum(distance => term(0.7 * (distance - nearest)));
        (double sum, double first) = (Sum(u => Math.Exp(-u)), Sum(u => u * Math.Exp(-u)));
        Array.Fill(distances, double.PositiveInfinity, count, distances.Length - count);

        Moments expected = SoftMoments.Compute(SimdWidth.Scalar, distances, nearest, 0.7);
        Assert.Equal(sum, expected.Sum, 1e-12 * sum);
        Assert.Equal(first, expected.First, 1e-12 * sum);
        foreach (SimdWidth width in Widths.All)
            Assert.Equal(expected, SoftMoments.Compute(width, distances, nearest, 0.7));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Relevance_sums_have_the_same_bits_at_every_width(int features)
    {
        var random = new Random(features);
        float[] u = Widths.RandomFloats(random, 23 * features);
        float[] x = Widths.RandomFloats(random, features);
        PackedSupportVectors vectors = SquaredDistancesTests.Pack(u, 23, features);
        int[] chosen = [0, 3, 4, 11, 22, .. Enumerable.Range(0, 23).Where(i => i % 3 == 1)]; // more than are taken at a time, when all
        chosen = features % 2 == 0 ? chosen : [.. Enumerable.Range(0, 23), .. chosen];
        double[] weights = Widths.RandomDoubles(random, chosen.Length), start = Widths.RandomDoubles(random, features);
        CheckProducts(Widths.RandomDoubles(random, features));
        CheckSums<Relevance.Square>(t => t * t);
        CheckSums<Relevance.Linear>(t => t);

        void CheckProducts(double[] right)
        {
            ReadOnlySpan<float> u1 = vectors.Row(1);
            double[] expected = (double[])start.Clone();
            Relevance.AddProduct(SimdWidth.Scalar, 0.7, x, u1, right, expected);
            for (int j = 0; j < features; j++)
                Assert.Equal(start[j] + 0.7 * ((double)x[j] - u1[j]) * right[j], expected[j], 1e-14);
            foreach (SimdWidth width in Widths.All)
            {
                double[] found = (double[])start.Clone();
                Relevance.AddProduct(width, 0.7, x, u1, right, found);
                Assert.Equal(expected, found);
            }
        }

        void CheckSums<TTerm>(Func<double, double> term)
            where TTerm : struct, Relevance.ITerm
        {
            double[] expected = (double[])start.Clone();
            Relevance.Add<TTerm>(SimdWidth.Scalar, x, vectors, chosen, weights, expected);
            for (int j = 0; j < features; j++)
            {
                double naive = start[j] + chosen.Select((i, k) => weights[k] * term((double)x[j] - u[i * features + j])).Sum();
                Assert.Equal(naive, expected[j], 1e-14);
            }

            foreach (SimdWidth width in Widths.All)
            {
                double[] found = (double[])start.Clone();
                Relevance.Add<TTerm>(width, x, vectors, chosen, weights, found);
                Assert.Equal(expected, found);
            }
        }
    }

    [Fact]
    public void Own_exp_is_within_two_units_in_the_last_place_and_the_same_at_every_width()
    {
        var random = new Random(8);
        for (int trial = 0; trial < 100_000; trial++)
        {
            double t = -Math.Pow(random.NextDouble(), 3) * 708;
            double expected = Math.Exp(t);
            Assert.InRange(Math.Abs(Elementary.Exp(t) - expected), 0, 2 * (Math.BitIncrement(expected) - expected));
        }

        double[] arguments = [0, -0.0, -1e-300, -1, -707.9, -708, -708.1, -1e9, double.NegativeInfinity, double.NaN, -0.34657359, -0.3466, -37, -2, -3, -4];
        double[] zeros = new double[16], found = new double[16];
        foreach (SimdWidth width in Widths.All)
        {
            SoftMinimum.Weights(width, zeros, [.. arguments.Select(t => -t)], 1, 0, found);
            for (int i = 0; i < 16; i++)
                Assert.Equal(Elementary.Exp(arguments[i]), found[i]);
        }

        Assert.Equal(1, Elementary.Exp(0.0));
        Assert.Equal(0, Elementary.Exp(double.NegativeInfinity));
        Assert.True(double.IsNaN(Elementary.Exp(double.NaN)));
    }

    [Fact]
    public void Own_log_is_within_two_units_in_the_last_place()
    {
        var random = new Random(9);
        for (int trial = 0; trial < 100_000; trial++)
        {
            double x = Math.Exp((random.NextDouble() - 0.5) * (trial % 2 == 0 ? 1400 : 1));
            double expected = Math.Log(x);
            Assert.InRange(Math.Abs(Elementary.Log(x) - expected), 0, 2 * (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected)));
        }

        Assert.Equal(0, Elementary.Log(1));
        Assert.Equal(Math.Log(5e-324), Elementary.Log(5e-324), 1e-12);
        Assert.Equal(double.NegativeInfinity, Elementary.Log(0));
        Assert.Equal(double.PositiveInfinity, Elementary.Log(double.PositiveInfinity));
        Assert.True(double.IsNaN(Elementary.Log(-1)));
        Assert.True(double.IsNaN(Elementary.Log(double.NaN)));
    }
}
