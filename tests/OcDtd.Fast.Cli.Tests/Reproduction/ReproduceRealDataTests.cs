using System.Diagnostics;
using System.Text.Json;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Cli.Tests.Reproduction;

/// <summary>ocdtd reproduce --quick on the real data, with what a quick run can already say.</summary>
public sealed class ReproduceRealDataTests : IDisposable
{
    /// <summary>Far above the minute it should take on two cores: machines that run tests are busy.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(4);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void Mnist()
    {
        JsonElement results = Run("mnist", SharedFiles.Data("mnist"), pictures: 5);
        foreach ((int m, double[] auc) in Means(results, "table-3.1-authors-settings").Select(row => (int.Parse(row.Key), row.Value)))
        {
            Assert.True(Math.Abs(auc[1] - auc[0]) <= 0.002 && Math.Abs(auc[3] - auc[2]) <= 0.002, $"m = {m}: C×C differs from C.");
            Assert.InRange(auc[4] - auc[5], 0, 0.01);
            Assert.All(auc, value => Assert.InRange(value, 0.8, 0.92));
        }

        double[] outliers = Means(results, "flipping-area")["test outliers"];
        Assert.All(outliers, area => Assert.InRange(area, 0.04, 0.2));
    }

    [SkippableFact]
    public void MnistC()
    {
        JsonElement results = Run("mnist-c", Path.GetDirectoryName(SharedFiles.Data("mnist_c.zip"))!, pictures: 4);
        Dictionary<string, double[]> aucs = Means(results, "table-3.2-authors-settings");
        Assert.Equal(15, aucs.Count);
        Assert.All(aucs["stripe"], auc => Assert.True(auc > 0.99));
        Assert.All(aucs["scale"], auc => Assert.True(auc < 0.5));

        // What is added to a digit is shown better than where a digit was moved to.
        Dictionary<string, double[]> cosines = Means(results, "table-3.3-authors-settings");
        Assert.All(cosines["stripe"].Zip(cosines["translate"]), pair => Assert.True(pair.First > pair.Second));
        if (results.GetProperty("thesis_tables").ValueKind != JsonValueKind.Null)
            Assert.Equal("holds", Verdict(results, "as easy or hard to detect as in Table 3.2 (author's settings)"));
    }

    [SkippableFact]
    public void Mvtec()
    {
        JsonElement results = Run("mvtec", SharedFiles.Data("mvtec_anomaly_detection/leather"), pictures: 1);
        Dictionary<string, double[]> aucs = Means(results, "table-3.4-leather"), cosines = Means(results, "table-3.5-leather"), scores = Means(results, "table-3.6-leather");
        Assert.Equal(["color", "cut", "fold", "glue", "poke"], aucs.Keys.Order());
        Assert.All(aucs["fold"], auc => Assert.True(auc > 0.9));
        foreach (string defect in aucs.Keys)
            Assert.All(Enumerable.Range(0, 6), c => Assert.InRange(scores[defect][c], 0.9 * aucs[defect][c] / cosines[defect][c], 1.1 * aucs[defect][c] / cosines[defect][c]));
        Assert.Contains("These are not the official images of leather", File.ReadAllText(_folder["out/report.html"]));
    }

    private JsonElement Run(string experiment, string data, int pictures)
    {
        var watch = Stopwatch.StartNew();
        ProcessOutcome outcome = Ocdtd.Run("reproduce", experiment, "--data", data, "--out", _folder["out"], "--quick");
        Assert.True(outcome.ExitCode == 0, outcome.Error + outcome.Output);
        Assert.True(watch.Elapsed < s_longest, $"It took {watch.Elapsed}.");
        ReportFile.Require(_folder["out/report.html"], pictures);
        return Json.Parse(File.ReadAllText(_folder["out/results.json"]));
    }

    /// <summary>The means of a table's columns, by row.</summary>
    private static Dictionary<string, double[]> Means(JsonElement results, string table) => results.GetProperty("tables").GetProperty(table).EnumerateArray()
        .GroupBy(cell => cell.GetProperty("row").GetString()!)
        .ToDictionary(row => row.Key, row => row.Select(cell => cell.GetProperty("mean").GetDouble()).ToArray());

    private static string? Verdict(JsonElement results, string claim) => results.GetProperty("claims").EnumerateArray()
        .Single(each => each.GetProperty("claim").GetString()!.Contains(claim, StringComparison.Ordinal)).GetProperty("verdict").GetString();
}
