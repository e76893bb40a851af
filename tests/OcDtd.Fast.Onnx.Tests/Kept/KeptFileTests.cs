using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Models;

namespace OcDtd.Fast.Onnx.Tests.Kept;

/// <summary>Files that earlier versions wrote: they load, answer as the oracle does, and run in ONNX Runtime, for ever.</summary>
public sealed class KeptFileTests
{
    private static readonly RelevanceRule[] s_rules = [RelevanceRule.Thesis, RelevanceRule.Conservative];

    public static TheoryData<string, string> Files()
    {
        KeptFiles.WriteIfAsked();
        var files = new TheoryData<string, string>();
        foreach (string version in KeptFiles.Versions())
        {
            foreach (string name in KeptFiles.Names(version))
                files.Add(version, name);
        }

        return files;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void They_say_what_they_said(string version, string name)
    {
        var kept = KeptModel.Named(name);
        SavedModel saved = OnnxModel.Load(KeptFiles.PathOf(version, name));
        Assert.Equal(version, saved.ProducerVersion);
        Assert.StartsWith(saved.Kind, name);
        Assert.Equal(saved.Model.Scaling is null ? 1 : 2, saved.FormatVersion);
        Assert.Equal(name.Contains("scaled", StringComparison.Ordinal), saved.Model.Scaling is not null);
        Assert.Equal(kept.InTwoFiles, saved.DataFile is not null);
        Assert.Equal(kept.OfOne, saved.Model.Members.Count > 1 && ReferenceEquals(saved.Model.Members[0], saved.Model.Members[1]));

        ModelDescription expected = kept.Description, found = saved.Description;
        Assert.Equal((expected.Rule, expected.Shape), (found.Rule, found.Shape));
        Assert.Equal(expected.FeatureNames, found.FeatureNames);
        Assert.Equal(expected.TrainedWith, found.TrainedWith);
        Assert.Equal(expected.Decision?.Threshold, found.Decision?.Threshold);
        Assert.Equal(expected.Decision?.FalseAlarmRate, found.Decision?.FalseAlarmRate);
        Assert.Equal(expected.Decision?.Calibration?.Scores.ToArray(), found.Decision?.Calibration?.Scores.ToArray());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void They_answer_as_the_oracle_does(string version, string name)
    {
        OneClassModel model = OnnxModel.Load(KeptFiles.PathOf(version, name)).Model;
        KeptAnswers answers = KeptModel.Named(name).Answers();
        int count = answers.Outlierness.Length;
        foreach (RelevanceRule rule in answers.Residual is null ? s_rules[..1] : s_rules)
        {
            float[] scores = new float[count], residual = new float[count];
            float[,] relevance = new float[count, model.FeatureCount];
            model.Explain(answers.Rows, relevance, scores, residual, rule);
            Require(answers, rule, scores, relevance, residual);
            Assert.Equal(scores, model.Score(answers.Rows));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Saved_again_they_give_the_same_bits(string version, string name)
    {
        SavedModel saved = OnnxModel.Load(KeptFiles.PathOf(version, name));
        float[,] rows = KeptModel.Named(name).Answers().Rows;
        using var folder = new TempFolder();
        OnnxModel.Save(saved.Model, folder["m.onnx"], saved.Description);
        SavedModel again = OnnxModel.Load(folder["m.onnx"]);
        Assert.Equal(saved.Kind, again.Kind);
        Assert.Equal(ModelFiles.Answers(saved.Model, rows), ModelFiles.Answers(again.Model, rows));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void They_run_in_onnx_runtime(string version, string name)
    {
        string path = KeptFiles.PathOf(version, name);
        SavedModel saved = OnnxModel.Load(path);
        KeptAnswers answers = KeptModel.Named(name).Answers();
        using GraphRunner graph = GraphRunner.Open(path);
        Assert.Equal(saved.Outputs, graph.Outputs.Keys);
        float[] scores = graph.Score(answers.Rows);
        for (int i = 0; i < scores.Length; i++)
            Assert.InRange(OracleBounds.ScoreError(scores[i], answers.Outlierness[i]), 0, 1);

        // Files of 0.1.0 and 0.2.0 score; later ones explain, too, unless they were asked not to.
        if (!saved.Description.ScoreOnly)
        {
            (scores, float[,] relevance, float[] residual) = graph.Explain(answers.Rows);
            Require(answers, saved.Description.Rule, scores, relevance, residual);
        }

        if (saved.Description.Decision is { } decision)
        {
            (float[] outlierness, bool[] isOutlier, float[] pValues) = graph.Decide(answers.Rows);
            Assert.Equal(outlierness.Select(decision.IsOutlier), isOutlier);
            if (decision.Calibration is { } calibration)
                Assert.Equal(outlierness.Select(o => (float)calibration.PValue(o)), pValues);
        }
    }

    [Fact]
    public void Every_version_has_all_that_it_could_write()
    {
        KeptFiles.WriteIfAsked();
        Assert.Equal(["0.1.0", "0.2.0"], KeptFiles.Versions()[..2]);
        foreach (string version in KeptFiles.Versions())
            Assert.Equal(KeptModel.All.Where(model => model.IsIn(version)).Select(model => model.Name).Order(), KeptFiles.Names(version));
        Assert.InRange(KeptFiles.Size(), 1, 300_000);
    }

    [Fact]
    public void This_version_writes_all_of_them()
    {
        using var folder = new TempFolder();
        foreach (KeptModel model in KeptModel.All)
        {
            model.Save(folder.Path);
            Assert.StartsWith(OnnxModel.Load(folder[model.Name + ".onnx"]).Kind, model.Name);
        }
    }

    private static void Require(KeptAnswers answers, RelevanceRule rule, float[] scores, float[,] relevance, float[] residual)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            double o = answers.Outlierness[i];
            double[] expected = answers.Relevance(rule)[i];
            Assert.InRange(OracleBounds.ScoreError(scores[i], o), 0, 1);
            Assert.InRange(OracleBounds.RelevanceError(relevance.AsSpan2D().GetRowSpan(i), expected, o), 0, 1);
            if (answers.Residual is { } residuals)
                Assert.InRange(OracleBounds.ResidualError(residual[i], residuals(rule)[i], expected.Max(), o), 0, 1);
        }
    }
}
