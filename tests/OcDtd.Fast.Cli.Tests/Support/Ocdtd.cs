using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Cli.Tests.Support;

/// <summary>Runs ocdtd inside the test's process: the same code from the arguments to the exit code, without a process to start.</summary>
internal static class Ocdtd
{
    internal static ProcessOutcome Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = Application.Run(arguments, output, error);
        return new ProcessOutcome(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs and requires success without a word on standard error; gives what was printed.</summary>
    internal static string Succeed(params string[] arguments)
    {
        ProcessOutcome outcome = Run(arguments);
        RequireSuccess(outcome, arguments);
        return outcome.Output;
    }

    internal static void RequireSuccess(ProcessOutcome outcome, string[] arguments) => Assert.True(
        outcome is { ExitCode: 0, Error: "" },
        $"ocdtd {string.Join(' ', arguments)} ended with {outcome.ExitCode}: {outcome.Error}{outcome.Output}");
}
