using OcDtd.Fast.Cli.Reproduction.Mvtec;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>What the thesis asked on MVTec AD and could not afford, for one category.</summary>
internal static class CategoryBeyond
{
    /// <summary>In the order of the report.</summary>
    internal static IEnumerable<Study> Studies(Workbench bench, CategoryTrials trials)
    {
        var lab = new CategoryLab(bench, trials.Category, () => trials.ChosenGamma);
        Sweep[] sweeps =
        [
            CategoryWidths.Make(lab),
            CategoryNeighborCounts.Make(lab),
            CategoryMemberKinds.Make(lab),
            CategoryMoreMembers.Make(lab),
            CategoryRules.Make(lab),
        ];
        return sweeps.Select(sweep => new SweepStudy(sweep));
    }
}
