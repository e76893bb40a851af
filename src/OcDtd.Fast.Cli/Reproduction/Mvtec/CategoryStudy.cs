using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Cli.Reproduction.Thesis;
using OcDtd.Fast.Cli.Reproduction.Trials;
using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Cli.Reproduction.Mvtec;

/// <summary>Tables 3.4, 3.5 and 3.6 for one category.</summary>
internal sealed class CategoryStudy : Study
{
    /// <summary>The training images of the official categories that the thesis uses: fewer or more are another data set.</summary>
    private static readonly Dictionary<string, int> s_officialTraining = new() { ["leather"] = 245, ["tile"] = 230, ["wood"] = 247 };

    private readonly CategoryTrials _trials;
    private readonly ThesisTable? _rocAuc, _cosine, _cleverHans;

    internal CategoryStudy(Workbench bench, CategoryTrials trials)
    {
        _trials = trials;
        _rocAuc = ThesisTable.Load(bench.Settings.Thesis, ThesisFolder.MvtecRocAuc);
        _cosine = ThesisTable.Load(bench.Settings.Thesis, ThesisFolder.MvtecCosine);
        _cleverHans = ThesisTable.Load(bench.Settings.Thesis, ThesisFolder.MvtecCleverHans);
    }

    internal override string Title => $"Tables 3.4 to 3.6: {Name}";

    internal override IReadOnlyList<Trial> Trials => _trials.All;

    private string Name => _trials.Category.Name;

    private bool IsOfficial => Official == _trials.Category.Train.RowCount;

    /// <summary>How many training images the thesis had; null where it did not use the category.</summary>
    private int? Official => s_officialTraining.TryGetValue(Name, out int count) ? count : null;

    internal override IEnumerable<Claim> Claims(TrialBook book) => new CategoryClaims(_trials, book).All();

    internal override void Write(TrialBook book, ReproductionReport report)
    {
        int train = _trials.Category.Train.RowCount;
        report.Page.Paragraph(
            $"{_trials.Protocol.Description} {train} training images, {_trials.Category.Good.RowCount} good test images, "
            + $"{string.Join(", ", _trials.Category.Defects.Select(defect => $"{defect.Images.RowCount} {Spoken.Of(defect.Name)}"))}; {_trials.Category.Train.Shape}; γ = {_trials.Gamma(book):g4}.");
        if (Official is { } official && official != train)
            report.Page.Note($"These are not the official images of {Name}: {train} for training where MVTec AD has {official}. The thesis' numbers can be compared in kind, not in value: none is marked.");
        report.Table(Table("table-3.4", "ROC AUC of each defect against good test images", _trials.RocAucs, book, key => _rocAuc?.Row(key)));
        ComparedTable cosines = Table(
            "table-3.5", "Cosine between heatmap (channels summed) and mask, the mean over images", _trials.Cosines, book,
            key => Misprints.Cosine(key, _cosine, _rocAuc, _cleverHans));
        report.Table(cosines);
        UniformHeatmap.Write(report, cosines, _trials.UniformCosines());
        report.Table(Table("table-3.6", $"Clever Hans score, ROC AUC / cosine: {CleverHansScore.Threshold} or more means detection without understanding", _trials.CleverHans, book, key => _cleverHans?.Row(key)));
        if (_trials.Defects.Any(defect => $"{Name}/{defect}" == Misprints.TileCrack) && _cosine is not null)
            report.Page.Note(Misprints.TileCrackNote);
    }

    private ComparedTable Table(string name, string caption, Func<TrialBook, string, int, double[]> values, TrialBook book, Func<string, double[]?> thesis) => new(
        $"{name}-{Name}",
        $"{caption}; {Name}, {_trials.All.Count} seeds.",
        "Defect",
        SixClassifiers.Names,
        [.. _trials.Defects.Select(defect => ComparedRow.Of(
            Spoken.Of(defect), SixClassifiers.Names.Select((_, c) => SeedSummary.Of(values(book, defect, c))), thesis($"{Name}/{defect}"), IsOfficial))]);
}
