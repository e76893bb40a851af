using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Tests.Kernels;

public sealed class DotProductsTests
{
    private static readonly int[] s_features = [1, 2, 15, 16, 17, 127, 128, 129, 256, 257, 611];

    public static TheoryData<int> FeatureCounts => [.. s_features];

    [Theory]
    [MemberData(nameof(FeatureCounts))]
    public void Every_width_gives_the_bits_of_the_scalar_reference(int features)
    {
        // Panel counts on both sides of three and four at a time; rows on both sides of a group of eight.
        int[] vectors = features > 150 ? [1, 47, 50] : [.. Enumerable.Range(1, 50)];
        foreach (int count in vectors)
        {
            var problem = new Problem(features, count, 32);
            foreach (int rows in (int[])[.. Enumerable.Range(1, 17), 32])
            {
                float[] expected = problem.Compute(SimdWidth.Scalar, 0, rows);
                foreach (SimdWidth width in Widths.All)
                    AssertSameBits(expected, problem.Compute(width, 0, rows));
            }
        }
    }

    [Theory]
    [MemberData(nameof(FeatureCounts))]
    public void A_row_has_the_same_bits_alone_and_anywhere_in_a_tile_of_any_size(int features)
    {
        var problem = new Problem(features, 100, 32);
        int padded = problem.Panels.PaddedCount;
        foreach (SimdWidth width in Widths.All)
        {
            float[][] alone = [.. Enumerable.Range(0, 32).Select(r => problem.Compute(width, r, 1))];
            foreach ((int first, int rows) in ((int, int)[])[(0, 32), (1, 2), (5, 7), (3, 8), (2, 9), (8, 16), (30, 2), (11, 17)])
            {
                float[] together = problem.Compute(width, first, rows);
                for (int r = 0; r < rows; r++)
                    AssertSameBits(alone[first + r], together.AsSpan(r * padded, padded));
            }
        }
    }

    [Fact]
    public void Missing_lanes_and_missing_rows_are_zero_and_nothing_beyond_whole_groups_is_written()
    {
        var problem = new Problem(30, 35, 11);
        foreach (SimdWidth width in Widths.All)
        {
            float[] result = [.. Enumerable.Repeat(7f, 17 * 48)];
            DotProducts.Compute(width, problem.Group(0, 11), 11, problem.Panels, result);
            for (int r = 0; r < 11; r++)
                Assert.Equal(-1, result.AsSpan(r * 48 + 35, 13).IndexOfAnyExcept(0f));
            Assert.Equal(-1, result.AsSpan(11 * 48, 5 * 48).IndexOfAnyExcept(0f));
            Assert.Equal(-1, result.AsSpan(16 * 48).IndexOfAnyExcept(7f));
        }
    }

    [Fact]
    public void Without_features_all_are_zero()
    {
        var panels = new Panels([], 20, 0);
        float[] result = [.. Enumerable.Repeat(7f, 8 * 32)];
        DotProducts.Compute([], 3, panels, result);
        Assert.Equal(-1, result.AsSpan().IndexOfAnyExcept(0f));
    }

    [Theory]
    [MemberData(nameof(FeatureCounts))]
    public void Roundings_are_those_counted_while_features_are_added_up(int features)
    {
        int[] counted = CountRoundings(features);
        for (int j = 0; j < features; j++)
            Assert.Equal(counted[j], DotProducts.Roundings(j, features));
    }

    [Theory]
    [MemberData(nameof(FeatureCounts))]
    public void Random_numbers_are_off_by_no_more_than_is_stated(int features)
    {
        var problem = new Problem(features, 60, 9);
        Assert.InRange(problem.WorstError(), 0, 1.03);
    }

    [Theory]
    [MemberData(nameof(FeatureCounts))]
    public void All_equal_terms_are_off_by_no_more_than_is_stated(int features)
    {
        // Equal terms round the same way again and again.
        var problem = new Problem(features, 60, 9);
        for (int i = 0; i < 60; i++)
            problem.Vector(i).Fill(1 + i * 0.0137f);
        for (int r = 0; r < 9; r++)
            problem.Row(r).Fill(1 / (3f + r));
        Assert.InRange(problem.Repacked().WorstError(), 0, 1.03);
    }

    [Theory]
    [MemberData(nameof(FeatureCounts))]
    public void Small_terms_after_a_huge_one_are_off_by_no_more_than_is_stated_and_come_close(int features)
    {
        // Each later term is a little over half a unit in the last place of 1: every addition in the first block rounds up.
        var problem = new Problem(features, 60, 9);
        for (int i = 0; i < 60; i++)
        {
            problem.Vector(i).Fill((1 + 0.001f * i) / (1 << 24));
            problem.Vector(i)[0] = 1;
        }

        for (int r = 0; r < 9; r++)
            problem.Row(r).Fill(1);
        double worst = problem.Repacked().WorstError();
        Assert.InRange(worst, features is > 20 and < 26 ? 0.8 : 0, 1.03);
    }

    [Theory]
    [MemberData(nameof(FeatureCounts))]
    public void Alternating_signs_are_off_by_no_more_than_is_stated(int features)
    {
        var problem = new Problem(features, 60, 9);
        for (int i = 0; i < 60; i++)
        {
            for (int j = 0; j < features; j++)
                problem.Vector(i)[j] = (j % 2 == 0 ? 1 : -1) * (1 + 1e-4f * ((i + j) % 7));
        }

        for (int r = 0; r < 9; r++)
            problem.Row(r).Fill(1 / (3f + r));
        Assert.InRange(problem.Repacked().WorstError(), 0, 1.03);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void NaN_and_infinite_rows_leave_the_others_alone(int rows)
    {
        var problem = new Problem(50, 40, rows);
        float[][] before = [.. Widths.All.Select(width => problem.Compute(width, 0, rows))];
        problem.Row(0)[7] = float.NaN;
        foreach ((SimdWidth width, float[] expected) in Widths.All.Zip(before))
        {
            float[] found = problem.Compute(width, 0, rows);
            Assert.All(found[..40], value => Assert.True(float.IsNaN(value)));
            AssertSameBits(expected.AsSpan(48), found.AsSpan(48));
        }

        problem.Row(0)[7] = float.PositiveInfinity;
        foreach (SimdWidth width in Widths.All)
            Assert.All(problem.Compute(width, 0, rows)[..40], value => Assert.False(float.IsFinite(value)));
    }

    /// <summary>Adds features one after the other in the order the kernel's header states, and counts what each goes through.</summary>
    private static int[] CountRoundings(int features)
    {
        int[] counts = new int[features];
        List<int> sum = [], chunk = [], block = [];
        for (int j = 0; j < features; j++)
        {
            block.Add(j);
            Round(block);
            if (j % 16 != 15 && j != features - 1)
                continue;
            AddTo(chunk, block);
            if (j % 128 == 127 || j == features - 1)
                AddTo(sum, chunk);
        }

        return counts;

        void AddTo(List<int> all, List<int> part)
        {
            bool isFirst = all.Count == 0;
            all.AddRange(part);
            part.Clear();
            if (!isFirst)
                Round(all);
        }

        void Round(List<int> terms) => terms.ForEach(term => counts[term]++);
    }

    private static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(BitConverter.SingleToInt32Bits(expected[i]), BitConverter.SingleToInt32Bits(found[i]));
    }

    private sealed class Problem
    {
        private readonly int _features, _count, _rowCount;
        private readonly float[] _vectors, _rows;

        internal Problem(int features, int count, int rows)
        {
            var random = new Random(1000 * features + count);
            (_features, _count, _rowCount) = (features, count, rows);
            _vectors = Widths.RandomFloats(random, count * features);
            _rows = Widths.RandomFloats(random, rows * features);
            Panels = new Panels(_vectors, count, features);
        }

        internal Panels Panels { get; private set; }

        internal Span<float> Vector(int i) => _vectors.AsSpan(i * _features, _features);

        internal Span<float> Row(int r) => _rows.AsSpan(r * _features, _features);

        internal Problem Repacked()
        {
            Panels = new Panels(_vectors, _count, _features);
            return this;
        }

        internal float[] Group(int first, int rows)
        {
            float[] grouped = new float[DotProducts.GroupedLength(rows, _features)];
            for (int r = 0; r < rows; r++)
                DotProducts.Group(Row(first + r), r, rows, grouped);
            return grouped;
        }

        internal float[] Compute(SimdWidth width, int first, int rows)
        {
            int whole = rows == 1 ? 1 : (rows + 7) / 8 * 8;
            float[] result = new float[whole * Panels.PaddedCount];
            DotProducts.Compute(width, Group(first, rows), rows, Panels, result);
            return result;
        }

        /// <summary>The largest error as a multiple of 2⁻²⁴·Σ Roundings(j)·|x_j·u_ij|.</summary>
        internal double WorstError()
        {
            double worst = 0;
            float[] found = Compute(Simd.Active, 0, _rowCount);
            for (int r = 0; r < _rowCount; r++)
            {
                for (int i = 0; i < _count; i++)
                {
                    double exact = 0, bound = 0;
                    for (int j = 0; j < _features; j++)
                    {
                        double term = (double)Row(r)[j] * Vector(i)[j];
                        exact += term;
                        bound += DotProducts.Roundings(j, _features) * Math.Abs(term) / (1 << 24);
                    }

                    worst = Math.Max(worst, Math.Abs(found[r * Panels.PaddedCount + i] - exact) / bound);
                }
            }

            return worst;
        }
    }
}
