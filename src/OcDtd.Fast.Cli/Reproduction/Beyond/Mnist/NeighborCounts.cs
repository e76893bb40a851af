using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Local Times with k and l from 1 to all.</summary>
internal static class NeighborCounts
{
    /// <summary>Beyond so many support vectors a member, a flipping curve over all pairs takes seconds a row.</summary>
    private const int MostFlipped = 300;

    private static readonly string[] s_widths = ["narrow", "wide"];

    internal static Sweep Make(MnistLab lab, string name, int size, int[] counts, int seeds) => new()
    {
        Title = $"How many neighbours, m = {size}",
        Name = name,
        Question =
            $"Local Times of two members of {size} support vectors with k = l from 1 to all of them, which is global Times. At author's settings (narrow), and with densities of {size} rows at the γ of eq 3.1 (wide). "
            + $"{(Flips(size) ? "The area is that under the pixel-flipping curves of outliers, where less is better. " : "")}Times are a row's share of a batch on all cores.",
        SettingHeading = "k = l",
        Settings = [.. counts.Select(count => $"{count}")],
        Parts =
        [
            new("accuracy", "ROC AUC.", s_widths, 4) { Prefix = "ROC AUC, " },
            .. Flips(size) ? [new SweepPart("area", "Area under pixel flipping.", s_widths, 4) { Prefix = "area, " }] : (SweepPart[])[],
            new("time", "Microseconds a row.", ["score, narrow", "explain, narrow", "score, wide", "explain, wide"], 1),
        ],
        Seeds = seeds,
        Fixed = $"m={size} {lab.Probe.Fixed} {Timing.Conditions(lab.Batch)}",
        Weight = _ => size <= 100 ? 1 : 4,
        Run = (setting, seed) =>
        {
            MemberPair pair = lab.Members(lab.Task.Train, size, seed);
            SupportVectorModel[] wide = lab.Densities(2, size, lab.RuleGamma, seed);
            LocalTimesEnsemble[] models =
            [
                new LocalTimesEnsemble(pair.First, pair.Second, counts[setting], lab.Batch), new LocalTimesEnsemble(wide[0], wide[1], counts[setting], lab.Batch),
            ];
            return
            [
                .. models.Select(lab.Probe.RocAuc),
                .. Flips(size) ? models.Select(model => lab.Probe.Area(model)) : [],
                .. models.SelectMany(model => (double[])[lab.Probe.ScoreMicroseconds(model), lab.Probe.ExplainMicroseconds(model)]),
            ];
        },
        Choice = $"k and l (m = {size})",
        Advice = found =>
            "All pairs, global Times, rank rows exactly as bagging does (o_t = o₁ + o₂ + log α), so that k only says how far local Times departs from it. "
            + $"At the narrow width k = {found.FirstNearBest("ROC AUC, narrow", 0.001)} is within 0.001 of the most accurate; at the wide one k = {found.Best("ROC AUC, wide")} is most accurate, by "
            + $"{found.Largest("ROC AUC, wide") - found.Mean(counts.Length - 1, "ROC AUC, wide"):0.0000} over all pairs.",
        Answer = found =>
            $"From k = {found.Settings[0]} to k = {found.Settings[^1]} the ROC AUC goes from {found.Mean(0, "ROC AUC, narrow"):0.0000} to {found.Mean(counts.Length - 1, "ROC AUC, narrow"):0.0000} "
            + $"(wide: {found.Mean(0, "ROC AUC, wide"):0.0000} to {found.Mean(counts.Length - 1, "ROC AUC, wide"):0.0000}); it is largest at k = {found.Best("ROC AUC, narrow")} (wide: {found.Best("ROC AUC, wide")}).",
    };

    private static bool Flips(int size) => size <= MostFlipped;
}
