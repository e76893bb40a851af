using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Cli.Reproduction.Thesis;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.MnistC;

/// <summary>Tables 3.2 and 3.3 under one protocol: how well corruptions are found, and how well their pixels are.</summary>
internal sealed class CorruptionStudy : Study
{
    private readonly CorruptionTrials _trials;
    private readonly ThesisTable? _rocAuc;
    private readonly ThesisTable? _cosine;

    internal CorruptionStudy(Workbench bench, CorruptionTrials trials)
    {
        _trials = trials;
        _rocAuc = ThesisTable.Load(bench.Settings.Thesis, ThesisFolder.MnistCRocAuc);
        _cosine = ThesisTable.Load(bench.Settings.Thesis, ThesisFolder.MnistCCosine);
    }

    internal override string Title => $"Tables 3.2 and 3.3, {_trials.Protocol.Name}";

    internal override IReadOnlyList<Trial> Trials => _trials.All;

    internal override IEnumerable<Claim> Claims(TrialBook book) => new CorruptionClaims(_trials, book, _rocAuc, Explained(book)).All();

    internal override void Write(TrialBook book, ReproductionReport report)
    {
        CorruptionPlan plan = _trials.Plan;
        report.Page.Paragraph(
            $"{_trials.Protocol.Description} Training rows are all of MNIST's; m = {plan.Size}; γ = {_trials.Gamma(book):g6}. Inliers are clean test digits, outliers the same digits corrupted.");
        ComparedTable rocAucs = Table(book, "table-3.2", $"ROC AUC of clean against corrupted digits, {_trials.Protocol.Name}, {plan.Seeds} seeds, {_trials.ScoredRows} test rows.", _trials.Corruptions, _trials.RocAucs, _rocAuc);
        report.Table(rocAucs);
        report.Figure(
            $"{rocAucs.Name}-figure", TableFigures.Intervals(rocAucs, $"Clean against corrupted digits, {_trials.Protocol.Name}", "ROC AUC", 0.5),
            "ROC AUC of each corruption by six classifiers", $"The table as a picture: means and {SeedSummary.Interval(plan.Seeds)}; diamonds: the thesis.");
        if (_rocAuc is not null && RankCorrelations.CanSay(_trials, _rocAuc))
            report.Page.Paragraph(RankCorrelations.Sentence(_trials, book, _rocAuc) + "." + (_trials.Corruptions.Contains(Misprints.Stripe) ? " " + Misprints.StripeNote : ""));
        string[] explained = [.. InOrder(Explained(book), _cosine)];
        ComparedTable cosines = Table(
            book, "table-3.3", $"Cosine between heatmap and (x'−x)² where the ROC AUC of all six is above {Claim.Detected}, {_trials.Protocol.Name}, {plan.Seeds} seeds, {_trials.ExplainedRows} test rows.",
            explained, _trials.Cosines, _cosine);
        report.Table(cosines);
        if (cosines.Rows.Length > 0)
        {
            UniformHeatmap.Write(report, cosines, [.. explained.Select(_trials.UniformCosine)]);
            report.Figure(
                $"{cosines.Name}-figure", TableFigures.Intervals(cosines, $"Whether heatmaps show what was changed, {_trials.Protocol.Name}", "cosine with (x'−x)²"),
                "Cosine of each corruption by six classifiers", $"The table as a picture: means and {SeedSummary.Interval(plan.Seeds)}; diamonds: the thesis.");
        }
    }

    /// <summary>Corruptions that all six classifiers detect.</summary>
    private string[] Explained(TrialBook book) =>
        [.. _trials.Corruptions.Where(name => SixClassifiers.Names.Select((_, c) => _trials.RocAucs(book, name, c).Average()).Min() > Claim.Detected)];

    private ComparedTable Table(
        TrialBook book, string name, string caption, IReadOnlyList<string> rows, Func<TrialBook, string, int, double[]> values, ThesisTable? thesis) => new(
        $"{name}-{_trials.Protocol.Key}",
        caption,
        "Corruption",
        SixClassifiers.Names,
        [.. InOrder(rows, thesis).Select(row => ComparedRow.Of(
            Spoken.Of(row), SixClassifiers.Names.Select((_, c) => SeedSummary.Of(values(book, row, c))), thesis?.Row(row)))]);

    /// <summary>In the thesis' order where it has one.</summary>
    private static IEnumerable<string> InOrder(IReadOnlyList<string> rows, ThesisTable? thesis) =>
        rows.OrderBy(row => thesis is null ? 0 : thesis.Keys.Contains(row) ? thesis.Keys.ToList().IndexOf(row) : int.MaxValue);
}
