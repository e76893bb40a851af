using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Onnx.Format;
using OcDtd.Fast.Tests.Models;
using OcDtd.Fast.Tests.Shared;
using Xunit.Abstractions;

namespace OcDtd.Fast.Onnx.Tests;

/// <summary>The graph, run by ONNX Runtime, gives the scores it should.</summary>
public sealed class GraphTests(ITestOutputHelper output)
{
    public static TheoryData<string> Cases => GoldenCase.Names();

    public static TheoryData<string> Models => ModelFiles.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_agree_with_the_oracle(string name)
    {
        var golden = GoldenCase.Load(name);
        Check(TestModels.From(golden), golden, golden.Outlierness);
        if (golden.OutliernessRenormalized is { } renormalized)
            Check(TestModels.From(golden, renormalize: true), golden, renormalized);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Scores_and_explanations_agree_with_the_engine(string name)
    {
        OneClassModel model = ModelFiles.Make(name);
        foreach (RelevanceRule rule in (RelevanceRule[])[RelevanceRule.Thesis, RelevanceRule.Conservative])
        {
            using var graph = new GraphRunner(ModelFiles.Bytes(model, new ModelDescription { Rule = rule }));
            RequireTheEngines(model, graph, ModelFiles.Rows(40, model.FeatureCount), rule);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Rows_at_a_support_vector_are_explained(string name)
    {
        OneClassModel model = ModelFiles.Make(name);
        float[,] rows = SupportVectorsAsRows(model);
        foreach (RelevanceRule rule in (RelevanceRule[])[RelevanceRule.Thesis, RelevanceRule.Conservative])
        {
            using var graph = new GraphRunner(ModelFiles.Bytes(model, new ModelDescription { Rule = rule }));
            RequireTheEngines(model, graph, rows, rule);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Scores_asked_alone_are_the_same_and_come_without_an_explanation(string name)
    {
        OneClassModel model = ModelFiles.Make(name);
        float[,] rows = ModelFiles.Rows(40, model.FeatureCount);
        using var graph = new GraphRunner(model);
        (float[] scores, float[,] relevance, float[] residual) = graph.Explain(rows, explain: false);
        Assert.Equal(graph.Score(rows), scores);
        Assert.All(residual, value => Assert.True(float.IsNaN(value)));
        Assert.All(relevance.AsSpan().ToArray(), value => Assert.True(float.IsNaN(value)));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void No_rows_one_row_and_many_rows_are_scored(string name)
    {
        OneClassModel model = ModelFiles.Make(name);
        using var graph = new GraphRunner(model);
        Assert.Empty(graph.Score(new float[0, model.FeatureCount]));
        float[,] rows = ModelFiles.Rows(3000, model.FeatureCount);
        float[] all = graph.Score(rows);
        Assert.Equal(model.Score(rows), all, (a, b) => OracleBounds.ScoreError(a, b) <= 1);
        float[,] one = new float[1, model.FeatureCount];
        Assert.Equal(model.Score(one), graph.Score(one), (a, b) => OracleBounds.ScoreError(a, b) <= 1);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Far_rows_keep_their_order(string name)
    {
        OneClassModel model = ModelFiles.Make(name);
        float[,] rows = new float[30, model.FeatureCount];
        for (int i = 0; i < 30; i++)
        {
            for (int j = 0; j < model.FeatureCount; j++)
                rows[i, j] = (float)Math.Pow(10, 2 + 0.5 * i); // up to 10¹⁶·⁵ widths away
        }

        using var graph = new GraphRunner(model);
        float[] scores = graph.Score(rows);
        for (int i = 1; i < 30; i++)
            Assert.True(scores[i] > scores[i - 1] && float.IsFinite(scores[i]), $"row {i}: {scores[i]} after {scores[i - 1]}.");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Whatever_is_done_by_parts_gives_the_same(string name)
    {
        // Chunks of one row, or of 3 of 40; no matrix of edges; no virtual support vectors kept; blocks of one support vector, or of a few; all
        // pairs in place of edges.
        OneClassModel model = ModelFiles.Make(name);
        foreach (GraphLimits limits in (GraphLimits[])
            [
                new() { Chunk = 1 },
                new() { ChunkRows = 3, Pairs = 0, VirtualFeatures = 0, PairWeights = 0 },
                new() { ChunkRows = 7, PairWeights = 7 * 17 * 3 },
                new() { VirtualFeatures = 0, PairsPerEdge = 100, PairWeights = 40 * 17 * 3 },
            ])
        {
            ModelProto proto = ModelFiles.Open(ModelFiles.Bytes(model));
            proto.Graph = ModelGraph.Build(model, new MemberIndex(model), new ModelDescription(), limits);
            using var graph = new GraphRunner(ModelFiles.Seal(proto));
            RequireTheEngines(model, graph, ModelFiles.Rows(40, model.FeatureCount), RelevanceRule.Thesis);
            Assert.Empty(graph.Score(new float[0, model.FeatureCount]));
        }
    }

    [Theory]
    [InlineData(1e3f)]
    [InlineData(1e4f)]
    [InlineData(1e5f)]
    [InlineData(1e6f)]
    public void Digits_are_lost_with_the_spread_of_the_data_in_kernel_widths_and_no_faster(float gap)
    {
        // Two clusters, so that their mean, around which the graph computes, is far from every row. docs/onnx.md has the table.
        const double Gamma = 1;
        float[,] vectors = new float[40, 3], rows = new float[40, 3];
        var random = new Random(5);
        for (int i = 0; i < 40; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                vectors[i, j] = (i % 2) * gap + (float)random.NextDouble();
                rows[i, j] = (i % 2) * gap + (float)random.NextDouble();
            }
        }

        SupportVectorModel model = KernelDensity.Fit(vectors, Gamma);
        using var graph = new GraphRunner(model);
        float[] found = graph.Score(rows), expected = model.Score(rows);
        double worst = Enumerable.Range(0, 40).Max(i => OracleBounds.ScoreError(found[i], expected[i]));
        double spread = Gamma * 3 * (gap / 2) * (gap / 2); // γ‖x−c‖²
        output.WriteLine($"| {spread:g2} | {worst:0.00000} |");
        Assert.InRange(worst, 0, 0.01 + 4 * Math.Pow(2, -52) * spread / 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_whose_nearest_support_vectors_no_edge_joins_are_scored(bool renormalize)
    {
        // The row's nearest u is 100 and its nearest v 200, but in the first half all edges lead to 50.
        var first = SupportVectorModel.Create(new float[,] { { 0 }, { 100 } }, [0.5, 0.5], 1);
        var second = SupportVectorModel.Create(new float[,] { { 50 }, { 200 } }, [0.5, 0.5], 1);
        var model = new LocalTimesEnsemble(first, second, 1, 1, renormalize);
        float[,] rows = { { 201 }, { 50 }, { -3 }, { 1e6f } };
        using var graph = new GraphRunner(model);
        Assert.Equal(model.Score(rows), graph.Score(rows), (a, b) => OracleBounds.ScoreError(a, b) <= 1);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Rows_that_are_not_a_number_score_not_a_number(string name)
    {
        OneClassModel model = ModelFiles.Make(name);
        float[,] rows = new float[3, model.FeatureCount];
        rows[1, model.FeatureCount - 1] = float.NaN;
        using var graph = new GraphRunner(model);
        float[] scores = graph.Score(rows);
        Assert.False(float.IsNaN(scores[0]));
        Assert.True(float.IsNaN(scores[1]));
        Assert.False(float.IsNaN(scores[2]));
        (_, float[,] relevance, float[] residual) = graph.Explain(rows);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(i == 1, float.IsNaN(residual[i]));
            Assert.All(relevance.AsSpan2D().GetRowSpan(i).ToArray(), value => Assert.Equal(i == 1, float.IsNaN(value)));
        }
    }

    [Fact]
    public void Inputs_and_outputs_are_named_and_typed_as_documented()
    {
        using var graph = new GraphRunner(ModelFiles.Make("local"));
        Assert.Equal(["x"], graph.Inputs.Keys);
        Assert.Equal(typeof(float), graph.Inputs["x"].ElementType);
        Assert.Equal([-1, 5], graph.Inputs["x"].Dimensions);
        Assert.Equal(["explain"], graph.OptionalInputs.Keys);
        Assert.Equal(typeof(bool), graph.OptionalInputs["explain"].ElementType);
        Assert.Equal(["outlierness", "relevance", "residual"], graph.Outputs.Keys);
        Assert.Equal(typeof(float), graph.Outputs["relevance"].ElementType);
        Assert.Equal([-1, 5], graph.Outputs["relevance"].Dimensions);
        Assert.Equal([-1], graph.Outputs["residual"].Dimensions);
        Assert.Equal(typeof(float), graph.Outputs["outlierness"].ElementType);
        Assert.Equal([-1], graph.Outputs["outlierness"].Dimensions);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Explanations_agree_with_the_oracle(string name)
    {
        var golden = GoldenCase.Load(name);
        OneClassModel model = TestModels.From(golden);
        CheckExplanations(golden, model, RelevanceRule.Thesis, golden.RelevanceThesis, golden.ResidualThesis);
        CheckExplanations(golden, model, RelevanceRule.Conservative, golden.RelevanceConservative, golden.ResidualConservative);
        if (golden.RelevanceRenormalized is { } renormalized)
            CheckExplanations(golden, TestModels.From(golden, renormalize: true), RelevanceRule.Thesis, renormalized, null);
    }

    private void CheckExplanations(
        GoldenCase golden, OneClassModel model, RelevanceRule rule, double[][] expected, double[]? residuals)
    {
        using var graph = new GraphRunner(ModelFiles.Bytes(model, new ModelDescription { Rule = rule }));
        (float[] scores, float[,] relevance, float[] residual) = graph.Explain(TestModels.Matrix(golden.X));
        double worst = 0, worstResidual = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            ReadOnlySpan<float> row = relevance.AsSpan2D().GetRowSpan(i);
            worst = Math.Max(worst, OracleBounds.RelevanceError(row, expected[i], golden.Outlierness[i]));
            if (residuals is not null)
                worstResidual = Math.Max(worstResidual, OracleBounds.ResidualError(residual[i], residuals[i], expected[i].Max(), golden.Outlierness[i]));
        }

        output.WriteLine($"| {golden.Name}, {rule} | {worst:0.0000} | {worstResidual:0.0000} |");
        Assert.True(worst <= 1 && worstResidual <= 1, $"{golden.Name}, {rule}: relevance {worst:g3}, residual {worstResidual:g3} times the bound.");
    }

    private static void RequireTheEngines(OneClassModel model, GraphRunner graph, float[,] rows, RelevanceRule rule)
    {
        int count = rows.GetLength(0), features = rows.GetLength(1);
        float[] scores = new float[count], residual = new float[count];
        float[,] relevance = new float[count, features];
        model.Explain(rows, relevance, scores, residual, rule);
        (float[] foundScores, float[,] foundRelevance, float[] foundResidual) = graph.Explain(rows);
        for (int i = 0; i < count; i++)
        {
            double[] expected = Array.ConvertAll(relevance.AsSpan2D().GetRowSpan(i).ToArray(), value => (double)value);
            double worst = Math.Max(
                OracleBounds.ScoreError(foundScores[i], scores[i]),
                Math.Max(
                    OracleBounds.RelevanceError(foundRelevance.AsSpan2D().GetRowSpan(i), expected, scores[i]),
                    OracleBounds.ResidualError(foundResidual[i], residual[i], expected.Max(), scores[i])));
            Assert.True(worst <= 1, $"{rule}, row {i} of score {scores[i]}: {worst:g3} times the bound.");
        }
    }

    private static float[,] SupportVectorsAsRows(OneClassModel model)
    {
        SupportVectorModel member = model.Members[0];
        float[,] rows = member.SupportVectors.ToArray();
        if (model.Scaling is { } scaling)
        {
            foreach (int i in Enumerable.Range(0, rows.GetLength(0)))
            {
                for (int j = 0; j < rows.GetLength(1); j++)
                    rows[i, j] = (float)(rows[i, j] / scaling.Factors[j] + scaling.Shifts[j]);
            }
        }

        return rows;
    }

    private void Check(OneClassModel model, GoldenCase golden, double[] expected)
    {
        using var graph = new GraphRunner(model);
        float[] found = graph.Score(golden.X);
        double worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double error = OracleBounds.ScoreError(found[i], expected[i]);
            Assert.True(error <= 1, $"{golden.Name}, row {i}: {error:g3} times the bound.");
            worst = Math.Max(worst, error);
        }

        // docs/onnx.md says how to print these.
        output.WriteLine($"| {golden.Name} | {worst:0.0000} |");
    }
}
