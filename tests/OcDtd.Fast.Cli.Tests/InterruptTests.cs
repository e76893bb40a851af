using System.Diagnostics;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;

namespace OcDtd.Fast.Cli.Tests;

/// <summary>Ctrl-C ends a long command at once and leaves nothing behind.</summary>
public sealed class InterruptTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void An_interrupted_explain_leaves_no_part_of_its_output()
    {
        // Wide kernels clip every pair: each row costs pairs × features, hours for all of them.
        string model = Samples.Import(_folder, "global-times", 64, 1e-3, 700, 700);
        _folder.Write("x.npy", Samples.Rows(5, 50_000, 64, mean: 1));
        RequireInterruptible(["explain", model, _folder["x.npy"], "-o", _folder["r.npy"]], _ => _folder.Names().Any(IsTemporary));
    }

    [SkippableFact]
    public void An_interrupted_score_leaves_nothing()
    {
        string model = Samples.Import(_folder, "local-times", 64, 1e-3, 4000, 4000);
        _folder.Write("x.npy", Samples.Rows(5, 200_000, 64, mean: 1));
        RequireInterruptible(["score", model, _folder["x.npy"], "-o", _folder["o.npy"]], IsBusy);
    }

    [SkippableFact]
    public void An_interrupted_fit_leaves_nothing()
    {
        _folder.Write("x.npy", Samples.Rows(5, 30_000, 200));
        RequireInterruptible(["fit", _folder["x.npy"], "--ensemble", "local-times", "-o", _folder["m.onnx"]], IsBusy);
    }

    /// <summary>Rows of which none is far from another: the matrix is full, and more than the memory it may take.</summary>
    [SkippableFact]
    public void An_interrupted_training_leaves_nothing()
    {
        _folder.Write("x.npy", Samples.Rows(5, 30_000, 200));
        string[] command = ["fit", _folder["x.npy"], "--estimator", "ocsvm", "--nu", "0.5", "--gamma", "0.001", "--kernel-memory", "64"];
        RequireInterruptible([.. command, "-o", _folder["m.onnx"]], IsBusy);
    }

    private void RequireInterruptible(string[] arguments, Func<Process, bool> isUnderWay)
    {
        Signals.SkipUnlessHeard();
        string[] before = _folder.Names();
        using Process process = OcdtdProcess.Start(arguments);
        try
        {
            var watch = Stopwatch.StartNew();
            while (!isUnderWay(process))
            {
                Assert.False(process.HasExited, "It ended before it could be interrupted.");
                Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), "It does not get under way.");
                Thread.Sleep(20);
            }

            Assert.True(Signals.Interrupt(process.Id));
            Assert.True(process.WaitForExit(60_000), "It goes on after SIGINT.");
            Assert.Equal((130, "", ""), (process.ExitCode, process.StandardOutput.ReadToEnd(), process.StandardError.ReadToEnd()));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }

        Assert.Equal(before, _folder.Names());
    }

    private static bool IsTemporary(string name) => name.EndsWith(".tmp", StringComparison.Ordinal);

    /// <summary>Beyond starting up, which takes a fraction of this.</summary>
    private static bool IsBusy(Process process)
    {
        process.Refresh();
        return !process.HasExited && process.TotalProcessorTime > TimeSpan.FromSeconds(1);
    }
}
