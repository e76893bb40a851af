using OcDtd.Fast.Tests.Reference;

namespace OcDtd.Fast.Tests.Models;

/// <summary>Data in any unit, with a width that goes with it: also where float32 products would vanish or overflow.</summary>
public sealed class ExtremeScaleTests
{
    private const int Seeds = 12;

    public static TheoryData<string> Kinds => ["sharp", "smooth", "bagging", "global", "local"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_model_keeps_the_promise_in_every_unit(string kind)
    {
        for (int exponent = -38; exponent <= 37; exponent++)
        {
            for (int seed = 0; seed < Seeds; seed++)
                Check(kind, exponent, seed);
        }
    }

    [Fact]
    public void A_feature_further_from_the_mean_than_float_reaches_makes_the_score_infinite()
    {
        SupportVectorModel model = SupportVectorModel.Create(new float[,] { { -3e38f }, { -2e38f } }, [1, 1], 1e-77);
        Assert.Equal(float.PositiveInfinity, model.Score([2e38f]));
        Assert.True(float.IsFinite(model.Score([-1e38f])));
    }

    private static void Check(string kind, int exponent, int seed)
    {
        var random = new Random(seed);
        double scale = Math.Pow(10, exponent) * (1 + 8 * random.NextDouble()) / 10;
        int d = random.Next(1, 12);
        double gamma = Math.Pow(10, (kind == "smooth" ? -2 : 1) * random.NextDouble()) / (d * scale * scale);
        PlainMember u = Member(), v = Member();
        SupportVectorModel first = Engine(u), second = Engine(v);
        (OneClassModel model, PlainModel plain) = kind switch
        {
            "bagging" => (new BaggingEnsemble(first, second), PlainModel.Bagging(u, v)),
            "global" => (new GlobalTimesEnsemble(first, second), PlainModel.GlobalTimes(u, v)),
            "local" => (new LocalTimesEnsemble(first, second, 3), PlainModel.LocalTimes(u, v, 3, 3, false)),
            _ => ((OneClassModel)first, PlainModel.Bagging(u)),
        };
        float[][] rows = [.. Enumerable.Range(0, 5).Select(_ => Array.ConvertAll(Values(), x => (float)x))];
        float[] together = model.Score(TestModels.Matrix(rows)), relevance = new float[d];
        for (int r = 0; r < rows.Length; r++)
        {
            RelevanceRule rule = r % 2 == 0 ? RelevanceRule.Thesis : RelevanceRule.Conservative;
            PlainAnswer expected = plain.Explain(rows[r], rule);
            double o = expected.Outlierness, largest = expected.Relevance.Max();
            float found = model.Explain(rows[r], relevance, out float residual, rule);
            Assert.Equal(found, together[r]);
            AssertWithin(OracleBounds.ScoreError(found, o), "score");
            AssertWithin(OracleBounds.RelevanceError(relevance, expected.Relevance, o), "relevance");
            AssertWithin(OracleBounds.ResidualError(residual, expected.Residual, largest, o), "residual");
        }

        PlainMember Member() => new(
            [.. Enumerable.Range(0, 6).Select(_ => Values())], [.. Enumerable.Range(0, 6).Select(_ => 0.1 + random.NextDouble())], gamma);

        double[] Values() => [.. Enumerable.Range(0, d).Select(_ => (double)(float)(scale * (2 * random.NextDouble() - 1)))];

        void AssertWithin(double error, string number) =>
            Assert.True(error <= 1, $"1e{exponent}, seed {seed}: {number} is {error:g3} times the bound off.");
    }

    private static SupportVectorModel Engine(PlainMember member) => SupportVectorModel.Create(
        TestModels.Matrix([.. member.Vectors.Select(v => Array.ConvertAll(v, x => (float)x))]), member.Coefficients, member.Gamma);
}
