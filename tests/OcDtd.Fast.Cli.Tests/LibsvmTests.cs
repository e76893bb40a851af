using System.Text.Json;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Models;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>import --libsvm: what the model file scores is what libsvm's file says.</summary>
public sealed class LibsvmTests : IDisposable
{
    private const double Gamma = 0.5;

    private readonly TempFolder _folder = new();

    public LibsvmTests() => _folder.Write("s.model", LibsvmText.Good);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Scores_are_the_formula_on_normalised_coefficients(int features)
    {
        float[,] rows = Samples.Rows(4, 30, features, mean: 0.5f);
        double[] scores = Score(rows, "--libsvm", _folder["s.model"], "--features", $"{features}");
        double sum = LibsvmText.Coefficients.Sum();
        for (int row = 0; row < scores.Length; row++)
        {
            double kernels = LibsvmText.Coefficients.Select((a, i) => a / sum * Math.Exp(-Gamma * SquaredDistance(rows, row, i))).Sum();
            Assert.InRange(OracleBounds.ScoreError(scores[row], -Math.Log(kernels)), 0, 1);
        }
    }

    [Fact]
    public void The_same_model_from_arrays_gives_the_same_scores()
    {
        string vectors = _folder.Write("u.npy", LibsvmText.SupportVectors), coefficients = _folder.Write("a.npy", LibsvmText.Coefficients);
        float[,] rows = Samples.Rows(5, 10, 3);
        Assert.Equal(
            Score(rows, "--support-vectors", vectors, "--dual-coef", coefficients, "--gamma", "0.5"),
            Score(rows, "--libsvm", _folder["s.model"]));
    }

    [Fact]
    public void Several_members_are_as_wide_as_the_widest()
    {
        _folder.Write("t.model", LibsvmText.With(10, "0.81190392442872839 2:2 7:1"));
        JsonElement facts = Json.Of(
            "import", "--libsvm", _folder["s.model"], "--libsvm", _folder["t.model"], "--ensemble", "local-times", "-o", _folder["m.onnx"]);
        Assert.Equal(("local-times", 7), (facts.GetProperty("kind").GetString(), facts.GetProperty("features").GetInt32()));
        Assert.Equal([4, 4], facts.GetProperty("support_vectors").EnumerateArray().Select(count => count.GetInt32()));
    }

    [Fact]
    public void Shape_says_the_number_of_features()
    {
        Ocdtd.Succeed("import", "--libsvm", _folder["s.model"], "--shape", "2,3", "-o", _folder["m.onnx"]);
        JsonElement facts = Json.Of("inspect", _folder["m.onnx"]);
        Assert.Equal((6, "2,3,1"), (facts.GetProperty("features").GetInt32(), facts.GetProperty("shape").GetString()));
    }

    [Fact]
    public void Inspect_says_where_the_model_is_from()
    {
        Ocdtd.Succeed("import", "--libsvm", _folder["s.model"], "-o", _folder["m.onnx"]);
        JsonElement facts = Json.Of("inspect", _folder["m.onnx"]);
        Assert.Equal("imported", facts.GetProperty("trained.estimator").GetString());
        Assert.Equal("s.model", facts.GetProperty("trained.sources").GetString());
        Assert.Equal(3, facts.GetProperty("features").GetInt32());
        Assert.Equal([Gamma], facts.GetProperty("gamma").EnumerateArray().Select(gamma => gamma.GetDouble()));
    }

    private double[] Score(float[,] rows, params string[] members)
    {
        Ocdtd.Succeed(["import", .. members, "-o", _folder["m.onnx"]]);
        Ocdtd.Succeed("score", _folder["m.onnx"], _folder.Write("x.npy", rows), "-o", _folder["o.npy"]);
        return Samples.Vector(_folder["o.npy"]);
    }

    /// <summary>Features that the support vectors do not have are 0.</summary>
    private static double SquaredDistance(float[,] rows, int row, int vector) => Enumerable.Range(0, rows.GetLength(1)).Sum(j =>
    {
        double u = j < 3 ? LibsvmText.SupportVectors[vector, j] : 0;
        return (rows[row, j] - u) * (rows[row, j] - u);
    });
}
