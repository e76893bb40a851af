namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>What the thesis asked on MNIST-C and could not afford.</summary>
internal static class CorruptionBeyond
{
    /// <summary>In the order of the report.</summary>
    internal static IEnumerable<Study> Studies(CorruptionLab lab)
    {
        Sweep[] sweeps =
        [
            CorruptionNeighborCounts.Make(lab),
            CorruptionMemberKinds.Make(lab),
            CorruptionMoreMembers.Make(lab),
            CorruptionGlobalTimes.Make(lab),
            CorruptionRules.Make(lab),
            CorruptionWidths.Make(lab),
        ];
        SweepStudy[] studies = [.. sweeps.Select(sweep => new SweepStudy(sweep))];
        return [new AdviceStudy(studies), .. studies];
    }
}
