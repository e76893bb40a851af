namespace OcDtd.Fast.Cli.CommandLine;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    internal const int Success = 0;

    /// <summary>Bad input or a failed run.</summary>
    internal const int Failure = 1;

    /// <summary>The command line itself is wrong.</summary>
    internal const int Usage = 2;

    /// <summary>Ended by Ctrl-C.</summary>
    internal const int Interrupted = 130;
}
