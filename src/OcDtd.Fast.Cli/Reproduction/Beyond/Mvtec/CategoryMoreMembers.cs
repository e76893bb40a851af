namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Bagging of several parts beside one density of all, on defects.</summary>
internal static class CategoryMoreMembers
{
    private const string Model = "bagging";

    private static readonly int[] s_members = [1, 2, 4, 8];

    internal static Sweep Make(CategoryLab lab)
    {
        int[] members = [.. s_members.Where(count => count <= lab.TrainCount)];
        string rocAuc = CategoryLab.Column(Model, CategoryLab.RocAuc), cosine = CategoryLab.Column(Model, CategoryLab.Cosine);
        return new()
        {
            Title = $"More than two members: {lab.Name}",
            Name = $"members-{lab.Name}",
            Question = $"Bagging of densities of M disjoint parts of the {lab.TrainCount} training images; M = 1 is one density of all of them. γ is that of eq 3.1. {CategoryLab.Words}",
            SettingHeading = "M",
            Settings = [.. members.Select(count => $"{count}")],
            Parts = [lab.Part("", Model)],
            Seeds = lab.Seeds,
            Fixed = lab.Probe.Fixed,
            Weight = _ => lab.ModelWeight,
            Run = (setting, seed) => lab.Probe.Measure(new BaggingEnsemble(lab.Densities(members[setting], lab.RuleGamma, seed))),
            Choice = $"Number of members ({lab.Name})",
            Advice = found => $"The ROC AUC is largest with {found.Top(rocAuc)}, the cosine with {found.Top(cosine)}; one density of all images has {found.Mean(0, rocAuc):0.000} and {found.Mean(0, cosine):0.000}.",
            Answer = found => $"From one density of all images to {members[^1]} members the ROC AUC goes from {found.Way(rocAuc)} and the cosine from {found.Way(cosine)}.",
        };
    }
}
