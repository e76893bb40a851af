using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>The thesis' rule of relevance beside the conservative one.</summary>
internal static class RelevanceRules
{
    /// <summary>Two heatmaps of this cosine are one picture to the eye.</summary>
    private const double Alike = 0.99;

    internal static Sweep Make(MnistLab lab) => new()
    {
        Title = "Both rules of relevance",
        Name = "rules",
        Question =
            "The thesis' rule clips what a support vector passes on at γ‖x−u‖²; the conservative rule passes on all. Heatmaps of outliers under both, at author's settings and (wide) with densities at the γ of eq 3.1, m = 100.",
        SettingHeading = "Classifier",
        Settings = SixClassifiers.Names,
        Parts =
        [
            new("agreement", "Cosine between the two heatmaps, and the share of outlierness that the thesis' rule gives to no pixel.", ["cosine", "residual", "cosine, wide", "residual, wide"], 4),
            new("area", "Area under pixel flipping: less is better.", ["thesis", "conservative", "thesis, wide", "conservative, wide"], 4) { Prefix = "area " },
        ],
        Seeds = lab.Seeds(10),
        Fixed = $"m={MnistLab.Size} {lab.Probe.Fixed}",
        Weight = _ => 1.2,
        Run = (classifier, seed) =>
        {
            MemberPair narrow = lab.Members(lab.Task.Train, MnistLab.Size, seed);
            SupportVectorModel[] wide = lab.Densities(2, MnistLab.Size, lab.RuleGamma, seed);
            OneClassModel[] models =
            [
                SixClassifiers.Make(classifier, narrow.First, narrow.Second, lab.Batch),
                SixClassifiers.Make(classifier, wide[0], wide[1], lab.Batch),
            ];
            (double Cosine, double Residual)[] agreement = [.. models.Select(model => RuleAgreement.Of(model, lab.Probe.Outliers, lab.Batch))];
            return
            [
                agreement[0].Cosine, agreement[0].Residual, agreement[1].Cosine, agreement[1].Residual,
                .. models.SelectMany(model => (double[])[lab.Probe.Area(model), lab.Probe.Area(model, RelevanceRule.Conservative)]),
            ];
        },
        Choice = "Rule of relevance",
        Advice = found =>
            $"The two rules' heatmaps have cosines of {found.Floor("cosine")} and more with each other (wide: {found.Floor("cosine, wide")}){(LeastCosine(found) >= Alike ? ", so that either will do" : ", so that it matters which")}. "
            + $"The thesis' rule gives {found.Mean(found.Least("residual"), "residual"):P0} to {found.Largest("residual"):P0} of outlierness to no pixel (wide: {found.Mean(found.Least("residual, wide"), "residual, wide"):P0} to {found.Largest("residual, wide"):P0}); the conservative rule gives out all of it.",
        Answer = found =>
            $"Mean cosines of the two heatmaps are {found.Floor("cosine")} and more (wide: {found.Floor("cosine, wide")} and more).",
    };

    private static double LeastCosine(SweepFindings found) =>
        Math.Min(found.Mean(found.Least("cosine"), "cosine"), found.Mean(found.Least("cosine, wide"), "cosine, wide"));
}
