using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Both rules of relevance, on corrupted digits.</summary>
internal static class CorruptionRules
{
    internal static Sweep Make(CorruptionLab lab) => new()
    {
        Title = "Both rules of relevance",
        Name = "rules",
        Question =
            $"Cosines of the six classifiers under the thesis' rule and the conservative one, with author's settings and (wide) with densities at the γ of eq 3.1; m = {CorruptionLab.Size}. {lab.Probe.Words}",
        SettingHeading = "Classifier",
        Settings = SixClassifiers.Names,
        Parts =
        [
            new("mean", "Mean cosine.", ["thesis", "conservative", "thesis, wide", "conservative, wide"], 4),
            lab.CosinePart("cosines-thesis", "thesis"),
            lab.CosinePart("cosines-conservative", "conservative"),
            lab.CosinePart("cosines-thesis-wide", "thesis, wide"),
            lab.CosinePart("cosines-conservative-wide", "conservative, wide"),
        ],
        Seeds = lab.Seeds(10),
        Fixed = $"m={CorruptionLab.Size} {lab.Probe.Fixed}",
        Weight = _ => 2,
        Run = (classifier, seed) =>
        {
            MemberPair narrow = lab.Members(CorruptionLab.Size, seed);
            SupportVectorModel[] wide = lab.Densities(2, CorruptionLab.Size, lab.RuleGamma, seed);
            double[][] cosines = [.. new[] { narrow, new MemberPair(wide[0], wide[1]) }.SelectMany(pair => BothRules(lab, Model(pair)))];
            return [.. cosines.Select(CorruptionProbe.Mean), .. cosines.SelectMany(each => each)];

            OneClassModel Model(MemberPair pair) => SixClassifiers.Make(classifier, pair.First, pair.Second, lab.Batch);
        },
        Measures = "mean cosine",
        Choice = "Rule of relevance",
        Advice = found => $"From the thesis rule's to the conservative one's, mean cosines with what was changed differ by {Difference(found, "")}; wide, by {Difference(found, ", wide")}.",
        Answer = found =>
            $"The conservative rule's mean cosines differ from the thesis rule's by {Difference(found, "")}; wide, by {Difference(found, ", wide")}.",
    };

    private static double[][] BothRules(CorruptionLab lab, OneClassModel model) =>
        [lab.Probe.Cosines(model), lab.Probe.Cosines(model, RelevanceRule.Conservative)];

    private static string Difference(SweepFindings found, string of) =>
        found.Differences("conservative" + of, "thesis" + of);
}
