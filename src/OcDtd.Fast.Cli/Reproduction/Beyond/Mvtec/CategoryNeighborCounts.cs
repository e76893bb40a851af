using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Local Times with k and l from 1 to all, beside bagging and global Times, on defects.</summary>
internal static class CategoryNeighborCounts
{
    private const string Model = "C1×C2";

    private static readonly int[] s_counts = [1, 2, 5, 10, 20, 50];

    internal static Sweep Make(CategoryLab lab)
    {
        int all = lab.TrainCount / 2;
        int[] counts = [.. s_counts.Where(count => count < all)];
        string rocAuc = CategoryLab.Column(Model, CategoryLab.RocAuc), cosine = CategoryLab.Column(Model, CategoryLab.Cosine);
        return new()
        {
            Title = $"How many neighbours: {lab.Name}",
            Name = $"neighbors-{lab.Name}",
            Question = $"Local Times of densities of two halves with k = l from 1 up; with all pairs, which is global Times; and bagging. γ is that of eq 3.1. {CategoryLab.Words}",
            SettingHeading = "k = l",
            Settings = [.. counts.Select(count => $"{count}"), "all", "C1+C2"],
            Parts = [lab.Part("", Model)],
            Seeds = lab.Seeds,
            Fixed = lab.Probe.Fixed,
            Weight = setting => (setting == counts.Length ? 10 : 1) * lab.ModelWeight,
            Run = (setting, seed) =>
            {
                MemberPair pair = lab.Halves(lab.RuleGamma, seed);
                return lab.Probe.Measure(
                    setting < counts.Length ? new LocalTimesEnsemble(pair.First, pair.Second, counts[setting], lab.Batch)
                    : setting == counts.Length ? new GlobalTimesEnsemble(pair.First, pair.Second, lab.Batch)
                    : new BaggingEnsemble(pair.First, pair.Second));
            },
            Choice = $"k and l ({lab.Name})",
            Advice = found =>
                $"The cosine of bagging is {found.Mean("C1+C2", cosine):0.000}, that of all pairs {found.Mean("all", cosine):0.000}; k = {found.Settings[0]} has {found.Mean(0, cosine):0.000}.",
            Answer = found =>
                $"From k = {found.Settings[0]} to all the ROC AUC goes from {found.Mean(0, rocAuc):0.000} to {found.Mean("all", rocAuc):0.000} and the cosine from {found.Mean(0, cosine):0.000} to {found.Mean("all", cosine):0.000}; "
                + $"bagging has {found.Mean("C1+C2", rocAuc):0.000} and {found.Mean("C1+C2", cosine):0.000}.",
        };
    }
}
