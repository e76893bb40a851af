using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Evaluation;
using OcDtd.Fast.Tests.Models;
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

    [Fact]
    public void An_order_that_is_no_permutation_is_refused()
    {
        SupportVectorModel member = TestModels.Random(new Random(1), 3, 2, 1);
        var error = Assert.Throws<ArgumentException>(() => PixelFlipping.Curve(member, [0, 0], [1, 1], new float[3]));
        Assert.Contains("feature 1 at place 1", error.Message, StringComparison.Ordinal);
    }

    private static int[] OracleOrder(double[] relevance) =>
        [.. Enumerable.Range(0, relevance.Length).OrderByDescending(j => relevance[j]).ThenBy(j => j)];
}
