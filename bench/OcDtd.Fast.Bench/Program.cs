using BenchmarkDotNet.Running;
using OcDtd.Fast.Bench.Fitting;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Quick;

namespace OcDtd.Fast.Bench;

/// <summary>
/// 'quick' prints one short comparison, 'fit' compares training with scikit-learn's, 'fit-growth' lets its rows grow; anything else is BenchmarkDotNet's (for example --filter '*Score*', --list flat).
/// </summary>
internal static class Program
{
    internal static int Main(string[] args)
    {
        switch (args)
        {
            case ["quick"]:
                QuickComparison.Run(Console.Out);
                return 0;
            case ["fit"]:
                FitComparison.Run(Console.Out);
                return 0;
            case ["fit-growth"]:
                FitComparison.Growth(Console.Out);
                return 0;
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new WidthConfig());
        return 0;
    }
}
