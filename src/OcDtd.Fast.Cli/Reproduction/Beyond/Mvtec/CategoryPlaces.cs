using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Mvtec;
using OcDtd.Fast.Cli.Reproduction.Protocols;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Whether heatmaps are brighter on defects than beside them: the field's measure of localisation, which does not grow with the defect as cosines do.</summary>
internal static class CategoryPlaces
{
    private const string Good = "good: ";

    internal static Sweep Make(CategoryLab lab) => new()
    {
        Title = $"Whether heatmaps find the place: {lab.Name}",
        Name = $"places-{lab.Name}",
        Question =
            "ROC AUC of an image's pixels, those inside the mask against those outside, by relevance; the mean over a defect's images. One half is chance whatever the size of the defect, "
            + "while cosines, and with them the Clever Hans score, depend on it. Beside it the same by the mean heatmap of good test images, which knows where the model always looks and nothing of the image: "
            + "what an image's own heatmap adds to that is what it found.",
        SettingHeading = "Classifier",
        Settings = SixClassifiers.Names,
        Parts =
        [
            new("own", "Pixel ROC AUC by the image's own heatmap.", lab.Probe.Names),
            new("good", "Pixel ROC AUC by the mean heatmap of good test images.", lab.Probe.Names) { Prefix = Good },
        ],
        Seeds = lab.Seeds,
        Fixed = $"{lab.Probe.Fixed} marked={CategoryProbe.Marked}",
        Weight = _ => 1.2 * lab.ModelWeight,
        Run = (classifier, seed) =>
        {
            MemberPair pair = lab.Halves(lab.RuleGamma, seed);
            (double[] own, double[] good) = lab.Probe.PlaceRocAucs(SixClassifiers.Make(classifier, pair.First, pair.Second, lab.Batch));
            return [.. own, .. good];
        },
        Measures = "pixel ROC AUC by the image's own heatmap",
        Choice = $"Whether to trust a heatmap ({lab.Name})",
        Advice = found =>
            $"Pixel ROC AUC of {SixClassifiers.Names[SixClassifiers.Bagging]} by the image's own heatmap (by the mean one of good images): {List(lab, found, SixClassifiers.Bagging)}. "
            + "Where the two are near each other a heatmap shows the product and not the defect.",
        Answer = found =>
            $"By the image's own heatmap (by the mean one of good images) {SixClassifiers.Names[SixClassifiers.Bagging]} has {List(lab, found, SixClassifiers.Bagging)}; "
            + $"{SixClassifiers.Names[SixClassifiers.Times]} has {List(lab, found, SixClassifiers.Times)}.",
    };

    private static string List(CategoryLab lab, SweepFindings found, int classifier) =>
        string.Join(", ", lab.Probe.Names.Select(defect => $"{defect} {found.Mean(classifier, defect):0.00} ({found.Mean(classifier, Good + defect):0.00})"));
}
