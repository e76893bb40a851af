using BenchmarkDotNet.Running;
using OcDtd.Fast.Bench.Comparison;
using OcDtd.Fast.Bench.Fitting;
using OcDtd.Fast.Bench.Limits;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Peers;

namespace OcDtd.Fast.Bench;

/// <summary>
/// 'compare' takes turns with everyone else, 'latency' is one row alone, 'limits' is the machine, 'fit' compares training with
/// scikit-learn's, 'fit-growth' lets its rows grow; anything else is BenchmarkDotNet's (for example --filter '*Score*', --list flat).
/// </summary>
internal static class Program
{
    internal static int Main(string[] args)
    {
        switch (args)
        {
            case ["compare", ..]:
                return Compare.Run(args[1..]);
            case ["latency", ..]:
                return Compare.Run(args); // a section of it
            case ["limits"]:
                LimitsReport.Run(Console.Out);
                return 0;
            case ["fit"]:
                FitComparison.Run(Console.Out);
                return 0;
            case ["fit-growth"]:
                FitComparison.Growth(Console.Out);
                return 0;
            case [Child.Verb, ..]:
                Child.Run(args[1..]);
                return 0;
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new WidthConfig());
        return 0;
    }
}
