using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Cli.View;
using OcDtd.Fast.Data.Tests;
using OcDtd.Fast.Tests.Shared;
using OcDtd.Fast.Web.Tests.Support;

namespace OcDtd.Fast.Web.Tests.Server;

/// <summary>How 'ocdtd view' gets its runtime by npm, here a script that stands in for it: no test needs the network.</summary>
public sealed class RuntimeDownloadTests : IDisposable
{
    private const string Instead = "get the npm package onnxruntime-web 1.30.0 yourself and name its folder 'dist' with --runtime DIR.\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Home => _folder["home"];

    private string Cache => Path.Combine(Home, "ocdtd", "onnxruntime-web", "1.30.0");

    [SkippableFact]
    public void Without_npm_one_line_says_what_to_do()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "XDG_DATA_HOME is Linux's.");
        ProcessOutcome outcome = OcdtdProcess.Run(Environment(_folder["empty"]), "view", Model());
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.Equal(
            $"ocdtd: npm gets onnxruntime-web 1.30.0, once, into {Cache}\n" +
            $"ocdtd: npm was not found, which gets the page's runtime; install Node.js, or {Instead}",
            outcome.Error);
        RequireNothingLeft();
    }

    [SkippableFact]
    public void What_npm_complains_about_is_said()
    {
        string path = WriteNpm("echo 'npm error code ENOTFOUND' >&2; echo 'npm error more' >&2; exit 7");
        ProcessOutcome outcome = OcdtdProcess.Run(Environment(path), "view", Model());
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.EndsWith($"\nocdtd: npm ended with exit code 7 (npm error code ENOTFOUND); {Instead}", outcome.Error);
        Assert.Equal(2, outcome.Error.Count(c => c == '\n'));
        RequireNothingLeft();
    }

    [SkippableFact]
    public void Npm_gets_the_runtime_once_from_the_embedded_lock_file()
    {
        string make = $"mkdir -p node_modules/onnxruntime-web/dist && cd node_modules/onnxruntime-web/dist && touch other.js {string.Join(' ', RuntimeFiles.Names)}";
        string path = WriteNpm($"echo \"$@\" >> {_folder["calls"]}; cp package.json package-lock.json {_folder.Path} && {make}");
        string model = Model();
        for (int run = 0; run < 2; run++)
        {
            using ViewProcess view = ViewProcess.Start(Environment(path), "view", model);
            Assert.Equal(200, RawHttp.Send(view.Address, "GET", "/runtime/ort.wasm.min.mjs").Status);
        }

        Assert.Equal("ci --ignore-scripts --omit=dev --no-audit --no-fund\n", File.ReadAllText(_folder["calls"]));
        Assert.Equal(RuntimeFiles.Names.Order(), Directory.GetFiles(Cache).Select(Path.GetFileName).Order());
        Assert.Equal([Cache], Directory.GetFileSystemEntries(Path.GetDirectoryName(Cache)!));
        foreach (string name in new[] { "package.json", "package-lock.json" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(PageSources.Folder, name)), File.ReadAllBytes(_folder[name]));
    }

    [SkippableFact]
    public void An_interrupt_while_npm_works_leaves_nothing()
    {
        Signals.SkipUnlessHeard();
        string path = WriteNpm($"touch {_folder["started"]}; exec sleep 60");
        using System.Diagnostics.Process process = OcdtdProcess.Start(Environment(path), "view", Model());
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (!File.Exists(_folder["started"]))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1) && !process.HasExited, "It does not call npm.");
            Thread.Sleep(20);
        }

        Assert.True(Signals.Interrupt(process.Id));
        Assert.True(process.WaitForExit(30_000), "It goes on after SIGINT.");
        Assert.Equal(130, process.ExitCode);
        RequireNothingLeft();
    }

    private string Model() => ModelFiles.Colour(_folder, storesShape: true);

    private Dictionary<string, string> Environment(string path) => new() { ["PATH"] = path, ["XDG_DATA_HOME"] = Home, ["HOME"] = Home };

    /// <summary>A script in npm's place; gives a PATH that finds it before the system's own programs.</summary>
    private string WriteNpm(string script)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The script is a shell's.");
        string folder = Directory.CreateDirectory(_folder["bin"]).FullName;
        string npm = Path.Combine(folder, "npm");
        File.WriteAllText(npm, $"#!/bin/sh\n{script}\n");
#pragma warning disable CA1416 // Not on Windows: skipped above.
        File.SetUnixFileMode(npm, UnixFileMode.UserRead | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        return $"{folder}:/usr/bin:/bin";
    }

    private void RequireNothingLeft() => Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(Cache)!));
}
