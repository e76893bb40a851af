using System.Diagnostics;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Bench.Comparison;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Peers;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Fitting;

/// <summary>Training: in turns with scikit-learn, at other tolerances, and as the rows grow.</summary>
internal static class FitComparison
{
    private const int Rounds = 5;
    private const double SklearnTolerance = 1e-3; // its default

    private static readonly Setting[] s_settings = [new(0.1286, 0.5), new(1.2648552, 0.0037)];
    private static readonly int[] s_sizes = [2_000, 4_000, 8_000, 16_000, 32_000, 60_000];

    /// <summary>'fit' compares on one digit; 'fit-growth' grows to all 60,000 rows, which takes minutes.</summary>
    internal static void Run(TextWriter output)
    {
        using var bench = new Workbench();
        BenchRows rows = bench.Rows;
        output.WriteLine(Machine.Description);
        output.WriteLine();
        output.WriteLine($"Rows: {rows.Source}; {BenchRows.Features} features. {Rounds} rounds in turns.");
        Compare(output, bench);
        Tolerances(output, rows);
    }

    internal static void Growth(TextWriter output)
    {
        BenchRows rows = BenchRows.LoadAllDigits();
        output.WriteLine(Machine.Description);
        output.WriteLine();
        output.WriteLine($"Rows: {rows.Source}; {BenchRows.Features} features; tolerance 1e-3, memory limit 1 GiB for kernel values.");
        foreach (Setting setting in s_settings.Reverse())
        {
            output.WriteLine();
            output.WriteLine($"| γ = {setting.Gamma}, ν = {setting.Nu} | time | matrix | kernel values | per row | steps | support vectors |");
            output.WriteLine("|---:|---:|---|---:|---:|---:|---:|");
            foreach (int size in s_sizes.Where(size => size <= rows.AllTrainRows.Height))
            {
                (double seconds, OneClassSvmFit fit) = Time(rows.TrainRows(0, size), setting, 1e-3);
                output.WriteLine(
                    $"| {size:N0} | {seconds:0.00} s | {fit.Storage.ToString().ToLowerInvariant()} | {fit.KernelEvaluations / 1e6:N0} M " +
                    $"| {1e6 * seconds / size:0} µs | {fit.Iterations:N0} | {fit.Model.SupportVectorCount:N0} |");
            }
        }
    }

    private static void Compare(TextWriter output, Workbench bench)
    {
        BenchRows rows = bench.Rows;
        using PeerProcess? peer = Python.Start("sklearn_peer.py", Environment.ProcessorCount, out string missing);
        peer?.Ask("rows", bench.SupportVectorsFile);
        output.WriteLine();
        output.WriteLine(peer is null
            ? $"Not installed: {missing} (OCDTD_PYTHON names a Python that has scikit-learn)."
            : $"{peer.Version}, tolerance {SklearnTolerance} on its own scale; 'relative' is the same relative to the mean gradient.");
        output.WriteLine();
        output.WriteLine("| | engine, best | median | scikit-learn, best | median | times as fast | its tolerance, relative | ours |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (Setting setting in s_settings)
        {
            var ours = new List<double>();
            var theirs = new List<double>();
            OneClassSvmFit fit = Time(rows.AllTrainRows, setting, 1e-3).Fit; // not counted
            for (int round = 0; round < Rounds; round++)
            {
                ours.Add(Time(rows.AllTrainRows, setting, 1e-3).Seconds);
                if (peer is not null)
                    theirs.Add(peer.Ask("fit", setting.Gamma, setting.Nu, SklearnTolerance));
            }

            ours.Sort();
            theirs.Sort();
            string peers = peer is null ? "| | |" : $"| {theirs[0]:0.00} s | {theirs[Rounds / 2]:0.00} s | {theirs[0] / ours[0]:0} ";
            double relative = SklearnTolerance / (setting.Nu * rows.AllTrainRows.Height * 2 * fit.Objective);
            output.WriteLine(
                $"| γ = {setting.Gamma}, ν = {setting.Nu} | {1e3 * ours[0]:0} ms | {1e3 * ours[Rounds / 2]:0} ms {peers}| {relative:0.0e+0} | 1e-3 |");
        }
    }

    private static void Tolerances(TextWriter output, BenchRows rows)
    {
        output.WriteLine();
        output.WriteLine("| γ = 0.1286, ν = 0.5, tolerance | time | violation | duality gap / objective | steps |");
        output.WriteLine("|---:|---:|---:|---:|---:|");
        foreach (double tolerance in new[] { 1e-3, 1e-6, 1e-8 })
        {
            (double seconds, OneClassSvmFit fit) = Enumerable.Range(0, 3).Select(_ => Time(rows.AllTrainRows, s_settings[0], tolerance)).MinBy(t => t.Seconds);
            output.WriteLine(
                $"| {tolerance:0e+0} | {1e3 * seconds:0} ms | {fit.Violation:0.0e+0} | {fit.OptimalityGap / fit.Objective:0.0e+0} | {fit.Iterations:N0} |");
        }
    }

    private static (double Seconds, OneClassSvmFit Fit) Time(ReadOnlySpan2D<float> rows, Setting setting, double tolerance)
    {
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        OneClassSvmFit fit = OneClassSvm.Fit(rows, setting.Gamma, o => o with { Nu = setting.Nu, Tolerance = tolerance });
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, fit);
    }

    private sealed record Setting(double Gamma, double Nu);
}
