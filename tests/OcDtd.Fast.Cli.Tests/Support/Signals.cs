using System.Runtime.InteropServices;

namespace OcDtd.Fast.Cli.Tests.Support;

/// <summary>Ctrl-C for another process, as Linux knows it.</summary>
internal static partial class Signals
{
    private const int InterruptSignal = 2;

    /// <summary>Sends SIGINT; true if that went through.</summary>
    internal static bool Interrupt(int process) => Kill(process, InterruptSignal) == 0;

    /// <summary>Skips the calling [SkippableFact] where no process would hear it.</summary>
    internal static void SkipUnlessHeard()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Sends a signal as Linux knows it.");
        Skip.If(IgnoresInterrupt(), "The tests run where SIGINT is ignored, which every process they start inherits.");
    }

    private static bool IgnoresInterrupt()
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("SigIgn:", StringComparison.Ordinal));
        return (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) & (1UL << (InterruptSignal - 1))) != 0;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
