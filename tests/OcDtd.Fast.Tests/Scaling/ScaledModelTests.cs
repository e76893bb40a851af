using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Evaluation;
using OcDtd.Fast.Tests.Models;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Tests.Scaling;

/// <summary>A model with a scaling is, to the bit, the model without it on rows scaled by hand, whatever it is asked.</summary>
public sealed class ScaledModelTests
{
    private const int Features = 37;

    public static TheoryData<string, ScalingKind> Cases()
    {
        var data = new TheoryData<string, ScalingKind>();
        foreach (string kind in new[] { "single", "bagging", "global", "local", "local-same" })
        {
            foreach (ScalingKind scaling in new[] { ScalingKind.Standard, ScalingKind.MinMax, ScalingKind.Robust })
                data.Add(kind, scaling);
        }

        return data;
    }

    public static TheoryData<string> Kinds => SameBitsTests.Kinds;

    [Theory]
    [MemberData(nameof(Cases))]
    public void One_row_is_scored_and_explained_as_if_scaled_by_hand(string kind, ScalingKind scaling)
    {
        Case c = Make(kind, scaling);
        float[] found = new float[Features], expected = new float[Features];
        for (int r = 0; r < c.Rows.GetLength(0); r++)
        {
            ReadOnlySpan<float> row = c.Rows.AsSpan2D().GetRowSpan(r), byHand = c.ByHand.AsSpan2D().GetRowSpan(r);
            Assert.Equal(c.Plain.Score(byHand), c.Scaled.Score(row));
            foreach (RelevanceRule rule in new[] { RelevanceRule.Thesis, RelevanceRule.Conservative })
            {
                float o = c.Plain.Explain(byHand, expected, out float rest, rule);
                Assert.Equal(o, c.Scaled.Explain(row, found, out float residual, rule));
                Assert.Equal(rest, residual);
                Assert.Equal(expected, found);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_batch_is_scored_and_explained_as_if_scaled_by_hand(string kind, ScalingKind scaling)
    {
        Case c = Make(kind, scaling);
        int n = c.Rows.GetLength(0);
        foreach (int threads in new[] { 1, 3 })
        {
            var options = new BatchOptions { MaxDegreeOfParallelism = threads };
            float[] scores = new float[n], explained = new float[n], residual = new float[n], expectedResidual = new float[n];
            float[,] found = new float[n, Features], expected = new float[n, Features];
            c.Scaled.Score(c.Rows, scores, options);
            c.Scaled.Explain(c.Rows, found, explained, residual, options: options);
            c.Plain.Explain(c.ByHand, expected, residual: expectedResidual);
            Assert.Equal(c.Plain.Score(c.ByHand), scores);
            Assert.Equal(scores, explained);
            Assert.Equal(expectedResidual, residual);
            Assert.Equal(expected, found);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Prototypes_are_those_of_rows_scaled_by_hand(string kind, ScalingKind scaling)
    {
        Case c = Make(kind, scaling);
        var found = new Prototype[9];
        var expected = new Prototype[9];
        for (int r = 0; r < c.Rows.GetLength(0); r++)
        {
            Assert.Equal(9, c.Plain.FindPrototypes(c.ByHand.AsSpan2D().GetRowSpan(r), expected));
            Assert.Equal(9, c.Scaled.FindPrototypes(c.Rows.AsSpan2D().GetRowSpan(r), found));
            Assert.Equal(expected, found);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pixel_flipping_curves_are_those_of_rows_scaled_by_hand(string kind, ScalingKind scaling)
    {
        Case c = Make(kind, scaling);
        int n = c.Rows.GetLength(0);
        float[,] relevance = TestModels.RandomRows(new Random(5), n, Features);
        float[,] found = new float[n, Features + 1], expected = new float[n, Features + 1];
        PixelFlipping.Curves(c.Scaled, c.Rows, relevance, found);
        PixelFlipping.Curves(c.Plain, c.ByHand, relevance, expected);
        Assert.Equal(expected, found);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_users_rows_stay_as_they_are(string kind)
    {
        Case c = Make(kind, ScalingKind.Standard);
        float[,] before = (float[,])c.Rows.Clone();
        c.Scaled.Score(c.Rows);
        c.Scaled.Explain(c.Rows, new float[c.Rows.GetLength(0), Features]);
        c.Scaled.FindPrototypes(c.Rows.AsSpan2D().GetRowSpan(0), new Prototype[2]);
        PixelFlipping.Curves(c.Scaled, c.Rows, c.Rows, new float[c.Rows.GetLength(0), Features + 1]);
        Assert.Equal(before, c.Rows);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_row_calls_allocate_nothing(string kind)
    {
        Case c = Make(kind, ScalingKind.Robust);
        float[] row = c.Rows.AsSpan2D().GetRowSpan(0).ToArray(), relevance = new float[Features];
        var prototypes = new Prototype[5];
        Assert.Equal(0, AllocatedBytes.Fewest(Call));

        void Call()
        {
            c.Scaled.Score(row);
            c.Scaled.Explain(row, relevance, out _, RelevanceRule.Thesis);
            c.Scaled.Explain(row, relevance, out _, RelevanceRule.Conservative);
            c.Scaled.FindPrototypes(row, prototypes);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NaN_and_scaled_values_beyond_float_are_as_documented(string kind)
    {
        FeatureScaling scaling = FeatureScaling.Restore(ScalingKind.MinMax, [0, 1, 2], [1, 1e30, 1]);
        OneClassModel model = PropertyTests.Make(kind, 3, 1).WithScaling(scaling);
        float[] relevance = new float[3];
        Assert.True(float.IsNaN(model.Score([0, 1, float.NaN])));
        Assert.True(float.IsNaN(model.Explain([0, 1, float.NaN], relevance, out float residual)));
        Assert.True(float.IsNaN(residual) && relevance.All(float.IsNaN));
        Assert.Equal(float.PositiveInfinity, model.Score([0, 1e10f, 0]));
        Assert.Equal(float.PositiveInfinity, model.Explain([0, 1e10f, 0], relevance, out residual));
        Assert.True(float.IsNaN(residual) && relevance.All(float.IsNaN));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Giving_a_model_a_scaling_leaves_it_and_its_members_without_one(string kind)
    {
        Case c = Make(kind, ScalingKind.MinMax);
        Assert.Null(c.Plain.Scaling);
        Assert.Equal(ScalingKind.MinMax, c.Scaled.Scaling?.Kind);
        Assert.Equal(c.Plain.GetType(), c.Scaled.GetType());
        Assert.Equal(c.Plain.Members, c.Scaled.Members, ReferenceEquals);
        Assert.All(c.Scaled.Members, member => Assert.Null(member.Scaling));
    }

    [Fact]
    public void A_scaling_is_replaced_or_taken_away_and_never_applied_twice()
    {
        Case c = Make("single", ScalingKind.Standard);
        FeatureScaling other = FeatureScaling.Fit(ScalingKind.Robust, c.Rows);
        Assert.Equal(c.Plain.Score(other.Apply(c.Rows)), c.Scaled.WithScaling(other).Score(c.Rows));
        Assert.Equal(c.Plain.Score(c.Rows), c.Scaled.WithScaling(null).Score(c.Rows));
        Assert.Null(c.Scaled.WithScaling(null).Scaling);
    }

    [Fact]
    public void Ensembles_refuse_members_with_a_scaling_of_their_own()
    {
        SupportVectorModel plain = TestModels.Random(new Random(1), 5, 2, 1);
        SupportVectorModel scaled = plain.WithScaling(FeatureScaling.Restore(ScalingKind.Robust, [0, 0], [1, 1]));
        Refused(() => new BaggingEnsemble(plain, scaled), "member 1 has a scaling of its own (robust)");
        Refused(() => new GlobalTimesEnsemble(scaled, plain), "member 0 has a scaling of its own");
        Refused(() => new LocalTimesEnsemble(plain, scaled, 2), "it belongs to the whole model");
        Refused(() => GlobalTimesEnsemble.Restore(plain, scaled, -1), "member 1 has a scaling of its own");
        Assert.Null(new BaggingEnsemble([.. scaled.Members]).Scaling);
    }

    [Fact]
    public void A_scaling_for_another_number_of_features_is_refused() =>
        Refused(
            () => TestModels.Random(new Random(1), 5, 3, 1).WithScaling(FeatureScaling.Restore(ScalingKind.MinMax, [0, 0], [1, 1])),
            "the scaling is for 2 features; the model has 3");

    private static void Refused(Func<object> make, string says) =>
        Assert.Contains(says, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);

    /// <summary>A model without and with a scaling, and 41 rows before and after it: features differ a millionfold in size.</summary>
    private static Case Make(string kind, ScalingKind scalingKind)
    {
        float[,] rows = TestModels.RandomRows(new Random(3), 41, Features);
        for (int i = 0; i < 41; i++)
        {
            for (int j = 0; j < Features; j++)
                rows[i, j] = (float)(Math.Pow(10, j % 7 - 3) * (rows[i, j] + j));
        }

        FeatureScaling scaling = FeatureScaling.Fit(scalingKind, rows);
        OneClassModel plain = PropertyTests.Make(kind, Features, 4);
        return new Case(plain, plain.WithScaling(scaling), rows, scaling.Apply(rows));
    }

    private sealed record Case(OneClassModel Plain, OneClassModel Scaled, float[,] Rows, float[,] ByHand);
}
