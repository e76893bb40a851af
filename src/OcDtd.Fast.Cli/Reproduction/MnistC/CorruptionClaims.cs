using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Cli.Reproduction.Thesis;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.MnistC;

/// <summary>What the thesis says about Tables 3.2 and 3.3, and what the seeds say.</summary>
internal sealed class CorruptionClaims(CorruptionTrials trials, TrialBook book, ThesisTable? thesis, string[] explained)
{
    private const int Bagging = SixClassifiers.Bagging, Times = SixClassifiers.Times;

    internal IEnumerable<Claim> All()
    {
        if (thesis is not null && RankCorrelations.CanSay(trials, thesis))
            yield return SameOrder(thesis);
        yield return SameAccuracy();
        if (Detected.Length > 0)
            yield return SlightlyLessAccurate();
        if (explained.Length > 0)
            yield return ExplainsBetter();
    }

    private string Under => $"{trials.Protocol.Name}, m = {trials.Plan.Size}, {trials.Plan.Seeds} seeds";

    private string[] Detected => [.. trials.Corruptions.Where(name => Mean(trials.RocAucs, name, Bagging) > Claim.Detected)];

    private Claim SameOrder(ThesisTable table)
    {
        double[] correlations = RankCorrelations.Of(trials, book, table);
        return new Claim(
            $"Corruptions are as easy or hard to detect as in Table 3.2 ({trials.Protocol.Name}).",
            correlations.Min() >= 0.9 ? Verdict.Holds : correlations.Min() >= 0.5 ? Verdict.HoldsInPart : Verdict.DoesNotHold,
            RankCorrelations.Sentence(trials, book, table) + $" ({Under}).");
    }

    private Claim SameAccuracy()
    {
        double largest = trials.Corruptions.Max(name => Math.Max(Difference(name, SixClassifiers.C1Squared, SixClassifiers.C1), Difference(name, SixClassifiers.C2Squared, SixClassifiers.C2)));
        return new Claim(
            $"C×C is as accurate as C on corruptions ({trials.Protocol.Name}).",
            Claim.SameAccuracy(largest),
            $"Mean ROC AUCs differ by {largest:0.0000} at most ({Under}).");

        double Difference(string name, int a, int b) => Math.Abs(Mean(trials.RocAucs, name, a) - Mean(trials.RocAucs, name, b));
    }

    private Claim SlightlyLessAccurate()
    {
        double[] differences = [.. Detected.Select(name => Mean(trials.RocAucs, name, Bagging) - Mean(trials.RocAucs, name, Times))];
        return new Claim(
            $"C1+C2 is slightly more accurate than C1×C2 on corruptions ({trials.Protocol.Name}).",
            Claim.VerdictOf(differences.Count(Claim.SlightlyAhead), differences.Length),
            $"On {Claim.AheadOn(differences)} detected corruptions; by {Spoken.Range(differences)} ({Under}).");
    }

    private Claim ExplainsBetter()
    {
        string[] better = [.. explained.Where(name => Mean(trials.Cosines, name, Times) > Mean(trials.Cosines, name, Bagging))];
        double[] gains = [.. explained.Select(name => Mean(trials.Cosines, name, Times) - Mean(trials.Cosines, name, Bagging))];
        double share = explained.Average(name => trials.Cosines(book, name, Times).Zip(trials.Cosines(book, name, Bagging), (t, b) => t > b ? 1.0 : 0).Average());
        string names = better.Length == 0 ? "" : $": {string.Join(", ", better.Select(name => Spoken.Of(name)))}";
        return new Claim(
            $"{SixClassifiers.Names[Times]} explains better than {SixClassifiers.Names[Bagging]}: larger cosines ({trials.Protocol.Name}).",
            Claim.VerdictOf(better.Length, explained.Length),
            $"On {better.Length} of {explained.Length} corruptions{names}; mean differences {Spoken.Range(gains)}; in {share:P0} of single seeds and corruptions ({Under}).");
    }

    private double Mean(Func<TrialBook, string, int, double[]> values, string name, int classifier) => SeedSummary.MeanOf(values(book, name, classifier));
}
