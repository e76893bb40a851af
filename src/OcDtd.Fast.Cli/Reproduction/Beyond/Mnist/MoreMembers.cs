using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Bagging of more than two members.</summary>
internal static class MoreMembers
{
    private static readonly int[] s_members = [1, 2, 4, 8, 16, 32];

    internal static Sweep Make(MnistLab lab)
    {
        int[] members = [.. s_members.Where(count => count * MnistLab.Size <= lab.Task.Train.GetLength(0))];
        return new Sweep
        {
            Title = "More than two members",
            Name = "members",
            Question =
                $"Bagging of M densities, each of {MnistLab.Size} other rows, beside one density of all those M·{MnistLab.Size} rows, at the author's γ and (wide) at that of eq 3.1.",
            SettingHeading = "M",
            Settings = [.. members.Select(count => $"{count}")],
            Parts =
            [
                new("accuracy", "ROC AUC.", ["bagging", "one density", "bagging, wide", "one density, wide"], 4),
                new("area", "Area under pixel flipping of outliers: less is better.", ["bagging", "one density", "bagging, wide", "one density, wide"], 4) { Prefix = "area of " },
            ],
            Seeds = lab.Seeds(10),
            Fixed = $"m={MnistLab.Size} {lab.Probe.Fixed}",
            Weight = setting => 0.3 + 0.15 * members[setting],
            Run = (setting, seed) =>
            {
                OneClassModel[] models = [.. new[] { MemberProtocol.AuthorsGamma, lab.RuleGamma }.SelectMany(gamma => (OneClassModel[])
                    [new BaggingEnsemble(lab.Densities(members[setting], MnistLab.Size, gamma, seed)), lab.Densities(1, members[setting] * MnistLab.Size, gamma, seed)[0]])];
                return [.. models.Select(lab.Probe.RocAuc), .. models.Select(model => lab.Probe.Area(model))];
            },
            Choice = "Number of members",
            Advice = found =>
                $"One density of {members[^1] * MnistLab.Size} rows has {found.Mean(members.Length - 1, "one density"):0.0000} where bagging {members[^1]} members of the same rows has "
                + $"{found.Mean(members.Length - 1, "bagging"):0.0000}, and its area under pixel flipping is {found.Mean(members.Length - 1, "area of one density"):0.000} against {found.Mean(members.Length - 1, "area of bagging"):0.000}. "
                + (found.Mean(members.Length - 1, "one density") > found.Mean(members.Length - 1, "bagging") ? "One density is the more accurate here; bagging is for members that must stay apart." : "Bagging is at least as accurate here."),
            Answer = found =>
                $"{members[^1]} members: {found.Mean(members.Length - 1, "bagging"):0.0000} against {found.Mean(members.Length - 1, "one density"):0.0000} for one density of the same rows "
                + $"(wide: {found.Mean(members.Length - 1, "bagging, wide"):0.0000} and {found.Mean(members.Length - 1, "one density, wide"):0.0000}).",
        };
    }
}
