using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Shared;
using SkiaSharp;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>ocdtd demo, run once as a user would.</summary>
public sealed partial class DemoTests : IDisposable
{
    /// <summary>Far above the minute it should take on two cores: machines that run tests are busy.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Leaves_a_report_a_model_and_what_to_try_next()
    {
        string demo = _folder["demo"];
        var watch = Stopwatch.StartNew();
        ProcessOutcome outcome = OcdtdProcess.Run(new Dictionary<string, string>(), "demo", "--out", demo);
        Assert.True(outcome.ExitCode == 0, outcome.Error + outcome.Output);
        Assert.True(watch.Elapsed < s_longest, $"It took {watch.Elapsed}.");
        Assert.Equal(
            ["flipping.png", "heatmaps.png", "model.onnx", "report.html", "results.json", "samples.npy"],
            Directory.GetFileSystemEntries(demo).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

        RequireEndOfOutput(outcome.Output, demo);
        RequireResults(Json.Parse(File.ReadAllText(Path.Combine(demo, "results.json"))));
        ReportFile.Require(Path.Combine(demo, "report.html"), pictures: 2);
        RequireModel(demo);
        foreach (string name in new[] { "flipping.png", "heatmaps.png" })
        {
            using SKBitmap picture = SKBitmap.Decode(Path.Combine(demo, name));
            Assert.True(picture.Width > 400 && picture.Height > 200, $"{name} is {picture.Width} x {picture.Height}.");
        }
    }

    private static void RequireEndOfOutput(string output, string demo)
    {
        Match difference = Difference().Match(output);
        Assert.True(difference.Success, output);
        Assert.InRange(double.Parse(difference.Groups[1].Value, CultureInfo.InvariantCulture), 0, 1e-5);
        string[] lines = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains($"Report: {Path.Combine(demo, "report.html")}", lines);
        Assert.Contains("Try next:", lines);
        foreach (string name in new[] { "C1 ", "C1×C1", "C2 ", "C2×C2", "C1+C2", "C1×C2" })
            Assert.Contains(lines, line => line.StartsWith(name, StringComparison.Ordinal));
    }

    private static void RequireResults(JsonElement results)
    {
        JsonElement[] classifiers = [.. results.GetProperty("classifiers").EnumerateArray()];
        Assert.Equal(["C1", "C1×C1", "C2", "C2×C2", "C1+C2", "C1×C2"], classifiers.Select(c => c.GetProperty("name").GetString()));

        // At the demo's gamma, 0.127, NumPy gave 0.867 to 0.888 for kernel density estimates of 40 random halves; products reach a little more.
        Assert.All(classifiers, c => Assert.InRange(c.GetProperty("roc_auc").GetDouble(), 0.85, 0.92));
        Assert.All(classifiers, c => Assert.True(c.GetProperty("explain_seconds_per_row").GetDouble() > 0));
        Assert.InRange(results.GetProperty("onnx").GetProperty("largest_relative_difference").GetDouble(), 0, 1e-5);
        Assert.InRange(results.GetProperty("onnx").GetProperty("largest_relative_relevance_difference").GetDouble(), 0, 1e-4);
        Assert.Equal(results.GetProperty("train_rows").GetInt32(), results.GetProperty("support_vectors").EnumerateArray().Sum(e => e.GetInt32()));
    }

    /// <summary>The commands that it says to try next work.</summary>
    private static void RequireModel(string demo)
    {
        string model = Path.Combine(demo, "model.onnx"), samples = Path.Combine(demo, "samples.npy");
        JsonElement facts = Json.Of("inspect", model);
        Assert.Equal(("local-times", 784), (facts.GetProperty("kind").GetString(), facts.GetProperty("features").GetInt32()));
        string scores = Path.Combine(demo, "outlierness.npy"), heatmaps = Path.Combine(demo, "heatmaps");
        Ocdtd.Succeed("score", model, samples, "-o", scores);
        double[] outlierness = Samples.Vector(scores);
        Assert.Equal(8, outlierness.Length);
        Assert.True(outlierness[..4].Average() < outlierness[4..].Average(), "Four inliers come first, then four outliers.");
        Ocdtd.Succeed("explain", model, samples, "-o", Path.Combine(demo, "relevance.npy"), "--heatmaps", heatmaps);
        Assert.Equal(8, Directory.GetFiles(heatmaps, "*.png").Length);
    }

    [GeneratedRegex(@"largest difference \S+ \((\S+) relative\)")]
    private static partial Regex Difference();
}
