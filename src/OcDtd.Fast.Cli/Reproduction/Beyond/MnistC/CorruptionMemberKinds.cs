using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Reproduction.Protocols;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Members of different kind and width, on corrupted digits.</summary>
internal static class CorruptionMemberKinds
{
    /// <summary>Rows that an SVM is trained on: more take minutes at wide kernels and end up cut to as many support vectors.</summary>
    private const int Trained = 2000;

    private const double Gamma = MemberProtocol.AuthorsGamma;

    internal static Sweep Make(CorruptionLab lab)
    {
        (string Name, Kind First, Kind Second)[] pairs =
        [
            ("KDE + KDE, γ", new(false, () => Gamma), new(false, () => Gamma)),
            ("SVM + SVM, γ", new(true, () => Gamma), new(true, () => Gamma)),
            ("SVM + KDE, γ", new(true, () => Gamma), new(false, () => Gamma)),
            ("SVM γ + KDE γ/4", new(true, () => Gamma), new(false, () => Gamma / 4)),
            ("SVM γ/4 + KDE γ", new(true, () => Gamma / 4), new(false, () => Gamma)),
            ("SVM γ + KDE of eq 3.1", new(true, () => Gamma), new(false, () => lab.RuleGamma)),
            ("KDE + KDE, eq 3.1", new(false, () => lab.RuleGamma), new(false, () => lab.RuleGamma)),
            ("SVM + SVM, eq 3.1", new(true, () => lab.RuleGamma), new(true, () => lab.RuleGamma)),
            ("SVM + KDE, eq 3.1", new(true, () => lab.RuleGamma), new(false, () => lab.RuleGamma)),
        ];
        return new()
        {
            Title = "Members of different kind and width",
            Name = "kinds",
            Question =
                $"One-class SVMs (ν = 0.1) of {Trained} rows, cut to {CorruptionLab.Size} support vectors, and densities of {CorruptionLab.Size} rows; members never share a row. The largest coefficients are kept: at wide kernels those of the rows outside the boundary (1/(νn)). γ is the author's, or that of eq 3.1. {lab.Probe.Words}",
            SettingHeading = "Members",
            Settings = [.. pairs.Select(pair => pair.Name)],
            Parts =
            [
                new("accuracy", "Mean ROC AUC.", ["C1", "C2", "C1+C2", "C1×C2"]),
                new("cosine", "Mean cosine.", ["C1", "C2", "C1+C2", "C1×C2"]) { Prefix = "cosine of " },
                lab.CosinePart("cosines-bagging", "C1+C2"),
                lab.CosinePart("cosines-times", "C1×C2"),
            ],
            Seeds = lab.Seeds(10),
            Fixed = $"m={CorruptionLab.Size} nu=0.1 trained={Trained} {lab.Probe.Fixed}",
            Weight = _ => 4,
            Run = (setting, seed) =>
            {
                SupportVectorModel first = pairs[setting].First.Fit(lab, 0, seed), second = pairs[setting].Second.Fit(lab, 1, seed);
                Probed found = lab.Probe.Measure(first, second, new BaggingEnsemble(first, second), lab.Times(first, second));
                return [.. found.RocAucs, .. found.MeanCosines, .. found.Cosines[2], .. found.Cosines[3]];
            },
            Measures = "mean ROC AUC",
            Choice = "Kind and width of members",
            Advice = found =>
                $"To detect, {found.Top("C1×C2")} with C1×C2; to explain, {found.Top("cosine of C1×C2")}. A cut SVM at the γ of eq 3.1 alone has a ROC AUC of {found.Mean("SVM + SVM, eq 3.1", "C1"):0.000} and a cosine of {found.Mean("SVM + SVM, eq 3.1", "cosine of C1"):0.000}, "
                + $"a density {found.Mean("KDE + KDE, eq 3.1", "C1"):0.000} and {found.Mean("KDE + KDE, eq 3.1", "cosine of C1"):0.000}. Bagged over two widths (SVM γ + KDE of eq 3.1) the cosine is {found.Mean("SVM γ + KDE of eq 3.1", "cosine of C1+C2"):0.000}, the wide member's alone {found.Mean("SVM γ + KDE of eq 3.1", "cosine of C2"):0.000}.",
            Answer = found =>
                $"Largest ROC AUC: {found.Top("C1+C2")} with C1+C2, {found.Top("C1×C2")} with C1×C2. Largest cosine: {found.Top("cosine of C1+C2")} with C1+C2, {found.Top("cosine of C1×C2")} with C1×C2. "
                + $"C1×C2 has the larger mean cosine for {found.Count(setting => found.Mean(setting, "cosine of C1×C2") > found.Mean(setting, "cosine of C1+C2"))} of these {pairs.Length}, and the larger ROC AUC for {found.Count(setting => found.Mean(setting, "C1×C2") > found.Mean(setting, "C1+C2"))}.",
        };
    }

    /// <summary>What a member is; its width is asked for when it is made, since eq 3.1 takes a while.</summary>
    private sealed record Kind(bool Svm, Func<double> Gamma)
    {
        /// <summary>The member in a place, of rows that the other place does not get.</summary>
        internal SupportVectorModel Fit(CorruptionLab lab, int place, int seed)
        {
            int rows = Math.Min(Trained, lab.Task.TrainCount / 2);
            int[] order = DrawSeed.Order(lab.Task.TrainCount, seed, Drawn.Rows);
            float[,] drawn = MemberRows.Take(lab.Task.Train.Span, order.AsSpan(place * rows, Svm ? rows : CorruptionLab.Size));
            return Svm ? MemberRecipes.Svm(drawn, Gamma(), CorruptionLab.Size, seed, place, lab.Batch) : KernelDensity.Fit(drawn, Gamma());
        }
    }
}
