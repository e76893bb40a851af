using System.Diagnostics;
using System.Text.Json;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Runtimes.Tests.Runtimes;

/// <summary>onnxruntime-node: one Node process answers all questions, a line each.</summary>
internal sealed class NodeRuntime : IRuntime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly string _answers;
    private readonly Process _process;
    private readonly Task<string> _problems;

    /// <summary>Starts Node; skips the calling test where it or its package is absent.</summary>
    internal NodeRuntime(string answersFolder)
    {
        string node = Environment.GetEnvironmentVariable("OCDTD_NODE") is { Length: > 0 } named ? named : "node";
        SharedFiles.SkipUnless(Processes.TryRun(node, ["--version"], out _), $"{node} is absent (OCDTD_NODE names another).");
        string package = NodePackages.Require("onnxruntime-node");
        _answers = answersFolder;
        _process = Process.Start(new ProcessStartInfo(node, [Drivers.Path("node.mjs"), package])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _problems = _process.StandardError.ReadToEndAsync();
    }

    public int MostRows => int.MaxValue;

    public Answers Run(Question question)
    {
        _process.StandardInput.WriteLine(DriverQuestion.Of(question, question.Model, question.Rows.Path, _answers).ToJson());
        _process.StandardInput.Flush();
        string line = _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience).GetAwaiter().GetResult()
            ?? throw new InvalidOperationException($"node ended: {_problems.GetAwaiter().GetResult()}");
        Reply reply = JsonSerializer.Deserialize<Reply>(line, DriverQuestion.Json)!;
        Assert.True(reply.Error is null, reply.Error);
        return DriverQuestion.Read(question, reply.Milliseconds!, name => File.ReadAllBytes(Path.Combine(_answers, name)));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private sealed record Reply(double[]? Milliseconds, string? Error);
}
