using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

public sealed class WeightedSquaresTests
{
    public static TheoryData<int, int> Shapes
    {
        get
        {
            // Features around whole vectors of each width and around whole strips of them; support vectors around whole blocks.
            var shapes = new TheoryData<int, int>();
            foreach (int features in (int[])[1, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 48, 49, 65, 127, 128, 129, 144, 611, 784])
            {
                foreach (int count in (int[])[1, 255, 256, 257, 600])
                    shapes.Add(features, count);
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_width_gives_the_bits_of_the_scalar_reference(int features, int count)
    {
        var problem = new Problem(features, count, rows: 7);
        double[] expected = problem.Sums(SimdWidth.Scalar, 0, 7);
        foreach (SimdWidth width in Widths.All)
            Assert.Equal(expected, problem.Sums(width, 0, 7));
    }

    [Theory]
    [InlineData(5, 300)]
    [InlineData(40, 20)]
    [InlineData(200, 300)]
    [InlineData(611, 257)]
    public void A_row_has_the_same_bits_alone_and_anywhere_in_a_tile_of_any_size(int features, int count)
    {
        var problem = new Problem(features, count, rows: 32);
        double[] expected = problem.Sums(SimdWidth.Scalar, 0, 32);
        foreach (SimdWidth width in Widths.All)
        {
            foreach ((int first, int rows) in ((int, int)[])[(0, 1), (31, 1), (3, 2), (5, 3), (1, 4), (2, 5), (9, 16), (0, 32)])
                Assert.Equal(expected[(first * features)..((first + rows) * features)], problem.Sums(width, first, rows));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Agrees_with_double_arithmetic_within_the_stated_error(int features, int count)
    {
        var problem = new Problem(features, count, rows: 3);
        double[] found = problem.Sums(Simd.Active, 0, 3), exact = problem.Exact();
        for (int k = 0; k < found.Length; k++)
            Assert.InRange(Math.Abs(found[k] - problem.Start[k] - exact[k]), 0, WeightedSquares.RelativeError * exact[k] + 1e-14);
    }

    [Fact]
    public void Small_terms_after_a_large_one_come_close_to_the_stated_error()
    {
        // Each later term is a little over half a unit in the last place of 1: every addition rounds up.
        float[] u = [1, .. Enumerable.Repeat(1.001f / 4096, WeightedSquares.VectorBlock - 1)];
        float[] weights = [.. Enumerable.Repeat(1f, u.Length)];
        double[] found = [0];
        WeightedSquares.Add(new RowTile([0f]), weights, weights.Length, u, found);
        double expected = u.Sum(value => (double)value * value);
        double bound = WeightedSquares.RelativeError * expected;
        Assert.InRange(Math.Abs(found[0] - expected), 0.9 * bound, bound);
    }

    [Fact]
    public void Small_integers_are_exact()
    {
        var random = new Random(5);
        float[] u = [.. Enumerable.Range(0, 300 * 37).Select(_ => (float)random.Next(-8, 9))];
        float[] x = [.. Enumerable.Range(0, 37).Select(_ => (float)random.Next(-8, 9))];
        float[] weights = [.. Enumerable.Range(0, 300).Select(_ => (float)random.Next(0, 5))];
        foreach (SimdWidth width in Widths.All)
        {
            double[] found = new double[37];
            WeightedSquares.Add(width, new RowTile(x), weights, 300, u, found);
            for (int j = 0; j < 37; j++)
                Assert.Equal(Enumerable.Range(0, 300).Sum(i => weights[i] * (x[j] - u[i * 37 + j]) * (x[j] - u[i * 37 + j])), found[j]);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(100)]
    [InlineData(700)]
    public void A_weight_of_zero_adds_nothing(int features)
    {
        // Every second support vector has weight 0 and is far away: what is left is the same as without it.
        var problem = new Problem(features, 40, rows: 5);
        for (int i = 0; i < 40; i += 2)
        {
            problem.Vectors.AsSpan(i * features, features).Fill(1e15f);
            for (int r = 0; r < 5; r++)
                problem.Weights[r * problem.WeightStride + i] = 0;
        }

        double[] exact = problem.Exact();
        foreach (SimdWidth width in Widths.All)
        {
            double[] found = problem.Sums(width, 0, 5);
            for (int k = 0; k < found.Length; k++)
                Assert.InRange(Math.Abs(found[k] - problem.Start[k] - exact[k]), 0, WeightedSquares.RelativeError * exact[k] + 1e-14);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(100)]
    [InlineData(700)]
    public void NaN_in_a_row_is_NaN_in_that_feature_alone(int features)
    {
        var problem = new Problem(features, 20, rows: 6);
        int place = problem.RowStart(4) + features - 2;
        double[] expected = problem.Sums(SimdWidth.Scalar, 0, 6);
        problem.Rows[place] = float.NaN;
        expected[4 * features + features - 2] = double.NaN;
        foreach (SimdWidth width in Widths.All)
            Assert.Equal(expected, problem.Sums(width, 0, 6));
    }

    [Theory]
    [InlineData(13)]
    [InlineData(50)]
    public void Nothing_beyond_rows_weights_and_vectors_is_used(int features)
    {
        // All lie in the middle of NaN, and so do the sums: those beyond must stay as they are.
        var problem = new Problem(features, 300, rows: 3);
        double[] expected = problem.Sums(SimdWidth.Scalar, 0, 3);
        float[] vectors = [.. Enumerable.Repeat(float.NaN, 64), .. problem.Vectors, .. Enumerable.Repeat(float.NaN, 64)];
        foreach (SimdWidth width in Widths.All)
        {
            double[] sums = [.. Enumerable.Repeat(7.0, 20), .. problem.Start.AsSpan(0, 3 * features), .. Enumerable.Repeat(7.0, 20)];
            WeightedSquares.Add(
                width,
                problem.Tile(0, 3),
                problem.Weights,
                problem.WeightStride,
                vectors.AsSpan(64, problem.Vectors.Length),
                sums.AsSpan(20, 3 * features));
            Assert.Equal(expected, sums[20..^20]);
            Assert.All(sums[..20].Concat(sums[^20..]), value => Assert.Equal(7.0, value));
        }
    }

    [Fact]
    public void Whole_blocks_may_be_added_one_after_the_other()
    {
        var problem = new Problem(60, 600, rows: 4);
        double[] expected = problem.Sums(Simd.Active, 0, 4), found = problem.Start.AsSpan(0, 4 * 60).ToArray();
        for (int start = 0; start < 600; start += WeightedSquares.VectorBlock)
        {
            int many = Math.Min(WeightedSquares.VectorBlock, 600 - start);
            ReadOnlySpan<float> vectors = problem.Vectors.AsSpan(start * 60, many * 60);
            WeightedSquares.Add(problem.Tile(0, 4), problem.Weights.AsSpan(start), problem.WeightStride, vectors, found);
        }

        Assert.Equal(expected, found);
    }

    /// <summary>Random rows and weights, both with NaN between them, and support vectors.</summary>
    private sealed class Problem
    {
        private readonly int _features, _count, _rowStride;

        internal Problem(int features, int count, int rows)
        {
            var random = new Random(1000 * features + count);
            (_features, _count, _rowStride, WeightStride) = (features, count, features + 3, count + 5);
            Vectors = Widths.RandomFloats(random, count * features);
            Start = Widths.RandomDoubles(random, rows * features);
            Rows = Enumerable.Repeat(float.NaN, rows * _rowStride).ToArray();
            Weights = Enumerable.Repeat(float.NaN, rows * WeightStride).ToArray();
            for (int r = 0; r < rows; r++)
            {
                Widths.RandomFloats(random, features).CopyTo(Rows, r * _rowStride);
                for (int i = 0; i < count; i++)
                    Weights[r * WeightStride + i] = random.NextSingle();
            }
        }

        internal float[] Vectors { get; }

        internal float[] Rows { get; }

        internal float[] Weights { get; }

        internal int WeightStride { get; }

        internal double[] Start { get; }

        internal int RowStart(int row) => row * _rowStride;

        internal RowTile Tile(int first, int rows) => new(ref Rows[RowStart(first)], _rowStride, rows, _features);

        internal double[] Sums(SimdWidth width, int first, int rows)
        {
            double[] sums = Start.AsSpan(first * _features, rows * _features).ToArray();
            WeightedSquares.Add(width, Tile(first, rows), Weights.AsSpan(first * WeightStride), WeightStride, Vectors, sums);
            return sums;
        }

        internal double[] Exact()
        {
            double[] sums = new double[Start.Length];
            for (int k = 0; k < sums.Length; k++)
            {
                (int r, int j) = Math.DivRem(k, _features);
                for (int i = 0; i < _count; i++)
                {
                    double t = (double)Rows[r * _rowStride + j] - Vectors[i * _features + j];
                    sums[k] += Weights[r * WeightStride + i] * t * t;
                }
            }

            return sums;
        }
    }
}
