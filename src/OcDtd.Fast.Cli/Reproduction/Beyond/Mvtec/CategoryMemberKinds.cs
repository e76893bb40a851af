using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Densities and one-class SVMs, on defects.</summary>
internal static class CategoryMemberKinds
{
    internal static Sweep Make(CategoryLab lab)
    {
        (string Name, bool FirstSvm, bool SecondSvm)[] kinds = [("KDE, KDE", false, false), ("SVM, SVM", true, true), ("SVM, KDE", true, false)];
        string[] models = ["C1+C2", "C1×C2"];
        return new()
        {
            Title = $"Densities and one-class SVMs: {lab.Name}",
            Name = $"kinds-{lab.Name}",
            Question = "Members of two halves: kernel density estimates, one-class SVMs (ν = 0.1) with all their support vectors, and one of each. γ is that of eq 3.1.",
            SettingHeading = "Members",
            Settings = [.. kinds.Select(kind => kind.Name)],
            Parts = [lab.Part("bagging", models[0]), lab.Part("times", models[1]), new("size", "Support vectors of the members.", ["first", "second"], 1)],
            Seeds = lab.Seeds,
            Fixed = $"nu=0.1 {lab.Probe.Fixed}",
            Weight = _ => 2 * lab.ModelWeight,
            Run = (setting, seed) =>
            {
                float[][,] halves = lab.Parts(2, seed);
                var pair = new MemberPair(Member(kinds[setting].FirstSvm, halves[0], 2 * seed), Member(kinds[setting].SecondSvm, halves[1], 2 * seed + 1));
                return
                [
                    .. lab.Probe.Measure(new BaggingEnsemble(pair.First, pair.Second)), .. lab.Probe.Measure(lab.Times(pair)),
                    pair.First.SupportVectorCount, pair.Second.SupportVectorCount,
                ];
            },
            Answer = found => string.Join(" ", models.Select(model =>
                $"{model}: largest ROC AUC with {found.Top(CategoryLab.Column(model, CategoryLab.RocAuc))}, largest cosine with {found.Top(CategoryLab.Column(model, CategoryLab.Cosine))}.")),
        };

        SupportVectorModel Member(bool svm, float[,] rows, int seed) =>
            svm ? MemberRecipes.Svm(rows, lab.RuleGamma, seed, lab.Batch) : KernelDensity.Fit(rows, lab.RuleGamma);
    }
}
