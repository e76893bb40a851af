namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>What γ does to accuracy and explanation.</summary>
internal static class KernelWidths
{
    internal static Sweep Make(MnistLab lab)
    {
        double[] gammas = [0.01, 0.03, 0.1, 0.3, 1, 3, 10];
        return new Sweep
        {
            Title = "What γ does",
            Name = "gamma",
            Question = "Densities of 100 rows, and of half the training rows, at widths from wide to narrow. The area is that under pixel flipping of outliers at m = 100, where less is better.",
            SettingHeading = "γ",
            Settings = [.. gammas.Select(gamma => $"{gamma}")],
            Parts =
            [
                new("accuracy", "ROC AUC.", ["C1", "C1+C2", "C1×C2", "C1+C2, all rows", "C1×C2, all rows"], 4),
                new("area", "Area under pixel flipping of outliers, m = 100.", ["C1", "C1+C2", "C1×C2"], 4) { Prefix = "area of " },
            ],
            Seeds = lab.Seeds(10),
            Fixed = lab.Probe.Fixed,
            Weight = _ => 8,
            Run = (setting, seed) =>
            {
                SupportVectorModel[] few = lab.Densities(2, MnistLab.Size, gammas[setting], seed), all = lab.Densities(2, lab.HalfCount, gammas[setting], seed);
                OneClassModel[] small = [few[0], new BaggingEnsemble(few), lab.Times(few[0], few[1])];
                return
                [
                    .. small.Select(lab.Probe.RocAuc), lab.Probe.RocAuc(new BaggingEnsemble(all)), lab.Probe.RocAuc(lab.Times(all[0], all[1])),
                    .. small.Select(model => lab.Probe.Area(model)),
                ];
            },
            Choice = "γ",
            Advice = found =>
                $"With all rows γ = {found.FirstNearBest("C1+C2, all rows", 0.001)} is the widest within 0.001 of the most accurate ({found.Largest("C1+C2, all rows"):0.0000}); γ = 0.1 (eq 3.1 gives {lab.RuleGamma:0.####}) has "
                + $"{found.Mean("0.1", "C1+C2, all rows"):0.0000} and γ = 10, where outlierness is γ times the squared distance to the nearest row, {found.Mean("10", "C1+C2, all rows"):0.0000}. "
                + "Heatmaps of narrow kernels show the difference to one row, those of wide ones to many.",
            Answer = found =>
                $"C1+C2 of 100 rows is most accurate at γ = {found.Best("C1+C2")} ({found.Largest("C1+C2"):0.0000}), C1×C2 at γ = {found.Best("C1×C2")} ({found.Largest("C1×C2"):0.0000}); "
                + $"of all rows at γ = {found.Best("C1+C2, all rows")} ({found.Largest("C1+C2, all rows"):0.0000}) and {found.Best("C1×C2, all rows")} ({found.Largest("C1×C2, all rows"):0.0000}).",
        };
    }
}
