using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Limits;

/// <summary>'limits': what this machine can do, and nothing else.</summary>
internal static class LimitsReport
{
    private static readonly TimeSpan s_budget = TimeSpan.FromSeconds(10);

    internal static void Run(TextWriter output)
    {
        var arithmetic = new LimitCases();
        ReadCases[] reads =
        [
            new("5,958 × 784 floats", 5968L * 784 * sizeof(float)),
            new("without the 173 features that are constant over digit 2", 5968L * 611 * sizeof(float)),
            new("the same as bytes, all features", 4L << 20),
            new("memory: far more than any cache", 512L << 20),
        ];
        Measured[] measured = InterleavedRun.Measure([.. arithmetic.Cases, .. reads.SelectMany(r => r.Cases)], s_budget);
        MachineLimits found = arithmetic.Found(measured);
        output.WriteLine(Machine.Description);
        Arithmetic(output, found);
        Reading(output, reads, measured);
    }

    private static void Arithmetic(TextWriter output, MachineLimits limits)
    {
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
        output.WriteLine($"{limits.Describe()}.");
        if (limits.Disturbed)
            output.WriteLine("**Disturbed:** other programs were running.");
    }

    private static void Reading(TextWriter output, ReadCases[] reads, Measured[] measured)
    {
        output.WriteLine();
        output.WriteLine(
            $"| reading a buffer that was just read before | size | one core | {Environment.ProcessorCount} cores, each all of it |");
        output.WriteLine("|---|---:|---:|---:|");
        foreach (ReadCases read in reads)
        {
            (double one, double all) = read.Found(measured);
            output.WriteLine($"| {read.What} | {read.Bytes / 1e6:0.0} MB | {one / 1e9:0.0} GB/s | {all / 1e9:0.0} GB/s |");
        }
    }
}
