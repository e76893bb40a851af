using System.Diagnostics;
using OcDtd.Fast.Bench.Limits;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Peers;

namespace OcDtd.Fast.Bench.Comparison;

/// <summary>What a section measures with and writes to: it runs cases beside the limits, starts peers, and collects bars.</summary>
internal sealed class Report : IDisposable
{
    private readonly TextWriter _output;
    private readonly List<PeerProcess> _peers = [];
    private readonly SortedSet<string> _notes = [];
    private readonly List<Bar> _bars = [];

    internal Report(Workbench bench, TextWriter output)
    {
        Bench = bench;
        _output = output;
    }

    internal Workbench Bench { get; }

    internal TextWriter Output => _output;

    internal IReadOnlyList<Bar> Bars => _bars;

    /// <summary>Runs the cases in turns with the machine's limits and writes their table.</summary>
    internal RunResult Measure(string title, IEnumerable<Case> cases, double seconds)
    {
        Case[] all = [.. cases];
        var limits = new LimitCases();
        Measured[] measured = InterleavedRun.Measure([.. limits.Cases, .. all], TimeSpan.FromSeconds(seconds));
        var result = new RunResult([.. measured.Where(m => all.Contains(m.Case))], limits.Found(measured));
        ResultTable.Write(_output, title, result);
        return result;
    }

    /// <summary>Starts a peer for this section; where it is not installed, that is noted under the tables.</summary>
    internal PeerProcess? Python(string script, int threads, string? openBlasCore = null) =>
        Keep(Peers.Python.Start(script, threads, out string missing, openBlasCore), script, missing);

    /// <inheritdoc cref="Python"/>
    internal PeerProcess? Child(ProcessStartInfo info) => Keep(PeerProcess.Start(info, out string missing), info.ArgumentList[^3], missing);

    /// <summary>A line under the section's tables.</summary>
    internal void Note(string note) => _notes.Add(note);

    /// <summary>
    /// How many times as fast <paramref name="ours"/> is as <paramref name="theirs"/>, row by row; null where that is not installed.
    /// </summary>
    internal void TimesAsFast(string work, double floor, RunResult result, Case? theirs, Case ours)
    {
        if (theirs is null)
        {
            NotMeasured(work, $"≥ {Times(floor)}", "not installed");
            return;
        }

        double minima = Ratio(result, theirs, ours, m => m.MinimumPerRow), medians = Ratio(result, theirs, ours, m => m.MedianPerRow);
        _bars.Add(new Bar(work, $"≥ {Times(floor)}", Times(minima), Times(medians), minima >= floor, Remark(result)));
    }

    /// <summary>
    /// The time of <paramref name="ours"/> in times of <paramref name="reference"/>, row by row; null where that is not installed.
    /// </summary>
    internal void TimesTheTime(string work, double ceiling, RunResult result, Case? reference, Case ours)
    {
        if (reference is null)
        {
            NotMeasured(work, $"≤ {Times(ceiling)}", "not installed");
            return;
        }

        double minima = Ratio(result, ours, reference, m => m.MinimumPerRow), medians = Ratio(result, ours, reference, m => m.MedianPerRow);
        AtMost(work, ceiling, minima, medians, Times, Remark(result));
    }

    /// <summary>The share of the measured peak that a case reached; above it, the measurement is wrong.</summary>
    internal void ShareOfPeak(string work, double floor, RunResult result, Case ours)
    {
        double share = result[ours].Share(result.Limits)!.Value, median = share * result[ours].Minimum / result[ours].Median;
        string remark = share > 1 ? " (**error of the measurement**)" : Remark(result);
        bool? reached = share > 1 ? null : share >= floor;
        _bars.Add(new Bar(work, $"≥ {Format.Percent(floor)}", Format.Percent(share), Format.Percent(median), reached, remark));
    }

    /// <summary>Shares of two peaks, one in relation to the other.</summary>
    internal void RelativeShare(string work, double floor, RunResult result, Case ours, Case reference)
    {
        double wanted = ours.Floor!(result.Limits) / reference.Floor!(result.Limits);
        double minima = wanted / Ratio(result, ours, reference, m => m.MinimumPerRow);
        double medians = wanted / Ratio(result, ours, reference, m => m.MedianPerRow);
        string least = $"≥ {Format.Percent(floor)}";
        _bars.Add(new Bar(work, least, Format.Percent(minima), Format.Percent(medians), minima >= floor, Remark(result)));
    }

    internal void AtMost(string work, double ceiling, double byMinima, double byMedians, Func<double, string> format, string remark = "") =>
        _bars.Add(new Bar(work, $"≤ {format(ceiling)}", format(byMinima), format(byMedians), byMinima <= ceiling, remark));

    /// <summary>A bar that cannot be measured, and why.</summary>
    internal void NotMeasured(string work, string floor, string why) => _bars.Add(new Bar(work, floor, why, "", null));

    /// <summary>Writes what was noted and how the bars stand, and ends the section's peers.</summary>
    internal void Finish()
    {
        Dispose();
        foreach (string note in _notes)
        {
            _output.WriteLine();
            _output.WriteLine(note);
        }

        if (_bars.Count > 0)
            Bar.WriteTable(_output, _bars);
    }

    public void Dispose()
    {
        foreach (PeerProcess peer in _peers)
            peer.Dispose();
        _peers.Clear();
    }

    internal static string Times(double ratio) => $"{Format.Ratio(ratio)} ×";

    private static double Ratio(RunResult result, Case above, Case below, Func<Measured, double> seconds) =>
        seconds(result[above]) / seconds(result[below]);

    /// <summary>What a bar says about the run it is from.</summary>
    internal static string Remark(RunResult result) => result.Limits.Disturbed ? " (disturbed)" : "";

    private PeerProcess? Keep(PeerProcess? peer, string program, string missing)
    {
        if (peer is null)
            Note($"Not installed: {missing} ({program} skipped).");
        else
            _peers.Add(peer);
        return peer;
    }
}
