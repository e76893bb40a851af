using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

/// <summary>What dense explanations of Times ensembles are made of: virtual support vectors by blocks, and exact distances by fours.</summary>
public sealed class VirtualKernelTests
{
    public static TheoryData<int, int> Shapes
    {
        get
        {
            // Features around eight vectors of each width; pairs up to a whole block.
            var shapes = new TheoryData<int, int>();
            foreach (int features in (int[])[16, 32, 48, 64, 112, 128, 144, 240])
            {
                foreach (int pairs in (int[])[1, 2, 17, 255, 256])
                    shapes.Add(features, pairs);
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sums_of_rows_are_rounded_once(int features, int pairs)
    {
        var problem = new Problem(features, pairs);
        foreach (SimdWidth width in Widths.All)
        {
            float[] found = [.. Enumerable.Repeat(7f, pairs * features + 20)];
            RowSums.Compute(width, problem.First, problem.Second, problem.I, problem.K, features, found);
            for (int e = 0; e < pairs; e++)
            {
                for (int j = 0; j < features; j++)
                    Assert.Equal((float)((double)problem.Left(e, j) + problem.Right(e, j)), found[e * features + j]);
            }

            Assert.All(found[^20..], value => Assert.Equal(7f, value));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void One_row_gets_the_bits_of_vectors_that_are_formed_and_then_added_up(int features, int pairs)
    {
        var problem = new Problem(features, pairs);
        float[] formed = new float[pairs * features];
        RowSums.Compute(SimdWidth.Scalar, problem.First, problem.Second, problem.I, problem.K, features, formed);
        double[] expected = [.. problem.Start];
        WeightedSquares.Add(SimdWidth.Scalar, new RowTile(problem.Row), problem.Weights, pairs, formed, expected);
        foreach (SimdWidth width in Widths.All)
        {
            double[] found = [.. problem.Start, 7];
            PairSquares.Add(width, problem.Row, problem.Weights, problem.First, problem.Second, problem.I, problem.K, found);
            Assert.Equal([.. expected, 7], found);
        }
    }

    [Fact]
    public void Small_integers_are_exact()
    {
        var problem = new Problem(48, 100, value => MathF.Round(8 * value));
        double[] expected = new double[48];
        for (int j = 0; j < 48; j++)
        {
            for (int e = 0; e < 100; e++)
            {
                double difference = problem.Row[j] - problem.Left(e, j) - problem.Right(e, j);
                expected[j] += problem.Weights[e] * difference * difference;
            }
        }

        foreach (SimdWidth width in Widths.All)
        {
            double[] found = new double[48];
            PairSquares.Add(width, problem.Row, problem.Weights, problem.First, problem.Second, problem.I, problem.K, found);
            Assert.Equal(expected, found);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(130)]
    [InlineData(784)]
    public void Widened_distances_are_those_of_pairs_bit_for_bit(int features)
    {
        var random = new Random(features);
        int length = WidenedDistances.Padded(features);
        float[] x = Widths.RandomFloats(random, features, 100), others = Widths.RandomFloats(random, 4 * features);
        others[^1] = float.NaN;
        double[] row = [.. Enumerable.Repeat(7.0, length)], four = [.. Enumerable.Repeat(7.0, 4 * length)];
        WidenedDistances.Widen(x, row);
        for (int i = 0; i < 4; i++)
            WidenedDistances.Widen(others.AsSpan(i * features, features), four.AsSpan(i * length, length));
        foreach (SimdWidth width in Widths.All)
        {
            double[] found = new double[4];
            WidenedDistances.Compute(width, row, four, found);
            for (int i = 0; i < 4; i++)
                Assert.Equal(PairDistance.Compute(SimdWidth.Scalar, x, others.AsSpan(i * features, features)), found[i]);
            Assert.True(double.IsNaN(found[3]));
        }
    }

    /// <summary>Rows of two members and pairs of them, a row and its weights.</summary>
    private sealed class Problem
    {
        private const int Count = 23;
        private readonly int _features;

        internal Problem(int features, int pairs, Converter<float, float>? convert = null)
        {
            var random = new Random(1000 * features + pairs);
            convert ??= value => value;
            _features = features;
            First = Array.ConvertAll(Widths.RandomFloats(random, Count * features, 2), convert);
            Second = Array.ConvertAll(Widths.RandomFloats(random, Count * features, 2), convert);
            Row = Array.ConvertAll(Widths.RandomFloats(random, features, 2), convert);
            Weights = Array.ConvertAll(Widths.RandomFloats(random, pairs, 2), value => convert(value + 1));
            I = [.. Enumerable.Range(0, pairs).Select(_ => random.Next(Count))];
            K = [.. Enumerable.Range(0, pairs).Select(_ => random.Next(Count))];
            Start = Widths.RandomDoubles(random, features);
        }

        internal float[] First { get; }

        internal float[] Second { get; }

        internal float[] Row { get; }

        internal float[] Weights { get; }

        internal int[] I { get; }

        internal int[] K { get; }

        internal double[] Start { get; }

        internal float Left(int e, int j) => First[I[e] * _features + j];

        internal float Right(int e, int j) => Second[K[e] * _features + j];
    }
}
