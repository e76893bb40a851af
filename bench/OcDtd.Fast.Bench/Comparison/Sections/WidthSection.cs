using System.Diagnostics;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Peers;
using OcDtd.Fast.Bench.Rows;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Comparison.Sections;

/// <summary>What a width and a second thread are worth: the batch at each vector width in a process of its own, and on all cores.</summary>
internal static class WidthSection
{
    internal static void Run(Report report)
    {
        Workbench bench = report.Bench;
        int cores = Environment.ProcessorCount;
        Case one = EngineCases.Score(bench, Regimes.Smooth, 1, Workbench.RowCount);
        Case all = EngineCases.Score(bench, Regimes.Smooth, cores, Workbench.RowCount);
        var widths = new Dictionary<SimdWidth, Case>();
        foreach (SimdWidth width in Simd.Accelerated().Where(width => width != SimdWidth.Scalar))
        {
            if (AtWidth(report, width) is { } found)
                widths[width] = found;
        }

        RunResult result = report.Measure(
            $"{Workbench.RowCount:N0} rows, γ = {Regimes.Smooth}, by width and by thread (limit: of that width)",
            [one, all, .. widths.Values],
            seconds: 6);
        TwoThreads(report, result, one, all);
        if (widths.TryGetValue(SimdWidth.Bits512, out Case? wide) && widths.TryGetValue(SimdWidth.Bits256, out Case? half))
        {
            report.TimesTheTime("256 bits: in times of 512 bits", 1.2, result, wide, half);
            report.RelativeShare("256 bits: share of its own peak, relative to 512 bits' of its own", 0.8, result, half, wide);
        }
    }

    private static void TwoThreads(Report report, RunResult result, Case one, Case all)
    {
        if (Environment.ProcessorCount == 1)
            return;
        string work = $"{EngineCases.Threads(Environment.ProcessorCount)} over one (the peak itself: {result.Limits.Cores:0.00} ×)";
        report.TimesAsFast(work, 1.85 / 2 * Environment.ProcessorCount, result, one, all);
    }

    private static Case? AtWidth(Report report, SimdWidth width)
    {
        Workbench bench = report.Bench;
        ProcessStartInfo info = Child.Info("engine", bench.SupportVectorsFile, bench.RowsFile);
        info.Environment[Simd.Variable] = Simd.Name(width);
        if (report.Child(info) is not { } peer)
            return null;
        return Case.Elsewhere($"{peer.Version}, 1 thread", () => Ask(Workbench.RowCount, NpyRows.NoFile)) with
        {
            Rows = Workbench.RowCount,
            MostSamples = width == SimdWidth.Bits128 ? 2 : int.MaxValue, // slow, and no bar is about it
            Floor = Floors.MultiplyAdds(bench.MultiplyAdds(Workbench.RowCount), width),
            Error = () => bench.ScoreError(Regimes.Smooth, file => Ask(Workbench.CheckedRows, file)),
            PeakBytes = () => peer.PeakBytes,
        };

        double Ask(int rows, string file) => peer.Ask("score", 1, rows, Regimes.Smooth, file);
    }
}
