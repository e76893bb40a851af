using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reporting;
using OcDtd.Fast.Cli.Reproduction.Protocols;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Cli.Reproduction.Thesis;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.Mnist;

/// <summary>Table 3.1 under one protocol: ROC AUC of the six classifiers against the number of support vectors.</summary>
internal sealed class AccuracyStudy : Study
{
    internal static readonly int[] Sizes = [40, 50, 60, 70, 80, 90, 100];

    private readonly Workbench _bench;
    private readonly DigitTask _task;
    private readonly MemberProtocol _protocol;
    private readonly ThesisTable? _thesis;
    private readonly Lazy<double> _gamma;

    internal AccuracyStudy(Workbench bench, DigitTask task, MemberProtocol protocol, int seeds)
    {
        (_bench, _task, _protocol) = (bench, task, protocol);
        _thesis = ThesisTable.Load(bench.Settings.Thesis, ThesisFolder.Mnist);
        _gamma = new Lazy<double>(() => protocol.Gamma(task.Train));
        Trials = [.. Enumerable.Range(0, seeds).Select(seed => new Trial(
            $"MNIST, digit {task.Digit}, ROC AUC against m, {protocol.Name}", $"digit={task.Digit} protocol={protocol.Key} m={string.Join(',', Sizes)} seed={seed}", Weight: 0.6, () => Run(seed)))];
    }

    internal override string Title => $"Table 3.1, {_protocol.Name}";

    internal override IReadOnlyList<Trial> Trials { get; }

    private TrialNumbers Run(int seed)
    {
        MemberPair[] pairs = _protocol.Draw(_task.Train, _gamma.Value, Sizes, seed, _bench.Batch);
        return new TrialNumbers(Sizes.Zip(pairs, (m, pair) => KeyValuePair.Create(
            Name(m), _task.RocAucs(SixClassifiers.Make(pair.First, pair.Second, _bench.Batch), _bench.Batch))))
        {
            ["gamma"] = [_gamma.Value],
        };
    }

    private static string Name(int m) => $"roc_auc m={m}";

    internal override IEnumerable<Claim> Claims(TrialBook book) => new AccuracyClaims(_protocol.Name, Sizes, Trials.Count, (m, c) => book.Values(Trials, Name(m), c)).All();

    internal override void Write(TrialBook book, ReproductionReport report)
    {
        var table = new ComparedTable(
            $"table-3.1-{_protocol.Key}",
            $"ROC AUC on MNIST, digit {_task.Digit} against the rest, {_protocol.Name}, {Trials.Count} seeds.",
            "m = n",
            SixClassifiers.Names,
            [.. Sizes.Select(m => ComparedRow.Of($"{m}", SixClassifiers.Names.Select((_, c) => SeedSummary.Of(book.Values(Trials, Name(m), c))), _thesis?.Row($"{m}")))]);
        report.Page.Paragraph($"{_protocol.Description} Here γ = {book.Of(Trials[0])["gamma"][0]:g6}.");
        report.Table(table);
        LineFigure.Panel[] panels = [TableFigures.Lines(table, $"Digit {_task.Digit}, {_protocol.Name}", "ROC AUC", ["C1", "C1+C2", "C1×C2"], bands: true)];
        report.Figure(
            $"{table.Name}-figure",
            LineFigure.Png(panels),
            $"ROC AUC against the number of support vectors. {LineFigure.Legend(panels)}",
            $"Bands: {SeedSummary.Interval(Trials.Count)}. Diamonds: the thesis. Compare their width with what separates the curves: a single seed says little.");
    }
}
