using OcDtd.Fast.Cli.Reproduction.Mvtec;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>What the thesis asked on MVTec AD and could not afford.</summary>
internal static class CategoryBeyond
{
    /// <summary>In the order of the report: advice for all categories, then each category's questions.</summary>
    internal static IEnumerable<Study> Studies(Workbench bench, IEnumerable<CategoryTrials> categories)
    {
        SweepStudy[] studies = [.. categories.SelectMany(category => Sweeps(bench, category))];
        return [new AdviceStudy(studies), .. studies];
    }

    private static IEnumerable<SweepStudy> Sweeps(Workbench bench, CategoryTrials trials)
    {
        var lab = new CategoryLab(bench, trials.Category, () => trials.ChosenGamma);
        Sweep[] sweeps =
        [
            CategoryWidths.Make(lab),
            CategoryNeighborCounts.Make(lab),
            CategoryMemberKinds.Make(lab),
            CategoryMoreMembers.Make(lab),
            CategoryRules.Make(lab),
            CategoryPlaces.Make(lab),
        ];
        return sweeps.Select(sweep => new SweepStudy(sweep));
    }
}
