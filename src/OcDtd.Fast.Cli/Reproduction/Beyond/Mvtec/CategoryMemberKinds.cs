using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Densities and one-class SVMs, on defects.</summary>
internal static class CategoryMemberKinds
{
    /// <summary>At the γ of eq 3.1 images hardly see each other, and an SVM is a density; at this share of it they do.</summary>
    private const double Wide = 0.01;

    internal static Sweep Make(CategoryLab lab)
    {
        (string Name, bool FirstSvm, bool SecondSvm, double Factor)[] kinds =
        [
            ("KDE, KDE", false, false, 1), ("SVM, SVM", true, true, 1), ("SVM, KDE", true, false, 1),
            ("KDE, KDE, wide", false, false, Wide), ("SVM, SVM, wide", true, true, Wide), ("SVM, KDE, wide", true, false, Wide),
        ];
        string[] models = ["C1+C2", "C1×C2"];
        return new()
        {
            Title = $"Densities and one-class SVMs: {lab.Name}",
            Name = $"kinds-{lab.Name}",
            Question = $"Members of two halves: kernel density estimates, one-class SVMs (ν = 0.1) with all their support vectors, and one of each. γ is that of eq 3.1, or (wide) a hundredth of it. {CategoryLab.Words}",
            SettingHeading = "Members",
            Settings = [.. kinds.Select(kind => kind.Name)],
            Parts = [lab.Part("bagging", models[0]), lab.Part("times", models[1]), new("size", "Support vectors of the members.", ["first", "second"], 1)],
            Seeds = lab.Seeds,
            Fixed = $"nu=0.1 {lab.Probe.Fixed}",
            Weight = _ => 2 * lab.ModelWeight,
            Run = (setting, seed) =>
            {
                float[][,] halves = lab.Parts(2, seed);
                var pair = new MemberPair(Member(kinds[setting].FirstSvm, 0), Member(kinds[setting].SecondSvm, 1));
                return
                [
                    .. lab.Probe.Measure(new BaggingEnsemble(pair.First, pair.Second)), .. lab.Probe.Measure(lab.Times(pair)),
                    pair.First.SupportVectorCount, pair.Second.SupportVectorCount,
                ];

                SupportVectorModel Member(bool svm, int place)
                {
                    double gamma = kinds[setting].Factor * lab.RuleGamma;
                    return svm ? MemberRecipes.Svm(halves[place], gamma, seed, place, lab.Batch) : KernelDensity.Fit(halves[place], gamma);
                }
            },
            Measures = "ROC AUC, and cosines, of C1+C2",
            Choice = $"Kind of members ({lab.Name})",
            Advice = found =>
                $"At the γ of eq 3.1 SVMs keep {found.Mean("SVM, SVM", "first"):0} support vectors; C1+C2 of them has a ROC AUC of {Of(found, "SVM, SVM", CategoryLab.RocAuc)} and a cosine of {Of(found, "SVM, SVM", CategoryLab.Cosine)}, of densities {Of(found, "KDE, KDE", CategoryLab.RocAuc)} and "
                + $"{Of(found, "KDE, KDE", CategoryLab.Cosine)}. Wide, SVMs keep {found.Mean("SVM, SVM, wide", "first"):0} and have {Of(found, "SVM, SVM, wide", CategoryLab.RocAuc)} and {Of(found, "SVM, SVM, wide", CategoryLab.Cosine)}, densities {Of(found, "KDE, KDE, wide", CategoryLab.RocAuc)} and {Of(found, "KDE, KDE, wide", CategoryLab.Cosine)}.",
            Answer = found => string.Join(" ", models.Select(model =>
                $"{model}: largest ROC AUC with {found.Top(CategoryLab.Column(model, CategoryLab.RocAuc))}, largest cosine with {found.Top(CategoryLab.Column(model, CategoryLab.Cosine))}.")),
        };

        string Of(SweepFindings found, string members, string what) => $"{found.Mean(members, CategoryLab.Column(models[0], what)):0.000}";
    }
}
