using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Local Times with k and l from 1 to all, on corrupted digits.</summary>
internal static class CorruptionNeighborCounts
{
    private const string Narrow = "C1×C2", Wide = "C1×C2, wide";

    internal static Sweep Make(CorruptionLab lab)
    {
        int[] counts = [1, 2, 5, 10, 20, 50, 100];
        return new()
        {
            Title = "How many neighbours",
            Name = "neighbors",
            Question =
                $"Local Times of two members of {CorruptionLab.Size} support vectors with k = l from 1 to all of them, which is global Times: with author's settings (narrow), and with densities of {CorruptionLab.Size} rows at the γ of eq 3.1 (wide). {lab.Probe.Words}",
            SettingHeading = "k = l",
            Settings = [.. counts.Select(count => $"{count}")],
            Parts =
            [
                new("accuracy", "Mean ROC AUC.", ["narrow", "wide"], 4) { Prefix = "ROC AUC, " },
                new("cosine", "Mean cosine.", ["narrow", "wide"], 4) { Prefix = "cosine, " },
                lab.CosinePart("cosines", Narrow),
                lab.CosinePart("cosines-wide", Wide),
            ],
            Seeds = lab.Seeds(10),
            Fixed = $"m={CorruptionLab.Size} {lab.Probe.Fixed}",
            Weight = _ => 2,
            Run = (setting, seed) =>
            {
                MemberPair pair = lab.Members(CorruptionLab.Size, seed);
                SupportVectorModel[] wide = lab.Densities(2, CorruptionLab.Size, lab.RuleGamma, seed);
                Probed found = lab.Probe.Measure(
                    new LocalTimesEnsemble(pair.First, pair.Second, counts[setting], lab.Batch), new LocalTimesEnsemble(wide[0], wide[1], counts[setting], lab.Batch));
                return [.. found.RocAucs, .. found.MeanCosines, .. found.Cosines[0], .. found.Cosines[1]];
            },
            Choice = "k and l",
            Advice = found =>
                $"k = {found.FirstNearBest("cosine, narrow", 0.005)} (wide: {found.FirstNearBest("cosine, wide", 0.005)}) is the first whose mean cosine is within 0.005 of the largest, {found.Largest("cosine, narrow"):0.000} (wide: {found.Largest("cosine, wide"):0.000}); "
                + $"k = 1 has {found.Mean(0, "cosine, narrow"):0.000} (wide: {found.Mean(0, "cosine, wide"):0.000}), all pairs {found.Mean(counts.Length - 1, "cosine, narrow"):0.000} (wide: {found.Mean(counts.Length - 1, "cosine, wide"):0.000}).",
            Answer = found =>
                $"From k = 1 to k = {counts[^1]} the ROC AUC goes from {found.Way("ROC AUC, narrow")} (wide: {found.Way("ROC AUC, wide")}) and the cosine from {found.Way("cosine, narrow")} (wide: {found.Way("cosine, wide")}). "
                + $"The ROC AUC is largest at k = {found.Top("ROC AUC, narrow")} (wide: {found.Top("ROC AUC, wide")}), the cosine at k = {found.Top("cosine, narrow")} (wide: {found.Top("cosine, wide")}).",
        };
    }
}
