using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Global Times of thousands of support vectors, on corrupted digits.</summary>
internal static class CorruptionGlobalTimes
{
    private const string Bagging = "C1+C2", Local = "local C1×C2", Global = "global C1×C2";

    internal static Sweep Make(CorruptionLab lab)
    {
        int[] sizes = [.. lab.Sizes.Where(size => size != 300)];
        return new()
        {
            Title = "Global Times of thousands of support vectors",
            Name = "global-times",
            Question =
                $"Author's settings with all m·n virtual support vectors ({(long)sizes[^1] * sizes[^1] / 1e6:0.##} million at the largest m), beside local Times with 10 % of them and bagging. Scores of global Times are those of bagging but for a factor and a constant, so that its ROC AUC must be the same; its heatmaps are its own. {lab.Probe.Words}",
            SettingHeading = "m = n",
            Settings = [.. sizes.Select(size => $"{size}")],
            Parts =
            [
                new("accuracy", "Mean ROC AUC.", [Bagging, Local, Global], 4),
                new("cosine", "Mean cosine.", [Bagging, Local, Global], 4) { Prefix = "cosine of " },
                lab.CosinePart("cosines-bagging", Bagging),
                lab.CosinePart("cosines-local", Local),
                lab.CosinePart("cosines-global", Global),
            ],
            Seeds = lab.Seeds(5),
            Fixed = lab.Probe.Fixed,
            Weight = setting => 1 + sizes[setting] / 40.0,
            Run = (setting, seed) =>
            {
                MemberPair pair = lab.Members(sizes[setting], seed);
                Probed found = lab.Probe.Measure(
                    new BaggingEnsemble(pair.First, pair.Second), lab.Times(pair.First, pair.Second), new GlobalTimesEnsemble(pair.First, pair.Second, lab.Batch));
                return [.. found.RocAucs, .. found.MeanCosines, .. found.Cosines.SelectMany(cosines => cosines)];
            },
            Choice = "Bagging, local or global Times",
            Advice = found =>
                $"At m = {sizes[^1]} the mean cosine is {Last(found, "C1+C2")} for bagging, {Last(found, "local C1×C2")} for local and {Last(found, "global C1×C2")} for global Times. Which corruptions each shows best differs: "
                + $"local Times has a larger cosine than bagging on {found.Ahead(sizes.Length - 1, lab.Probe.Names, name => CorruptionLab.Column(Local, name), name => CorruptionLab.Column(Bagging, name))}.",
            Answer = found =>
                $"From m = {sizes[0]} to m = {sizes[^1]} the ROC AUC of global Times goes from {found.Way(Global)} (local {found.Way(Local)}, bagging {found.Way(Bagging)}) and its cosine from {found.Way("cosine of global C1×C2")} "
                + $"(local {found.Way("cosine of local C1×C2")}, bagging {found.Way("cosine of C1+C2")}).",
        };

        string Last(SweepFindings found, string model) => $"{found.Mean(sizes.Length - 1, "cosine of " + model):0.000}";
    }
}
