using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Tests.Models;

/// <summary>What must hold for any model, whatever its numbers.</summary>
public sealed class PropertyTests
{
    private static readonly RelevanceRule[] s_rules = [RelevanceRule.Thesis, RelevanceRule.Conservative];

    public static TheoryData<string, int> Kinds()
    {
        var data = new TheoryData<string, int>();
        foreach (string kind in new[] { "single", "bagging", "global", "local", "local-same" })
        {
            foreach (int features in new[] { 1, 2, 5, 17, 64, 130 })
                data.Add(kind, features);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Score_is_the_bits_that_Explain_returns_and_relevance_with_residual_adds_up_to_it(string kind, int features)
    {
        OneClassModel model = Make(kind, features, 1);
        float[,] rows = Rows(features, 2);
        float[] relevance = new float[features];
        for (int r = 0; r < rows.GetLength(0); r++)
        {
            ReadOnlySpan<float> x = rows.AsSpan2D().GetRowSpan(r);
            foreach (RelevanceRule rule in s_rules)
            {
                float o = model.Explain(x, relevance, out float residual, rule);
                Assert.Equal(BitConverter.SingleToInt32Bits(model.Score(x)), BitConverter.SingleToInt32Bits(o));
                Assert.True(o >= 0 && residual >= 0 && relevance.All(v => v >= 0));
                Assert.Equal(o, relevance.Sum(v => (double)v) + residual, 2e-6 * Math.Max(1, o));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Shifting_everything_changes_nothing_within_the_bound(string kind, int features)
    {
        // Quarters and a shift of 512 are exact in float32.
        static float Quarter(float v) => MathF.Round(v * 4) / 4;
        OneClassModel model = Make(kind, features, 3, Quarter), shifted = Make(kind, features, 3, v => Quarter(v) + 512);
        float[,] rows = Rows(features, 4);
        float[] relevance = new float[features], other = new float[features];
        for (int r = 0; r < rows.GetLength(0); r++)
        {
            float[] x = [.. rows.AsSpan2D().GetRowSpan(r).ToArray().Select(Quarter)];
            float o = model.Explain(x, relevance);
            Assert.True(OracleBounds.ScoreError(shifted.Explain([.. x.Select(v => v + 512)], other), o) <= 1);
            Assert.True(OracleBounds.RelevanceError(other, [.. relevance.Select(v => (double)v)], o) <= 1);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Permuting_features_permutes_relevance(string kind, int features)
    {
        int[] order = [.. Enumerable.Range(0, features)];
        new Random(7).Shuffle(order);
        OneClassModel model = Make(kind, features, 5), permuted = Make(kind, features, 5, order: order);
        float[,] rows = Rows(features, 6);
        float[] relevance = new float[features], other = new float[features];
        for (int r = 0; r < rows.GetLength(0); r++)
        {
            float[] x = rows.AsSpan2D().GetRowSpan(r).ToArray();
            float o = model.Explain(x, relevance);
            float p = permuted.Explain([.. order.Select(j => x[j])], other);
            Assert.True(OracleBounds.ScoreError(p, o) <= 1);
            Assert.True(OracleBounds.RelevanceError(other, [.. order.Select(j => (double)relevance[j])], o) <= 1);
        }
    }

    [Fact]
    public void The_order_of_support_vectors_is_irrelevant_within_the_bound()
    {
        var random = new Random(8);
        float[,] rows = TestModels.RandomRows(random, 37, 6), x = Rows(6, 9);
        double[] coefficients = [.. Enumerable.Range(1, 37).Select(i => (double)i)];
        int[] order = [.. Enumerable.Range(0, 37)];
        random.Shuffle(order);
        float[,] shuffled = new float[37, 6];
        for (int i = 0; i < 37; i++)
            rows.AsSpan2D().GetRowSpan(order[i]).CopyTo(shuffled.AsSpan2D().GetRowSpan(i));

        SupportVectorModel model = SupportVectorModel.Create(rows, coefficients, 0.4);
        SupportVectorModel other = SupportVectorModel.Create(shuffled, [.. order.Select(i => coefficients[i])], 0.4);
        float[] relevance = new float[6], otherRelevance = new float[6];
        for (int r = 0; r < x.GetLength(0); r++)
        {
            float o = model.Explain(x.AsSpan2D().GetRowSpan(r), relevance);
            Assert.True(OracleBounds.ScoreError(other.Explain(x.AsSpan2D().GetRowSpan(r), otherRelevance), o) <= 1);
            Assert.True(OracleBounds.RelevanceError(otherRelevance, [.. relevance.Select(v => (double)v)], o) <= 1);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(64)]
    public void Local_Times_with_all_neighbours_is_global_Times(int features)
    {
        var random = new Random(10);
        SupportVectorModel first = TestModels.Random(random, 21, features, 0.3), second = TestModels.Random(random, 18, features, 0.5, 0.2f);
        var local = new LocalTimesEnsemble(first, second, 18, 21);
        var global = new GlobalTimesEnsemble(first, second);
        float[,] rows = Rows(features, 11);
        float[] relevance = new float[features], other = new float[features];
        for (int r = 0; r < rows.GetLength(0); r++)
        {
            foreach (RelevanceRule rule in s_rules)
            {
                float o = global.Explain(rows.AsSpan2D().GetRowSpan(r), relevance, rule);
                Assert.True(OracleBounds.ScoreError(local.Explain(rows.AsSpan2D().GetRowSpan(r), other, rule), o) <= 1);
                Assert.True(OracleBounds.RelevanceError(other, [.. relevance.Select(v => (double)v)], o) <= 1);
            }
        }
    }

    [Fact]
    public void Bagging_of_one_member_is_that_member()
    {
        SupportVectorModel member = TestModels.Random(new Random(12), 30, 40, 0.05);
        var bagging = new BaggingEnsemble(member);
        float[,] rows = Rows(40, 13);
        float[] relevance = new float[40], other = new float[40];
        for (int r = 0; r < rows.GetLength(0); r++)
        {
            Assert.Equal(member.Explain(rows.AsSpan2D().GetRowSpan(r), relevance), bagging.Explain(rows.AsSpan2D().GetRowSpan(r), other));
            Assert.Equal(relevance, other);
        }
    }

    [Fact]
    public void One_support_vector_gives_the_closed_form()
    {
        SupportVectorModel model = SupportVectorModel.Create(new float[,] { { 1, 2 } }, [5], 0.25);
        float[] relevance = new float[2];
        Assert.Equal(0.25f * (9 + 16), model.Explain([4, 6], relevance, out float residual));
        Assert.Equal([0.25f * 9, 0.25f * 16], relevance);
        Assert.Equal(0, residual);
        Assert.Equal(0, model.Explain([1, 2], relevance, out residual));
        Assert.Equal([0f, 0f], relevance);
        Assert.Equal(0, residual);
    }

    [Theory]
    [InlineData("single")]
    [InlineData("bagging")]
    [InlineData("global")]
    [InlineData("local")]
    public void A_feature_that_is_alike_everywhere_gets_nothing(string kind)
    {
        OneClassModel model = Make(kind, 6, 14, order: [0, 1, 2, 3, 4, 5], constantFeature: 3);
        float[,] rows = Rows(6, 15);
        float[] relevance = new float[6];
        for (int r = 0; r < rows.GetLength(0); r++)
        {
            float[] x = rows.AsSpan2D().GetRowSpan(r).ToArray();
            x[3] = 0.5f;
            model.Explain(x, relevance);
            Assert.Equal(0, relevance[3]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NaN_and_rows_beyond_float_are_as_documented(string kind, int features)
    {
        OneClassModel model = Make(kind, features, 16);
        float[] relevance = new float[features], x = new float[features];
        x[^1] = float.NaN;
        Assert.True(float.IsNaN(model.Score(x)));
        Assert.True(float.IsNaN(model.Explain(x, relevance, out float residual)));
        Assert.True(float.IsNaN(residual) && relevance.All(float.IsNaN));
        Array.Fill(x, 1e25f);
        Assert.Equal(float.PositiveInfinity, model.Score(x));
        Assert.Equal(float.PositiveInfinity, model.Explain(x, relevance, out residual));
        Assert.True(float.IsNaN(residual) && relevance.All(float.IsNaN));
    }

    [Fact]
    public void A_score_beyond_float_is_infinite_and_its_explanation_is_NaN()
    {
        SupportVectorModel model = SupportVectorModel.Create(new float[,] { { 0, 0 } }, [1], 1e35);
        float[] relevance = new float[2];
        Assert.Equal(float.PositiveInfinity, model.Explain([100, 1], relevance, out float residual));
        Assert.True(float.IsNaN(residual) && relevance.All(float.IsNaN));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Prototypes_are_sorted_and_each_members_weights_sum_to_one(string kind, int features)
    {
        OneClassModel model = Make(kind, features, 17);
        float[,] rows = Rows(features, 18);
        var prototypes = new Prototype[model.Members.Sum(m => m.SupportVectorCount) + 3];
        var top = new Prototype[4];
        for (int r = 0; r < rows.GetLength(0); r++)
        {
            int count = model.FindPrototypes(rows.AsSpan2D().GetRowSpan(r), prototypes);
            Assert.Equal(prototypes.Length - 3, count);
            for (int member = 0; member < model.Members.Count; member++)
                Assert.Equal(1, prototypes.Take(count).Where(p => p.Member == member).Sum(p => (double)p.Responsibility), 1e-5);
            for (int i = 1; i < count; i++)
                Assert.True(prototypes[i - 1].Responsibility >= prototypes[i].Responsibility);
            Assert.Equal(4, model.FindPrototypes(rows.AsSpan2D().GetRowSpan(r), top));
            Assert.Equal(prototypes[..4], top);
        }
    }

    internal static float[,] Rows(int features, int seed)
    {
        var random = new Random(seed);
        float[,] rows = new float[6, features];
        TestModels.RandomRows(random, 3, features).AsSpan2D().CopyTo(rows.AsSpan2D(0, 0, 3, features));
        TestModels.RandomRows(random, 3, features, scale: 30).AsSpan2D().CopyTo(rows.AsSpan2D(3, 0, 3, features));
        return rows;
    }

    internal static OneClassModel Make(
        string kind, int features, int seed, Func<float, float>? map = null, int[]? order = null, int constantFeature = -1)
    {
        var random = new Random(seed);
        SupportVectorModel first = Member(random, 23, 0.3 / features), second = Member(random, 19, 0.6 / features);
        return kind switch
        {
            "single" => first,
            "bagging" => new BaggingEnsemble(first, second, Member(random, 5, 0.1)),
            "global" => new GlobalTimesEnsemble(first, second),
            "local" => new LocalTimesEnsemble(first, second, 4, 3),
            "local-same" => new LocalTimesEnsemble(first, first, 5),
            _ => throw new ArgumentException(kind),
        };

        SupportVectorModel Member(Random source, int count, double gamma)
        {
            float[,] rows = TestModels.RandomRows(source, count, features);
            float[,] changed = new float[count, features];
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < features; j++)
                    changed[i, j] = j == constantFeature ? 0.5f : (map ?? (v => v))(rows[i, order?[j] ?? j]);
            }

            return SupportVectorModel.Create(changed, [.. Enumerable.Range(0, count).Select(_ => 0.05 + source.NextDouble())], gamma);
        }
    }
}
