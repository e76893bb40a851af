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
    public void Scores_agree_with_the_engine(string name)
    {
        OneClassModel model = ModelFiles.Make(name);
        float[,] rows = ModelFiles.Rows(40, model.FeatureCount);
        float[] expected = model.Score(rows);
        using var graph = new GraphRunner(model);
        float[] found = graph.Score(rows);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(OracleBounds.ScoreError(found[i], expected[i]) <= 1, $"{name}, row {i}: {found[i]}, not {expected[i]}.");
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
    public void Members_too_large_for_a_matrix_of_edges_score_the_same(string name)
    {
        OneClassModel model = ModelFiles.Make(name);
        ModelProto proto = ModelFiles.Open(ModelFiles.Bytes(model));
        proto.Graph = ScoreGraph.Build(model, new MemberIndex(model), mostPairs: 0);
        float[,] rows = ModelFiles.Rows(40, model.FeatureCount);
        using var graph = new GraphRunner(ModelFiles.Seal(proto));
        Assert.Equal(model.Score(rows), graph.Score(rows), (a, b) => OracleBounds.ScoreError(a, b) <= 1);
        Assert.Empty(graph.Score(new float[0, model.FeatureCount]));
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
    }

    [Fact]
    public void Inputs_and_outputs_are_named_and_typed_as_documented()
    {
        using var graph = new GraphRunner(ModelFiles.Make("local"));
        Assert.Equal(["x"], graph.Inputs.Keys);
        Assert.Equal(typeof(float), graph.Inputs["x"].ElementType);
        Assert.Equal([-1, 5], graph.Inputs["x"].Dimensions);
        Assert.Equal(["outlierness"], graph.Outputs.Keys);
        Assert.Equal(typeof(float), graph.Outputs["outlierness"].ElementType);
        Assert.Equal([-1], graph.Outputs["outlierness"].Dimensions);
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

        // docs/model-file.md says how to print these.
        output.WriteLine($"| {golden.Name} | {worst:0.0000} |");
    }
}
