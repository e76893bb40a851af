using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Local Times with k and l from 1 to all.</summary>
internal static class NeighborCounts
{
    internal static Sweep Make(MnistLab lab, string name, int size, int[] counts, int seeds) => new()
    {
        Title = $"How many neighbours, m = {size}",
        Name = name,
        Question =
            $"Local Times of two members of {size} support vectors with k = l from 1 to all of them, which is global Times. At author's settings, and (wide) with densities of {size} rows at the γ of eq 3.1. "
            + "The area is that under the pixel-flipping curves of outliers, where less is better; times are a row's share of a batch on all cores.",
        SettingHeading = "k = l",
        Settings = [.. counts.Select(count => $"{count}")],
        Parts =
        [
            new("accuracy", "ROC AUC, and area under pixel flipping.", ["ROC AUC", "area", "ROC AUC, wide", "area, wide"], 4),
            new("time", "Microseconds a row.", ["score", "explain", "score, wide", "explain, wide"], 1),
        ],
        Seeds = seeds,
        Fixed = $"m={size} {lab.Probe.Fixed}",
        Weight = _ => size <= 100 ? 1 : 12,
        Run = (setting, seed) =>
        {
            MemberPair pair = lab.Members(lab.Task.Train, size, seed);
            SupportVectorModel[] wide = lab.Densities(2, size, lab.RuleGamma, seed);
            var narrow = new LocalTimesEnsemble(pair.First, pair.Second, counts[setting], lab.Batch);
            var broad = new LocalTimesEnsemble(wide[0], wide[1], counts[setting], lab.Batch);
            return
            [
                lab.Probe.RocAuc(narrow), lab.Probe.Area(narrow), lab.Probe.RocAuc(broad), lab.Probe.Area(broad),
                lab.Probe.ScoreMicroseconds(narrow), lab.Probe.ExplainMicroseconds(narrow), lab.Probe.ScoreMicroseconds(broad), lab.Probe.ExplainMicroseconds(broad),
            ];
        },
        Answer = found =>
            $"From k = {found.Settings[0]} to k = {found.Settings[^1]} the ROC AUC goes from {found.Mean(0, "ROC AUC"):0.0000} to {found.Mean(counts.Length - 1, "ROC AUC"):0.0000} "
            + $"(wide: {found.Mean(0, "ROC AUC, wide"):0.0000} to {found.Mean(counts.Length - 1, "ROC AUC, wide"):0.0000}); it is largest at k = {found.Best("ROC AUC")} (wide: {found.Best("ROC AUC, wide")}).",
    };
}
