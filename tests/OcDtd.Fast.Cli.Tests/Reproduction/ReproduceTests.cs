using System.Diagnostics;
using System.Text.Json;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Cli.Tests.Reproduction;

/// <summary>ocdtd reproduce on data that every machine has: the demo's digits in MNIST's layout.</summary>
public sealed class ReproduceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Writes_a_report_and_goes_on_with_what_it_has()
    {
        EmbeddedMnist.Write(_folder, "mnist", step: 5);
        string[] command = ["reproduce", "mnist", "--data", _folder.Path, "--out", _folder["out"], "--quick"];
        ProcessOutcome first = Ocdtd.Run([.. command, "--seeds", "2"]);
        Assert.True(first.ExitCode == 0, first.Error + first.Output);
        Assert.Contains("thesis' tables were not found", first.Error);
        JsonElement results = Results();
        RequireTable(results, "table-3.1-authors-settings", seeds: 2);
        ReportFile.Require(Path.Combine(_folder["out"], "report.html"));

        Ocdtd.Run([.. command, "--seeds", "3"]);
        JsonElement more = Results();
        RequireTable(more, "table-3.1-authors-settings", seeds: 3);
        string[] lines = File.ReadAllLines(_folder["out/trials.jsonl"]);
        Assert.Equal(lines.Length, lines.Distinct().Count());

        Ocdtd.Run([.. command, "--seeds", "2"]);
        Assert.Equal(results.GetProperty("tables").GetRawText(), Results().GetProperty("tables").GetRawText());
        Assert.Equal(lines, File.ReadAllLines(_folder["out/trials.jsonl"]));
    }

    [Fact]
    public void Sets_the_thesis_numbers_beside_ours()
    {
        EmbeddedMnist.Write(_folder, "mnist", step: 10);
        _folder.Write("thesis/table-3.1-mnist-roc-auc.csv", "support_vectors,C1,C1xC1,C2,C2xC2,C1+C2,C1xC2\n40,0.01,0.02,0.85,0.85,0.99,0.999\n");
        Ocdtd.Run("reproduce", "mnist", "--data", _folder.Path, "--out", _folder["out"], "--quick", "--seeds", "5");
        JsonElement row = Results().GetProperty("tables").GetProperty("table-3.1-authors-settings")[0];
        Assert.Equal(("40", "C1", 0.01, "below"), (
            row.GetProperty("row").GetString(), row.GetProperty("column").GetString(), row.GetProperty("thesis").GetDouble(), row.GetProperty("thesis_lies").GetString()));
        Assert.Contains("thesis 0.010 ▼", File.ReadAllText(_folder["out/report.html"]));
    }

    [SkippableFact]
    public void An_interrupted_run_keeps_its_trials_and_is_gone_on_with()
    {
        Signals.SkipUnlessHeard();
        EmbeddedMnist.Write(_folder, "mnist", step: 2);
        string[] command = ["reproduce", "mnist", "--data", _folder.Path, "--out", _folder["out"], "--seeds", "3"];
        using (Process process = OcdtdProcess.Start(command))
        {
            var watch = Stopwatch.StartNew();
            while (!File.Exists(_folder["out/trials.jsonl"]) || new FileInfo(_folder["out/trials.jsonl"]).Length < 1000)
            {
                Assert.False(process.HasExited, "It ended before it could be interrupted.");
                Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), "It does not get under way.");
                Thread.Sleep(5);
            }

            Assert.True(Signals.Interrupt(process.Id));
            Assert.True(process.WaitForExit(60_000), "It goes on after SIGINT.");
            Assert.Equal(130, process.ExitCode);
        }

        Assert.Equal(["trials.jsonl"], Directory.GetFileSystemEntries(_folder["out"]).Select(Path.GetFileName));
        string[] kept = File.ReadAllLines(_folder["out/trials.jsonl"]);
        ProcessOutcome outcome = OcdtdProcess.Run(new Dictionary<string, string>(), command);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains($"{kept.Length - 1} of ", outcome.Output);
        Assert.Equal(kept, File.ReadAllLines(_folder["out/trials.jsonl"])[..kept.Length]);
        Assert.True(File.Exists(_folder["out/report.html"]));
    }

    [Theory]
    [InlineData(2, "Argument 'birds' not recognized", "birds", "--data", ".", "--out", "OUT")]
    [InlineData(2, "--data", "mnist", "--out", "OUT")]
    [InlineData(1, "no such folder", "mnist", "--data", "nowhere", "--out", "OUT")]
    [InlineData(1, "holds no train-images-idx3-ubyte", "mnist", "--data", "EMPTY", "--out", "OUT")]
    [InlineData(1, "mnist_c", "mnist-c", "--data", "MNIST", "--out", "OUT")]
    [InlineData(1, "train/good", "mvtec", "--data", "EMPTY", "--out", "OUT")]
    [InlineData(1, "--seeds is 0; expected 1 or more", "mnist", "--data", "MNIST", "--out", "OUT", "--seeds", "0")]
    [InlineData(1, "test images of digit 2", "mnist", "--data", "MNIST", "--out", "OUT")]
    [InlineData(1, "--thesis", "mnist", "--data", "MNIST", "--out", "OUT", "--thesis", "nowhere")]
    [InlineData(1, "is a file; expected a folder", "mnist", "--data", "MNIST", "--out", "FILE")]
    public void Bad_input_is_one_line_and_leaves_nothing(int code, string message, params string[] arguments)
    {
        EmbeddedMnist.Write(_folder, "MNIST", step: 20);
        Directory.CreateDirectory(_folder["EMPTY"]);
        _folder.Write("FILE", "");
        ProcessOutcome outcome = Ocdtd.Run(["reproduce", .. arguments.Select(argument => argument is "OUT" or "EMPTY" or "FILE" or "MNIST" ? _folder[argument] : argument)]);
        Assert.Equal(code, outcome.ExitCode);
        Assert.Contains(message, outcome.Error);
        Assert.True(code != 1 || outcome.Error.TrimEnd().Split('\n').Length == 1, outcome.Error);
        Assert.False(Directory.Exists(_folder["OUT"]));
    }

    private JsonElement Results() => Json.Parse(File.ReadAllText(_folder["out/results.json"]));

    private static void RequireTable(JsonElement results, string name, int seeds)
    {
        JsonElement[] cells = [.. results.GetProperty("tables").GetProperty(name).EnumerateArray()];
        Assert.Equal(7 * 6, cells.Length);
        Assert.All(cells, cell => Assert.Equal(seeds, cell.GetProperty("seeds").GetInt32()));
        Assert.All(cells, cell => Assert.InRange(cell.GetProperty("mean").GetDouble(), 0.7, 0.95));
    }
}
