using OcDtd.Fast.Cli.Reproduction.Protocols;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Members of different kind and width.</summary>
internal static class MemberKinds
{
    internal static Sweep Make(MnistLab lab)
    {
        (string Name, Func<double> First, Func<double> Second, bool Svm)[] kinds =
        [
            ("SVM + SVM, γ", () => MemberProtocol.AuthorsGamma, () => MemberProtocol.AuthorsGamma, true),
            ("SVM + KDE, γ", () => MemberProtocol.AuthorsGamma, () => MemberProtocol.AuthorsGamma, false),
            ("SVM γ + KDE γ/4", () => MemberProtocol.AuthorsGamma, () => MemberProtocol.AuthorsGamma / 4, false),
            ("SVM γ/4 + KDE γ", () => MemberProtocol.AuthorsGamma / 4, () => MemberProtocol.AuthorsGamma, false),
            ("SVM γ + KDE of eq 3.1", () => MemberProtocol.AuthorsGamma, () => lab.RuleGamma, false),
            ("SVM and KDE of eq 3.1", () => lab.RuleGamma, () => lab.RuleGamma, false),
        ];
        return new Sweep
        {
            Title = "Members of different kind and width",
            Name = "kinds",
            Question =
                $"A one-class SVM (ν = 0.1, where it differs from a density) on one half, cut to {MnistLab.Size} support vectors, with a density of {MnistLab.Size} rows of the other half; of one width or of two. γ is the author's, or that of eq 3.1.",
            SettingHeading = "Members",
            Settings = [.. kinds.Select(kind => kind.Name)],
            Parts = [new("", "ROC AUC, and area under pixel flipping of outliers.", ["C1", "C2", "C1+C2", "C1×C2", "area of C1+C2", "area of C1×C2"], 4)],
            Seeds = lab.Seeds(20),
            Fixed = $"m={MnistLab.Size} nu=0.1 {lab.Probe.Fixed}",
            Weight = _ => 1.2,
            Run = (setting, seed) =>
            {
                int[][] halves = MemberRows.Draw(MemberSplit.Halves, lab.Task.Train.GetLength(0), 2, DrawSeed.Of(seed, Drawn.Rows));
                SupportVectorModel first = lab.Svm(halves[0], kinds[setting].First(), seed, 0);
                SupportVectorModel second = kinds[setting].Svm
                    ? lab.Svm(halves[1], kinds[setting].Second(), seed, 1)
                    : KernelDensity.Fit(MemberRows.Take(lab.Task.Train, Subset(halves[1], seed)), kinds[setting].Second());
                OneClassModel bagging = new BaggingEnsemble(first, second), times = lab.Times(first, second);
                return [lab.Probe.RocAuc(first), lab.Probe.RocAuc(second), lab.Probe.RocAuc(bagging), lab.Probe.RocAuc(times), lab.Probe.Area(bagging), lab.Probe.Area(times)];
            },
            Choice = "Kind and width of members",
            Advice = found =>
                $"C1×C2 of {found.Best("C1×C2")} is best with {found.Largest("C1×C2"):0.0000}, that of {found.Least("C1×C2")} last with {found.Mean(found.Least("C1×C2"), "C1×C2"):0.0000}. "
                + $"At the width of eq 3.1 an SVM cut to its {MnistLab.Size} largest coefficients has {found.Mean(kinds.Length - 1, "C1"):0.0000} alone, a density of as many random rows {found.Mean(kinds.Length - 1, "C2"):0.0000}.",
            Answer = found => $"Most accurate: {found.Best("C1+C2")} with C1+C2 ({found.Largest("C1+C2"):0.0000}), {found.Best("C1×C2")} with C1×C2 ({found.Largest("C1×C2"):0.0000}).",
        };
    }

    private static int[] Subset(int[] rows, int seed) =>
        [.. DrawSeed.Order(rows.Length, seed, Drawn.Subset).Take(MnistLab.Size).Select(place => rows[place])];
}
