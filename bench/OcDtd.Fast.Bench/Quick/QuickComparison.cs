using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Rows;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Quick;

/// <summary>One short comparison in this process: limits, kernels and models in turns, so that all saw the same machine.</summary>
internal static class QuickComparison
{
    private static readonly TimeSpan s_budget = TimeSpan.FromSeconds(25);

    internal static void Run(TextWriter output)
    {
        BenchRows rows = BenchRows.Load();
        Section[] sections =
        [
            DistanceSection.Make(rows),
            OneRowSection.Make(rows),
            BatchSection.Make(rows),
            EnsembleSections.Small(rows),
            EnsembleSections.Large(rows),
        ];
        var limits = new LimitCases(rows);
        Measured[] measured = InterleavedRun.Measure([.. limits.Cases, .. sections.SelectMany(s => s.Cases)], s_budget);
        MachineLimits found = limits.Found(measured);

        output.WriteLine($"{Machine.Description}");
        output.WriteLine();
        output.WriteLine($"Rows: {rows.Source}; {BenchRows.Features} features. One thread unless said otherwise; times are the fastest of all samples.");
        WriteLimits(output, found);
        foreach (Section section in sections)
            ResultTable.Write(output, section.Title, measured.Where(m => section.Cases.Contains(m.Case)), found);
    }

    private static void WriteLimits(TextWriter output, MachineLimits limits)
    {
        output.WriteLine();
        output.WriteLine("### What the machine can do");
        output.WriteLine();
        output.WriteLine("| one core | multiply-adds (dot form) | squared differences (direct form) |");
        output.WriteLine("|---|---:|---:|");
        foreach (ArithmeticLimit limit in limits.Arithmetic)
        {
            output.WriteLine(
                $"| {Simd.Name(limit.Width)} bits | {2e-9 * limit.MultiplyAdds:0} GFLOP/s ({1e-9 * limit.MultiplyAdds:0.0} G features/s) " +
                $"| {1e-9 * limit.SquaredDifferences:0.0} G features/s |");
        }

        output.WriteLine();
        output.WriteLine(
            $"Multiply-adds on {Environment.ProcessorCount} cores: {2e-9 * limits.MultiplyAddsAllCores:0} GFLOP/s, {limits.Cores:0.00} times one core. " +
            $"Reading a buffer of the packed model's size on one core, just read before: {1e-9 * limits.BytesRead:0.0} GB/s.");
        if (limits.Cores < 0.95 * Environment.ProcessorCount)
        {
            output.WriteLine();
            output.WriteLine("**Disturbed:** all cores together gave under 95 % of what one gives alone, so other programs were running; medians show it most.");
        }
    }
}
