using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Cli.Reproduction.Trials;
using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Cli.Reproduction.Mvtec;

/// <summary>What the thesis says about Tables 3.4 to 3.6, and what the seeds say for one category.</summary>
internal sealed class CategoryClaims(CategoryTrials trials, TrialBook book)
{
    private const int Bagging = SixClassifiers.Bagging, Times = SixClassifiers.Times;

    internal IEnumerable<Claim> All() => [SlightlyLessAccurate(), .. ExplainsBetter(), LooksElsewhere()];

    private string Under => $"{trials.Category.Name}, {trials.All.Count} seeds";

    /// <summary>What the thesis explains: defects that bagging detects.</summary>
    private string[] DetectedDefects => [.. trials.Defects.Where(defect => Mean(trials.RocAucs, defect, Bagging) > Claim.Detected)];

    private Claim SlightlyLessAccurate()
    {
        double[] gains = [.. trials.Defects.Select(defect => Mean(trials.RocAucs, defect, Bagging) - Mean(trials.RocAucs, defect, Times))];
        return new Claim(
            $"C1+C2 is slightly more accurate than C1×C2 ({trials.Category.Name}).",
            Claim.VerdictOf(gains.Count(Claim.SlightlyAhead), gains.Length),
            $"On {Claim.AheadOn(gains)} defects; by {Spoken.Range(gains)} ({Under}).");
    }

    /// <summary>No claim where nothing is detected, or the masks of what is mark nothing.</summary>
    private IEnumerable<Claim> ExplainsBetter()
    {
        double[] gains = [.. DetectedDefects.Select(defect => Mean(trials.Cosines, defect, Times) - Mean(trials.Cosines, defect, Bagging)).Where(gain => !double.IsNaN(gain))];
        if (gains.Length == 0)
            yield break;
        yield return new Claim(
            $"C1×C2 explains better than C1+C2: larger cosines ({trials.Category.Name}).",
            Claim.VerdictOf(gains.Count(gain => gain > 0), gains.Length),
            $"On {gains.Count(gain => gain > 0)} of {gains.Length} detected defects; by {Spoken.Range(gains)} ({Under}).");
    }

    private Claim LooksElsewhere()
    {
        string[] detected = DetectedDefects;
        string[] cleverHans = [.. detected.Where(defect => Mean(trials.CleverHans, defect, Bagging) >= CleverHansScore.Threshold)];
        string list = string.Join(", ", detected.Select(defect => $"{Spoken.Of(defect)} {Mean(trials.CleverHans, defect, Bagging):0.0}"));
        return new Claim(
            $"Some defects are detected without being understood: Clever Hans score of {CleverHansScore.Threshold} or more ({trials.Category.Name}).",
            cleverHans.Length > 0 ? Verdict.Holds : Verdict.DoesNotHold,
            detected.Length == 0
                ? $"No defect is detected with a ROC AUC above {Claim.Detected} ({Under})."
                : $"{cleverHans.Length} of the {detected.Length} defects with a ROC AUC above {Claim.Detected}; scores of C1+C2: {list} ({Under}).");
    }

    private double Mean(Func<TrialBook, string, int, double[]> values, string defect, int classifier) => SeedSummary.MeanOf(values(book, defect, classifier));
}
