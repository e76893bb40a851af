using System.Net;
using System.Net.Sockets;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Shared;
using OcDtd.Fast.Web.Tests.Support;

namespace OcDtd.Fast.Web.Tests.Server;

/// <summary>Starting and ending 'ocdtd view', and what it refuses.</summary>
public sealed class ViewCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void An_interrupt_ends_it()
    {
        Signals.SkipUnlessHeard();
        using ViewProcess view = ViewProcess.Start(Model(), Served.MakeRuntime(_folder.Path));
        Assert.Equal("127.0.0.1", view.Address.Host);
        Assert.True(Signals.Interrupt(view.Process.Id));
        Assert.True(view.Process.WaitForExit(30_000), "It goes on after SIGINT.");
        Assert.Equal((130, ""), (view.Process.ExitCode, view.Process.StandardError.ReadToEnd()));
    }

    [Fact]
    public void A_taken_port_is_said()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string port = $"{((IPEndPoint)taken.LocalEndpoint).Port}";
        RequireRefusal(
            1,
            $"--port {port}: another program listens on it; expected a free port of this user's (0 finds one).",
            "view", Model(), "--port", port, "--runtime", Served.MakeRuntime(_folder.Path));
    }

    [Theory]
    [InlineData("70000", "--port is 70000; expected 0 to 65535.")]
    [InlineData("-1", "--port is -1; expected 0 to 65535.")]
    [InlineData("web", "--port is 'web'; expected a whole number.")]
    public void A_port_that_is_none_is_wrong_usage(string port, string message) =>
        RequireRefusal(2, message, "view", "m.onnx", "--port", port);

    [Fact]
    public void The_model_is_checked_first()
    {
        string damaged = _folder.Write("damaged.onnx", File.ReadAllBytes(Model()).AsSpan(..^100));
        RequireRefusal(1, $"{damaged}: ", "view", damaged, "--runtime", _folder["nothing"]);
        RequireRefusal(
            1,
            $"{_folder["none.onnx"]}: no such file; expected a model written by 'ocdtd fit' or 'ocdtd import'.",
            "view", _folder["none.onnx"], "--runtime", _folder["nothing"]);
    }

    [Fact]
    public void A_runtime_folder_without_the_files_is_named()
    {
        string runtime = Served.MakeRuntime(_folder.Path);
        File.Delete(Path.Combine(runtime, "ort-wasm-simd-threaded.wasm"));
        RequireRefusal(
            1,
            $"--runtime {runtime}: there is no ort-wasm-simd-threaded.wasm; expected the folder 'dist' of the npm package onnxruntime-web 1.30.0.",
            "view", Model(), "--runtime", runtime);
    }

    private string Model() => ModelFiles.Colour(_folder, storesShape: true);

    private static void RequireRefusal(int code, string start, params string[] arguments)
    {
        ProcessOutcome outcome = Ocdtd.Run(arguments);
        Assert.Equal((code, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith($"ocdtd: {start}", outcome.Error);
        Assert.Equal(code, outcome.Error.Count(c => c == '\n')); // Wrong usage has a second line, which names --help.
    }
}
