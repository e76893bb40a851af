using OcDtd.Fast.Cli.Reproduction.Mnist;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>What the thesis asked on MNIST and could not afford.</summary>
internal static class MnistBeyond
{
    /// <summary>In the order of the report.</summary>
    internal static IEnumerable<Study> Studies(Workbench bench, MnistData data, DigitTask task)
    {
        var lab = new MnistLab(bench, data, task);
        Sweep[] sweeps =
        [
            TenDigits.Make(lab),
            NeighborCounts.Make(lab, "neighbors", MnistLab.Size, [1, 2, 5, 10, 20, 50, 100], lab.Seeds(10)),
            .. lab.HalfCount >= 1000 ? [NeighborCounts.Make(lab, "neighbors-1000", 1000, [1, 10, 100, 300, 1000], lab.Seeds(5))] : (Sweep[])[],
            MemberKinds.Make(lab),
            MoreMembers.Make(lab),
            LargeGlobalTimes.Make(lab),
            DeletionOrders.Make(lab),
            RelevanceRules.Make(lab),
            KernelWidths.Make(lab),
        ];
        SweepStudy[] studies = [.. sweeps.Select(sweep => new SweepStudy(sweep))];
        return [new AdviceStudy(studies), .. studies];
    }
}
