using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Evaluation;
using OcDtd.Fast.Tests.Models;
using OcDtd.Fast.Tests.Reference;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Tests.Evaluation;

public sealed class PixelFlippingTests
{
    public static TheoryData<string> Cases => GoldenCase.Names();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Curves_agree_with_the_oracle(string name)
    {
        var golden = GoldenCase.Load(name);
        OneClassModel model = TestModels.From(golden);
        int[] order = OracleOrder(golden.RelevanceThesis[0]);
        float[] curve = new float[model.FeatureCount + 1];
        PixelFlipping.Curve(model, golden.X[0], order, curve);
        for (int k = 0; k < curve.Length; k++)
            Assert.True(OracleBounds.ScoreError(curve[k], golden.Flipping[k]) <= 1, $"{name}, step {k}: {curve[k]}, oracle {golden.Flipping[k]}.");
    }

    [Fact]
    public void A_curve_starts_at_the_score_and_equals_rescoring_with_masked_features()
    {
        var random = new Random(5);
        SupportVectorModel member = TestModels.Random(random, 21, 9, 0.3);
        float[] x = [.. TestModels.RandomRows(random, 1, 9).AsSpan()];
        int[] order = PixelFlipping.Order(x);
        float[] curve = new float[10];
        PixelFlipping.Curve(member, x, order, curve);

        for (int k = 0; k <= 9; k++)
        {
            // A masked feature is one that is alike everywhere.
            float[] masked = (float[])x.Clone();
            float[,] vectors = member.SupportVectors.ToArray();
            for (int a = 0; a < k; a++)
            {
                masked[order[a]] = 0;
                for (int i = 0; i < 21; i++)
                    vectors[i, order[a]] = 0;
            }

            float expected = SupportVectorModel.Create(vectors, member.DualCoefficients, member.Gamma).Score(masked);
            Assert.Equal(expected, curve[k], 1e-5 * Math.Max(1, expected));
        }
    }

    [Fact]
    public void Order_is_by_relevance_with_ties_to_the_smaller_index() =>
        Assert.Equal([3, 1, 4, 0, 2, 5], PixelFlipping.Order([0.5f, 2, 0.5f, 3, 2, float.NaN]));

    [Fact]
    public void The_first_places_of_an_order_are_those_of_the_whole_order()
    {
        var random = new Random(8);
        for (int d = 0; d < 40; d++)
        {
            // Few values, so that nearly everything ties; NaN, both zeros and infinity among them.
            float[] values = [0, -0f, 1, 2, float.NaN, float.PositiveInfinity];
            float[] relevance = [.. Enumerable.Range(0, d).Select(_ => values[random.Next(values.Length)])];
            int[] expected = [.. Enumerable.Range(0, d).OrderByDescending(j => relevance[j]).ThenBy(j => j)];
            Assert.Equal(expected, PixelFlipping.Order(relevance));
            for (int count = 0; count <= d + 2; count++)
                Assert.Equal(expected.Take(count), PixelFlipping.Order(relevance, count));
        }

        Assert.Equal([0, 1], PixelFlipping.Order([1, 1, 1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => PixelFlipping.Order([1], -1));
    }

    [Fact]
    public void A_batch_gives_each_rows_own_curve_with_any_number_of_threads()
    {
        var random = new Random(6);
        var model = new LocalTimesEnsemble(TestModels.Random(random, 12, 5, 0.4), TestModels.Random(random, 9, 5, 0.7, shift: 0.3f), 3);
        float[,] rows = TestModels.RandomRows(random, 7, 5), relevance = TestModels.RandomRows(random, 7, 5);
        float[,] one = new float[7, 6], two = new float[7, 6];
        PixelFlipping.Curves(model, rows, relevance, one, new BatchOptions { MaxDegreeOfParallelism = 1 });
        PixelFlipping.Curves(model, rows, relevance, two, new BatchOptions { MaxDegreeOfParallelism = 2 });
        Assert.Equal(one, two);
        float[] curve = new float[6];
        for (int r = 0; r < 7; r++)
        {
            PixelFlipping.Curve(
                model, rows.AsSpan2D().GetRowSpan(r), PixelFlipping.Order(relevance.AsSpan2D().GetRowSpan(r)), curve);
            Assert.Equal(curve, one.AsSpan2D().GetRowSpan(r).ToArray());
        }
    }

    [Theory]
    [InlineData(1)] // one block, mostly empty
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1500)] // many blocks: sums go over to double on the way
    public void Curves_over_many_support_vectors_agree_with_plain_loops(int count)
    {
        var random = new Random(count);
        CheckAgainstPlainLoops(TestModels.RandomRows(random, count, 40), 0.2, random);
    }

    [Fact]
    public void Support_vectors_that_come_ever_closer_are_pooled_relative_to_the_closest()
    {
        // Each block of 64 is about 60 nearer than the last one, and the row is where they are going.
        var random = new Random(12);
        float[,] vectors = TestModels.RandomRows(random, 640, 30, scale: 0.1f);
        for (int i = 0; i < 640; i++)
            vectors[i, 7] += 11f - i / 64;
        CheckAgainstPlainLoops(vectors, 4, random);
    }

    [Fact]
    public void The_nearest_support_vector_may_move_away_further_in_a_few_steps_than_float32_reaches()
    {
        // The first one, which stretches are laid out by, is the row itself but for one feature, which is masked last.
        var random = new Random(13);
        float[,] vectors = TestModels.RandomRows(random, 70, 20, scale: 3);
        float[] x = [.. TestModels.RandomRows(random, 1, 20, scale: 3).AsSpan()];
        x.CopyTo(vectors.AsSpan2D().GetRowSpan(0));
        vectors[0, 19] += 300;
        CheckAgainstPlainLoops(vectors, 5, x, [.. Enumerable.Range(0, 20)]);
    }

    [Fact]
    public void Where_no_feature_differs_a_curve_stays_exactly_what_it_was()
    {
        var random = new Random(14);
        float[,] vectors = TestModels.RandomRows(random, 100, 50);
        for (int i = 0; i < 100; i++)
            vectors.AsSpan2D().GetRowSpan(i)[20..].Fill(0.25f);
        float[] x = [.. TestModels.RandomRows(random, 1, 50).AsSpan()], curve = new float[51];
        x.AsSpan(20).Fill(0.25f);
        SupportVectorModel member = SupportVectorModel.Create(vectors, [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble())], 1.5);
        PixelFlipping.Curve(member, x, [.. Enumerable.Range(0, 50)], curve);
        Assert.All(curve[20..], o => Assert.Equal(0, o));
        Assert.True(curve[19] > 0);
    }

    [Theory]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, float.PositiveInfinity)]
    [InlineData(1e30f, float.PositiveInfinity)] // its square is no float32
    public void A_feature_that_is_no_number_shows_until_it_is_masked(float value, float expected)
    {
        var random = new Random(15);
        SupportVectorModel first = TestModels.Random(random, 80, 33, 0.3), second = TestModels.Random(random, 5, 33, 0.3);
        OneClassModel[] models = [first, new BaggingEnsemble(first, second), new GlobalTimesEnsemble(first, second)];
        foreach (OneClassModel model in models)
        {
            float[] x = [.. TestModels.RandomRows(random, 1, 33).AsSpan()], curve = new float[34], without = new float[34];
            int[] order = [.. Enumerable.Range(0, 33)];
            PixelFlipping.Curve(model, x, order, without);
            x[11] = value;
            PixelFlipping.Curve(model, x, order, curve);
            Assert.All(curve[..12], o => Assert.Equal(expected, o));
            Assert.Equal(without[12..], curve[12..]);
        }
    }

    [Theory]
    [InlineData(new float[] { 1, 1, 1 }, 1)]
    [InlineData(new float[] { 1, 0.5f, 0 }, 0.5)]
    [InlineData(new float[] { 1, 0.25f, 0.25f, 0 }, 1.0 / 3)]
    public void The_area_under_a_curve_is_that_of_its_trapezoids(float[] curve, double expected) =>
        Assert.Equal(expected, PixelFlipping.Area(curve), 12);

    [Fact]
    public void One_value_is_no_curve() => Assert.Contains("has 1 values", Assert.Throws<ArgumentException>(() => PixelFlipping.Area([1f])).Message);

    [Fact]
    public void An_order_that_is_no_permutation_is_refused()
    {
        SupportVectorModel member = TestModels.Random(new Random(1), 3, 2, 1);
        var error = Assert.Throws<ArgumentException>(() => PixelFlipping.Curve(member, [0, 0], [1, 1], new float[3]));
        Assert.Contains("feature 1 at place 1", error.Message, StringComparison.Ordinal);
    }

    private static int[] OracleOrder(double[] relevance) =>
        [.. Enumerable.Range(0, relevance.Length).OrderByDescending(j => relevance[j]).ThenBy(j => j)];

    private static void CheckAgainstPlainLoops(float[,] vectors, double gamma, Random random)
    {
        int d = vectors.GetLength(1);
        int[] order = [.. Enumerable.Range(0, d)];
        random.Shuffle(order);
        CheckAgainstPlainLoops(vectors, gamma, [.. TestModels.RandomRows(random, 1, d).AsSpan()], order);
    }

    private static void CheckAgainstPlainLoops(float[,] vectors, double gamma, float[] x, int[] order)
    {
        int count = vectors.GetLength(0), d = vectors.GetLength(1);
        double[] coefficients = [.. Enumerable.Range(1, count).Select(i => 1.0 / i)];
        double[][] rows = [.. Enumerable.Range(0, count).Select(i => PlainModel.ToDoubles(vectors.AsSpan2D().GetRowSpan(i)))];
        double[] expected = PlainModel.Bagging(new PlainMember(rows, coefficients, gamma)).Flip(x, order);
        float[] curve = new float[d + 1];
        PixelFlipping.Curve(SupportVectorModel.Create(vectors, coefficients, gamma), x, order, curve);
        for (int k = 0; k <= d; k++)
            Assert.True(OracleBounds.ScoreError(curve[k], expected[k]) <= 1, $"step {k}: {curve[k]}, plain {expected[k]}.");
        Assert.Equal(0, curve[d]);
    }
}
