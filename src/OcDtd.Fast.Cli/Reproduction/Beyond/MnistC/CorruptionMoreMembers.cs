using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Bagging of more than two members, on corrupted digits.</summary>
internal static class CorruptionMoreMembers
{
    private static readonly int[] s_members = [1, 2, 4, 8, 16, 32];

    internal static Sweep Make(CorruptionLab lab)
    {
        int[] members = [.. s_members.Where(count => count * CorruptionLab.Size <= lab.Task.TrainCount)];
        string[] columns = ["bagging", "one density", "bagging, wide", "one density, wide"];
        return new()
        {
            Title = "More than two members",
            Name = "members",
            Question =
                $"Bagging of M densities of {CorruptionLab.Size} rows each, beside one density of all those M·{CorruptionLab.Size} rows, at the author's γ and (wide) at that of eq 3.1. {lab.Probe.Words}",
            SettingHeading = "M",
            Settings = [.. members.Select(count => $"{count}")],
            Parts =
            [
                new("accuracy", "Mean ROC AUC.", columns, 4),
                new("cosine", "Mean cosine.", columns, 4) { Prefix = "cosine of " },
                lab.CosinePart("cosines-bagging", columns[0]),
                lab.CosinePart("cosines-one-density", columns[1]),
                lab.CosinePart("cosines-bagging-wide", columns[2]),
                lab.CosinePart("cosines-one-density-wide", columns[3]),
            ],
            Seeds = lab.Seeds(10),
            Fixed = $"m={CorruptionLab.Size} {lab.Probe.Fixed}",
            Weight = setting => 1 + 0.2 * members[setting],
            Run = (setting, seed) =>
            {
                Probed found = lab.Probe.Measure([.. new[] { MemberProtocol.AuthorsGamma, lab.RuleGamma }.SelectMany(gamma => (OneClassModel[])
                [
                    new BaggingEnsemble(lab.Densities(members[setting], CorruptionLab.Size, gamma, seed)),
                    lab.Densities(1, members[setting] * CorruptionLab.Size, gamma, seed)[0],
                ])]);
                return [.. found.RocAucs, .. found.MeanCosines, .. found.Cosines.SelectMany(cosines => cosines)];
            },
            Choice = "Number of members",
            Advice = found =>
                $"Of {members[^1]} members' rows one density has a ROC AUC of {found.Mean(members.Length - 1, "one density"):0.000} and bagging {found.Mean(members.Length - 1, "bagging"):0.000} (wide: {found.Mean(members.Length - 1, "one density, wide"):0.000} and {found.Mean(members.Length - 1, "bagging, wide"):0.000}); "
                + $"their cosines are {found.Mean(members.Length - 1, "cosine of one density"):0.000} and {found.Mean(members.Length - 1, "cosine of bagging"):0.000} (wide: {found.Mean(members.Length - 1, "cosine of one density, wide"):0.000} and {found.Mean(members.Length - 1, "cosine of bagging, wide"):0.000}). "
                + $"M = {found.FirstNearBest("cosine of bagging", 0.005)} (wide: {found.FirstNearBest("cosine of bagging, wide", 0.005)}) is the first whose cosine by bagging is within 0.005 of the largest.",
            Answer = found =>
                $"From 1 to {members[^1]} members the ROC AUC goes from {found.Way("bagging")} by bagging and from {found.Way("one density")} by one density of the same rows (wide: {found.Way("bagging, wide")} and {found.Way("one density, wide")}); "
                + $"the cosine from {found.Way("cosine of bagging")} and from {found.Way("cosine of one density")} (wide: {found.Way("cosine of bagging, wide")} and {found.Way("cosine of one density, wide")}).",
        };
    }
}
