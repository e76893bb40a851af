namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Kernels from wide to narrow, on corrupted digits.</summary>
internal static class CorruptionWidths
{
    private const string Bagging = "C1+C2", Times = "C1×C2";

    internal static Sweep Make(CorruptionLab lab)
    {
        double[] gammas = [0.01, 0.03, 0.1, 0.3, 1, 3, 10];
        return new()
        {
            Title = "What γ does",
            Name = "gamma",
            Question = $"Densities of {CorruptionLab.Size} rows at widths from wide to narrow. {lab.Probe.Words}",
            SettingHeading = "γ",
            Settings = [.. gammas.Select(gamma => $"{gamma}")],
            Parts =
            [
                new("accuracy", "Mean ROC AUC.", ["C1", Bagging, Times]),
                new("cosine", "Mean cosine.", ["C1", Bagging, Times]) { Prefix = "cosine of " },
                lab.CosinePart("cosines-bagging", Bagging),
                lab.CosinePart("cosines-times", Times),
            ],
            Seeds = lab.Seeds(20),
            Fixed = $"m={CorruptionLab.Size} {lab.Probe.Fixed}",
            Weight = _ => 2,
            Run = (setting, seed) =>
            {
                SupportVectorModel[] members = lab.Densities(2, CorruptionLab.Size, gammas[setting], seed);
                Probed found = lab.Probe.Measure(members[0], new BaggingEnsemble(members), lab.Times(members[0], members[1]));
                return [.. found.RocAucs, .. found.MeanCosines, .. found.Cosines[1], .. found.Cosines[2]];
            },
            Choice = "γ",
            Advice = found =>
                $"To explain, {found.Best("cosine of C1×C2")}: the cosine of C1×C2 is {found.Largest("cosine of C1×C2"):0.000} there and {found.Mean("1", "cosine of C1×C2"):0.000} at 1. To detect, {found.FirstNearBest(Bagging, 0.005)} "
                + $"is the first within 0.005 of the largest ROC AUC of C1+C2, {found.Largest(Bagging):0.000}; 0.1 has {found.Mean("0.1", Bagging):0.000}.",
            Answer = found =>
                $"The ROC AUC is largest at γ = {found.Top(Bagging)} for C1+C2 and γ = {found.Top(Times)} for C1×C2, the cosine at γ = {found.Top("cosine of C1+C2")} and γ = {found.Top("cosine of C1×C2")}. "
                + $"γ at which C1×C2 has the larger mean cosine: {found.Where("cosine of C1×C2", "cosine of C1+C2")}. It has the larger cosine on "
                + string.Join(", ", found.Settings.Select((gamma, s) => $"{found.CountAhead(s, lab.Probe.Names, name => CorruptionLab.Column(Times, name), name => CorruptionLab.Column(Bagging, name))} corruptions at {gamma}")) + ".",
        };
    }
}
