using System.Diagnostics;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Cli.Tests.Support;

/// <summary>Runs the built ocdtd as a process of its own, for what depends on the process: its environment, signals, its memory.</summary>
internal static class OcdtdProcess
{
    /// <summary>The program beside the tests: the project reference puts it there in the configuration under test.</summary>
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "ocdtd.dll");

    /// <summary>The dotnet that runs the tests; the SDK says which.</summary>
    private static readonly string s_host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } named ? named : "dotnet";

    internal static ProcessOutcome Run(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Processes.Run(s_host, [s_program, .. arguments], WithoutWidth(environment));

    internal static string Succeed(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessOutcome outcome = Run(environment, arguments);
        Ocdtd.RequireSuccess(outcome, arguments);
        return outcome.Output;
    }

    /// <summary>Starts it and returns at once; the caller waits for it and disposes it.</summary>
    internal static Process Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    /// <summary>The same with variables of its own.</summary>
    internal static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(s_host, [s_program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>A width that a test lane asks for could be wider than what a test's own variables leave: it is not inherited.</summary>
    private static Dictionary<string, string> WithoutWidth(IReadOnlyDictionary<string, string> environment) =>
        environment.Append(new("OCDTD_SIMD", "")).DistinctBy(entry => entry.Key).ToDictionary();
}
