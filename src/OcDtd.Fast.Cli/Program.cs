using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli;

internal static class Program
{
    internal static int Main(string[] args) => Application.Run(args, Console.Out, Console.Error);
}
