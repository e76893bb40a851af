using OcDtd.Fast.Tests.Models;

namespace OcDtd.Fast.Onnx.Tests;

/// <summary>Thresholds and p-values in files: back as they were, and the graph decides as the engine does.</summary>
public sealed class DecisionTests
{
    public static TheoryData<string> Models => ModelFiles.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void The_graph_decides_as_the_engine_does(string name)
    {
        OneClassModel model = ModelFiles.Make(name);
        DecisionRule decision = Calibrate(model, count: 99, rate: 0.1);
        using var graph = new GraphRunner(ModelFiles.Bytes(model, new ModelDescription { Decision = decision }));
        float[,] rows = ModelFiles.Rows(200, model.FeatureCount);
        float[] engine = model.Score(rows);
        (float[] scores, bool[] outliers, float[] pValues) = graph.Decide(rows);
        for (int i = 0; i < scores.Length; i++)
        {
            // Of the graph's own score: to the bit.
            Assert.Equal(decision.IsOutlier(scores[i]), outliers[i]);
            Assert.Equal((float)decision.Calibration!.PValue(scores[i]), pValues[i]);

            // Of the engine's, which may lie on the other side of a calibration score that is as close as the two scores are.
            double error = 1e-5 * Math.Max(1, engine[i]);
            Assert.InRange(
                pValues[i],
                (float)decision.Calibration.PValue((float)(engine[i] + error)),
                (float)decision.Calibration.PValue((float)(engine[i] - error)));
        }

        Assert.Contains(true, outliers);
        Assert.Contains(false, outliers);
    }

    /// <summary>One support vector at 0 and γ = 1: o = x², exact in float32, so that rows meet calibration scores exactly.</summary>
    [Fact]
    public void Equal_scores_and_every_number_of_calibration_scores_are_counted_right()
    {
        SupportVectorModel model = KernelDensity.Fit(new float[,] { { 0 } }, gamma: 1);
        float[,] rows = new float[41, 1];
        for (int i = 0; i < 41; i++)
            rows[i, 0] = i / 4f;
        var random = new Random(11);
        for (int count = 1; count <= 70; count++)
        {
            float[] squares = [.. Enumerable.Range(0, count).Select(_ => MathF.Pow(random.Next(40) / 4f, 2))];
            DecisionRule decision = DecisionRule.FromCalibration(ConformalCalibration.FromScores(squares), 0.5);
            using var graph = new GraphRunner(ModelFiles.Bytes(model, new ModelDescription { Decision = decision }));
            (float[] scores, bool[] outliers, float[] pValues) = graph.Decide(rows);
            Assert.Equal(model.Score(rows), scores);
            Assert.Equal(scores.Select(decision.IsOutlier), outliers);
            Assert.Equal(scores.Select(score => (float)((1.0 + squares.Count(s => s >= score)) / (count + 1))), pValues);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Rows_that_are_not_a_number_and_no_rows_are_decided(string name)
    {
        OneClassModel model = ModelFiles.Make(name);
        float[,] rows = new float[3, model.FeatureCount];
        rows[1, 0] = float.NaN;
        using var graph = new GraphRunner(
            ModelFiles.Bytes(model, new ModelDescription { Decision = Calibrate(model, count: 20, rate: 0.1) }));
        (_, bool[] outliers, float[] pValues) = graph.Decide(rows);
        Assert.False(outliers[1]);
        Assert.Equal([false, true, false], pValues.Select(float.IsNaN));
        (float[] scores, outliers, pValues) = graph.Decide(new float[0, model.FeatureCount]);
        Assert.Empty(scores);
        Assert.Empty(outliers);
        Assert.Empty(pValues);
    }

    [Fact]
    public void Large_calibrations_are_searched_not_compared_one_by_one()
    {
        SupportVectorModel model = KernelDensity.Fit(new float[,] { { 0 } }, gamma: 1);
        var calibration = ConformalCalibration.FromScores([.. Enumerable.Range(0, 100_000).Select(i => i / 1000f)]);
        DecisionRule decision = DecisionRule.FromCalibration(calibration, 0.01);
        float[,] rows = new float[20_000, 1];
        for (int i = 0; i < 20_000; i++)
            rows[i, 0] = i / 2000f;
        using var graph = new GraphRunner(ModelFiles.Bytes(model, new ModelDescription { Decision = decision }));
        (float[] scores, _, float[] pValues) = graph.Decide(rows); // compared one by one, this would take 2 GB
        Assert.Equal(scores.Select(score => (float)calibration.PValue(score)), pValues);
    }

    [Fact]
    public void Bisection_takes_as_many_steps_as_it_must()
    {
        Assert.Equal([1], DecisionGraph.Steps(1));
        Assert.Equal([1, 1], DecisionGraph.Steps(2));
        Assert.Equal([49, 25, 12, 6, 3, 2, 1, 1], DecisionGraph.Steps(99));
        Assert.Equal(32, DecisionGraph.Steps(int.MaxValue).Length);
    }

    [Fact]
    public void A_support_vector_machines_threshold_has_no_p_values()
    {
        OneClassModel model = ModelFiles.Make("single");
        DecisionRule decision = DecisionRule.FromSupportVectorMachine(3.1415927f);
        byte[] file = ModelFiles.Bytes(model, new ModelDescription { Decision = decision });
        Assert.Equal(decision, ModelFiles.Load(file).Description.Decision);
        using var graph = new GraphRunner(file);
        Assert.Equal(["outlierness", "relevance", "residual", "is_outlier"], graph.Outputs.Keys);
        (float[] scores, bool[] outliers, _) = graph.Decide(ModelFiles.Rows(50, 5));
        Assert.Equal(scores.Select(score => score > 3.1415927f), outliers);
    }

    [Fact]
    public void Outputs_are_named_and_typed_as_documented()
    {
        OneClassModel model = ModelFiles.Make("local");
        byte[] file = ModelFiles.Bytes(model, new ModelDescription { Decision = Calibrate(model, count: 20, rate: 0.1) });
        Assert.Equal(["outlierness", "relevance", "residual", "is_outlier", "p_value"], ModelFiles.Load(file).Outputs);
        using var graph = new GraphRunner(file);
        Assert.Equal(["outlierness", "relevance", "residual", "is_outlier", "p_value"], graph.Outputs.Keys);
        Assert.Equal(
            [typeof(float), typeof(float), typeof(float), typeof(bool), typeof(float)],
            graph.Outputs.Values.Select(output => output.ElementType));
        Assert.All(graph.Outputs, output => Assert.Equal(output.Key == "relevance" ? [-1, 5] : [-1], output.Value.Dimensions));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Calibrations_come_back_and_saving_them_again_gives_the_same_file(string name)
    {
        OneClassModel model = ModelFiles.Make(name);
        DecisionRule decision = Calibrate(model, count: 37, rate: 1.0 / 3);
        byte[] file = ModelFiles.Bytes(model, new ModelDescription { Decision = decision });
        SavedModel loaded = ModelFiles.Load(file);
        DecisionRule found = loaded.Description.Decision!;
        Assert.Equal(
            (decision.Threshold, decision.Source, decision.FalseAlarmRate), (found.Threshold, found.Source, found.FalseAlarmRate));
        Assert.Equal(decision.Calibration!.Scores.ToArray(), found.Calibration!.Scores.ToArray());
        Assert.Equal(file, ModelFiles.Bytes(loaded.Model, loaded.Description));
        Assert.Equal(model.Scaling is null ? 1 : 2, loaded.FormatVersion); // a decision asks no more of a reader
    }

    [Fact]
    public void Files_without_a_decision_hold_nothing_of_one()
    {
        Format.ModelProto proto = ModelFiles.Open(ModelFiles.Bytes(ModelFiles.Make("single")));
        Assert.Equal("residual", proto.Graph.Node[^1].Output[0]);
        Assert.Equal(["outlierness", "relevance", "residual"], proto.Graph.Output.Select(output => output.Name));
        Assert.DoesNotContain(proto.Graph.Initializer, tensor => tensor.Name is "threshold" or "calibration.scores");
        Assert.DoesNotContain(proto.MetadataProps, entry => entry.Key.Contains("threshold", StringComparison.Ordinal));
        Assert.Null(ModelFiles.Load(ModelFiles.Bytes(ModelFiles.Make("single"))).Description.Decision);
    }

    private static DecisionRule Calibrate(OneClassModel model, int count, double rate) => DecisionRule.FromCalibration(
        ConformalCalibration.Fit(model, TestModels.RandomRows(new Random(23), count, model.FeatureCount, scale: 2)), rate);
}
