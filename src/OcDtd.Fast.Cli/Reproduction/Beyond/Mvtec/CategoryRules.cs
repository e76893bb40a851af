using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Both rules of relevance, on defects.</summary>
internal static class CategoryRules
{
    internal static Sweep Make(CategoryLab lab)
    {
        string thesis = CategoryLab.Column("thesis", CategoryLab.Cosine), conservative = CategoryLab.Column("conservative", CategoryLab.Cosine);
        return new()
        {
            Title = $"Both rules of relevance: {lab.Name}",
            Name = $"rules-{lab.Name}",
            Question = $"Heatmaps of the six classifiers under the thesis' rule and under the conservative one. The ROC AUC does not depend on the rule. {CategoryLab.Words}",
            SettingHeading = "Classifier",
            Settings = SixClassifiers.Names,
            Parts = [lab.Part("thesis", "thesis"), lab.Part("conservative", "conservative")],
            Seeds = lab.Seeds,
            Fixed = lab.Probe.Fixed,
            Weight = _ => 1.5 * lab.ModelWeight,
            Run = (classifier, seed) =>
            {
                MemberPair pair = lab.Halves(lab.RuleGamma, seed);
                OneClassModel model = SixClassifiers.Make(classifier, pair.First, pair.Second, lab.Batch);
                return [.. lab.Probe.Measure(model), .. lab.Probe.Measure(model, RelevanceRule.Conservative)];
            },
            Measures = "ROC AUC, and cosines under the thesis' rule",
            Choice = $"Rule of relevance ({lab.Name})",
            Advice = found => $"From the thesis rule's to the conservative one's, mean cosines with the masks differ by {Difference(found)}.",
            Answer = found => $"The conservative rule's mean cosines differ from the thesis rule's by {Difference(found)}.",
        };

        string Difference(SweepFindings found) => found.Differences(conservative, thesis);
    }
}
