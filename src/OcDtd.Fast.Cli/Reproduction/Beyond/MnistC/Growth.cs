using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Larger members.</summary>
internal static class Growth
{
    private const string Bagging = "C1+C2", Times = "C1×C2";

    internal static Sweep Make(CorruptionLab lab)
    {
        int[] sizes = lab.Sizes;
        return new()
        {
            Title = "Larger members",
            Chapter = null,
            Name = "growth",
            Question = $"Author's settings with members of more support vectors; k = l = 10 % of them. {lab.Probe.Words}",
            SettingHeading = "m = n",
            Settings = [.. sizes.Select(size => $"{size}")],
            Parts =
            [
                new("accuracy", "Mean ROC AUC.", ["C1", Bagging, Times]),
                new("cosine", "Mean cosine.", ["C1", Bagging, Times]) { Prefix = "cosine of " },
                RocAucPart("roc-aucs-bagging", Bagging),
                RocAucPart("roc-aucs-times", Times),
                lab.CosinePart("cosines-bagging", Bagging),
                lab.CosinePart("cosines-times", Times),
            ],
            Seeds = lab.Seeds(20),
            Fixed = lab.Probe.Fixed,
            Weight = setting => sizes[setting] <= 100 ? 11 : 2 + sizes[setting] / 150.0,
            Run = (setting, seed) =>
            {
                MemberPair pair = lab.Members(sizes[setting], seed);
                OneClassModel bagging = new BaggingEnsemble(pair.First, pair.Second), times = lab.Times(pair.First, pair.Second);
                double[] rocAucsBagging = lab.Probe.AllRocAucs(bagging), rocAucsTimes = lab.Probe.AllRocAucs(times);
                double[][] cosines = [lab.Probe.Cosines(pair.First), lab.Probe.Cosines(bagging), lab.Probe.Cosines(times)];
                return
                [
                    lab.Probe.RocAuc(pair.First), lab.Probe.RocAucOf(rocAucsBagging), lab.Probe.RocAucOf(rocAucsTimes), .. cosines.Select(CorruptionProbe.Mean),
                    .. rocAucsBagging, .. rocAucsTimes, .. cosines[1], .. cosines[2],
                ];
            },
            Answer = found =>
                $"From m = {sizes[0]} to m = {sizes[^1]} the ROC AUC of C1+C2 goes from {found.Way(Bagging)} and that of C1×C2 from {found.Way(Times)}; their cosines go from {found.Way("cosine of C1+C2")} and "
                + $"{found.Way("cosine of C1×C2")}. C1×C2 has the larger cosine on so many corruptions at m = {sizes[0]}: {Ahead(found, 0)}; and at m = {sizes[^1]}: {Ahead(found, sizes.Length - 1)}. "
                + $"Of all {lab.Probe.AllNames.Length} corruptions C1+C2 has a ROC AUC above {Claim.Detected} on {Detected(found, 0)} at m = {sizes[0]} and on {Detected(found, sizes.Length - 1)} at m = {sizes[^1]}.",
        };

        SweepPart RocAucPart(string name, string of) =>
            new(name, $"ROC AUC of {of} by corruption, all that there are.", lab.Probe.AllNames, Drawn: false) { Prefix = RocAuc(of, "") };

        string RocAuc(string of, string corruption) => $"ROC AUC of {of}: {corruption}";

        int Detected(SweepFindings found, int setting) => lab.Probe.AllNames.Count(name => found.Mean(setting, RocAuc(Bagging, name)) > Claim.Detected);

        string Ahead(SweepFindings found, int setting) => found.Ahead(
            setting, lab.Probe.Names, name => CorruptionLab.Column(Times, name), name => CorruptionLab.Column(Bagging, name));
    }
}
