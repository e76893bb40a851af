using System.Diagnostics;

namespace OcDtd.Fast.Tests.Shared;

/// <summary>What a finished process printed and how it ended.</summary>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Error);

/// <summary>Runs another program to its end.</summary>
internal static class Processes
{
    internal static ProcessOutcome Run(
        string file,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        string? workingFolder = null,
        int timeoutSeconds = 300)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? "",
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(timeoutSeconds * 1000))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} {string.Join(' ', arguments)} did not end within {timeoutSeconds} s.");
        }

        return new ProcessOutcome(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    internal static bool TryRun(string file, IReadOnlyList<string> arguments, out ProcessOutcome? outcome)
    {
        try
        {
            outcome = Run(file, arguments, timeoutSeconds: 60);
            return outcome.ExitCode == 0;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or TimeoutException)
        {
            outcome = null;
            return false;
        }
    }
}
