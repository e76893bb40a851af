using System.Text.Json;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>What inspect says of a file, to programs and to people.</summary>
public sealed class InspectTests : IDisposable
{
    private const int Features = 12;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_and_its_graph_are_described()
    {
        string path = Samples.Import(_folder, "bagging", Features, 0.5, 9, 7);
        JsonElement facts = Json.Of("inspect", path);
        Assert.Equal((2, 2), (Whole(facts, "members"), Whole(facts, "members_stored")));
        Assert.Equal((17, 8, 1), (Whole(facts, "opset"), Whole(facts, "ir_version"), Whole(facts, "format_version")));
        Assert.Equal(4 * Features * 16, Whole(facts, "vector_bytes"));
        double size = new FileInfo(path).Length;
        Assert.Equal(Math.Round(4 * Features * 16 / size, 4), facts.GetProperty("vector_share").GetDouble());
        foreach (string absent in new[] { "data_file", "data_bytes", "data_sha256", "shape", "threshold" })
            Assert.Equal(JsonValueKind.Null, facts.GetProperty(absent).ValueKind);
        Assert.Equal(
            $"float32 (N, {Features}): each feature's part of it, by the thesis rule",
            facts.GetProperty("outputs").GetProperty("relevance").GetString());
    }

    [Fact]
    public void A_member_that_stands_twice_is_stored_once()
    {
        SupportVectorModel member = KernelDensity.Fit(Samples.Rows(1, 5, Features), 0.3);
        OnnxModel.Save(new GlobalTimesEnsemble(member, member), _folder["m.onnx"]);
        JsonElement facts = Json.Of("inspect", _folder["m.onnx"]);
        Assert.Equal((2, 1), (Whole(facts, "members"), Whole(facts, "members_stored")));
        Assert.Equal(4 * Features * 5, Whole(facts, "vector_bytes"));
    }

    [Fact]
    public void People_read_an_output_a_line_and_the_first_of_many_names()
    {
        var description = new ModelDescription
        {
            Rule = RelevanceRule.Conservative,
            Decision = Calibrated.Squares(),
            FeatureNames = [.. Enumerable.Range(0, Features).Select(j => $"f{j}")],
            TrainedWith = [new("source", "two\nlines")],
        };
        OnnxModel.Save(KernelDensity.Fit(Samples.Rows(1, 5, Features), 0.3), _folder["m.onnx"], description);
        string[] lines = Ocdtd.Succeed("inspect", _folder["m.onnx"]).Split(Environment.NewLine);
        Assert.Contains("output outlierness float32 (N): larger is more anomalous", lines);
        Assert.Contains($"output relevance   float32 (N, {Features}): each feature's part of it, by the conservative rule", lines);
        Assert.Contains("output is outlier  bool (N): outlierness > threshold", lines);
        Assert.Contains("output p value     float32 (N): how often normal rows are as anomalous", lines);
        Assert.Contains("trained.source     two lines", lines);
        Assert.Contains($"feature names      f0, f1, f2, f3, f4, f5, f6, f7, … ({Features})", lines);
        Assert.Contains(lines, line => line.StartsWith("vector share ", StringComparison.Ordinal) && line.EndsWith(" % of the file", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length < 120, line));
        Assert.Equal(Features, Json.Of("inspect", _folder["m.onnx"]).GetProperty("feature_names").GetArrayLength());
    }

    [Fact]
    public void A_file_that_only_scores_has_no_other_output()
    {
        OnnxModel.Save(KernelDensity.Fit(Samples.Rows(1, 5, 3), 0.3), _folder["m.onnx"], new ModelDescription { ScoreOnly = true });
        Assert.Equal(
            ["outlierness"], Json.Of("inspect", _folder["m.onnx"]).GetProperty("outputs").EnumerateObject().Select(output => output.Name));
    }

    private static long Whole(JsonElement facts, string name) => facts.GetProperty(name).GetInt64();
}
