using BenchmarkDotNet.Running;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Quick;

namespace OcDtd.Fast.Bench;

/// <summary>'quick' prints one short comparison; anything else is BenchmarkDotNet's (for example --filter '*Score*', --list flat).</summary>
internal static class Program
{
    internal static int Main(string[] args)
    {
        if (args is ["quick"])
        {
            QuickComparison.Run(Console.Out);
            return 0;
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new WidthConfig());
        return 0;
    }
}
