using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Reproduction.Beyond;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Reproduction.Mvtec;

/// <summary>Section 3.3: good images of a product against images of its defects.</summary>
internal sealed class MvtecExperiment : Experiment
{
    private readonly MvtecCategory[] _categories;

    internal MvtecExperiment(Workbench bench)
    {
        IReadOnlyList<string> folders = MvtecCategory.Find(bench.Settings.Data);
        if (folders.GroupBy(folder => Path.GetFileName(Path.GetFullPath(folder))).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new InputException($"{bench.Settings.Data}: holds {string.Join(" and ", twice)}; expected each category once.");
        _categories = [.. folders.Select(folder => Read(folder, bench))];
        int seeds = bench.Settings.SeedsOr(20, 2);
        CategoryTrials[] trials = [.. _categories.Select(category => new CategoryTrials(bench, category, seeds))];
        Studies =
        [
            .. trials.SelectMany(category => (Study[])[new CategoryStudy(bench, category), new DefectHeatmaps(bench, category)]),
            .. bench.Settings.Beyond ? CategoryBeyond.Studies(bench, trials) : [],
        ];
    }

    internal override string Name => "mvtec";

    internal override string Title => "The thesis' experiments on MVTec AD";

    internal override string Introduction =>
        "Kernel density estimates of good images are asked about defects: whether they notice, and whether their heatmaps show the defect that a person marked (section 3.3 of the thesis).";

    internal override IReadOnlyList<string> Files => [.. _categories.SelectMany(category => category.Files)];

    internal override IReadOnlyList<Study> Studies { get; }

    public override void Dispose() => Array.ForEach(_categories, category => category.Dispose());

    private static MvtecCategory Read(string folder, Workbench bench)
    {
        bench.Context.Say($"Reading {folder}");
        return MvtecCategory.Read(folder, cancellationToken: bench.Context.Cancellation);
    }
}
