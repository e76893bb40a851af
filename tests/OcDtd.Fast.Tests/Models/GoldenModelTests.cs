using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Tests.Models;

/// <summary>Every golden case, both rules, within the bounds the project promises.</summary>
public sealed class GoldenModelTests
{
    public static TheoryData<string> Cases => GoldenCase.Names();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_agree_with_the_oracle(string name)
    {
        var golden = GoldenCase.Load(name);
        OneClassModel model = TestModels.From(golden);
        for (int i = 0; i < golden.X.Length; i++)
            AssertWithin(OracleBounds.ScoreError(model.Score(golden.X[i]), golden.Outlierness[i]), name, i);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Relevance_by_the_thesis_rule_agrees_with_the_oracle(string name)
    {
        var golden = GoldenCase.Load(name);
        CheckRelevance(golden, RelevanceRule.Thesis, golden.RelevanceThesis, golden.ResidualThesis);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Relevance_by_the_conservative_rule_agrees_with_the_oracle(string name)
    {
        var golden = GoldenCase.Load(name);
        CheckRelevance(golden, RelevanceRule.Conservative, golden.RelevanceConservative, golden.ResidualConservative);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Renormalised_local_times_agrees_with_the_oracle(string name)
    {
        var golden = GoldenCase.Load(name);
        if (golden.OutliernessRenormalized is null)
            return;

        OneClassModel model = TestModels.From(golden, renormalize: true);
        float[] relevance = new float[model.FeatureCount];
        for (int i = 0; i < golden.X.Length; i++)
        {
            double expected = golden.OutliernessRenormalized[i];
            AssertWithin(OracleBounds.ScoreError(model.Explain(golden.X[i], relevance), expected), name, i);
            AssertWithin(OracleBounds.RelevanceError(relevance, golden.RelevanceRenormalized![i], expected), name, i);
        }
    }

    private static void CheckRelevance(GoldenCase golden, RelevanceRule rule, double[][] expected, double[] residuals)
    {
        OneClassModel model = TestModels.From(golden);
        float[] relevance = new float[model.FeatureCount];
        for (int i = 0; i < golden.X.Length; i++)
        {
            double o = golden.Outlierness[i];
            model.Explain(golden.X[i], relevance, out float residual, rule);
            AssertWithin(OracleBounds.RelevanceError(relevance, expected[i], o), golden.Name, i);
            AssertWithin(OracleBounds.ResidualError(residual, residuals[i], expected[i].Max(), o), golden.Name, i);
        }
    }

    private static void AssertWithin(double error, string name, int row) =>
        Assert.True(error <= 1, $"{name}, row {row}: {error:g3} times the bound.");
}
