using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using static OcDtd.Fast.Cli.Classifiers.SixClassifiers;

namespace OcDtd.Fast.Cli.Reproduction.Mnist;

/// <summary>What the thesis says about Table 3.1, and what the seeds say.</summary>
/// <param name="protocol">The protocol's name.</param>
/// <param name="sizes">The sizes m of the table.</param>
/// <param name="seeds">How many seeds there are.</param>
/// <param name="values">The ROC AUCs of every seed, by size and classifier.</param>
internal sealed class AccuracyClaims(string protocol, int[] sizes, int seeds, Func<int, int, double[]> values)
{
    internal IEnumerable<Claim> All() => [SquareIsTheMember(), BaggingBeatsMembers(), BaggingBeatsTimes()];

    private string Under => $"{protocol}, {seeds} seeds";

    private Claim SquareIsTheMember()
    {
        double[] largest = [.. sizes.Select(m => Math.Max(Math.Abs(Mean(m, C1Squared) - Mean(m, C1)), Math.Abs(Mean(m, C2Squared) - Mean(m, C2))))];
        return new Claim(
            $"C×C is as accurate as C ({protocol}).",
            Claim.SameAccuracy(largest.Max()),
            $"Means over seeds differ by {largest.Max():0.0000} at most ({Under}; largest at m = {sizes[Array.IndexOf(largest, largest.Max())]}).");
    }

    private Claim BaggingBeatsMembers()
    {
        int holds = sizes.Count(m => Mean(m, Bagging) > Math.Max(Mean(m, C1), Mean(m, C2)));
        double gain = sizes.Average(m => Mean(m, Bagging) - Math.Max(Mean(m, C1), Mean(m, C2)));
        double share = sizes.Average(m => values(m, Bagging).Where((auc, s) => auc > Math.Max(values(m, C1)[s], values(m, C2)[s])).Count() / (double)seeds);
        return new Claim(
            $"C1+C2 is more accurate than either member ({protocol}).",
            Claim.VerdictOf(holds, sizes.Length),
            $"In the mean at {holds} of {sizes.Length} sizes, by {gain:0.0000}; in {share:P0} of single seeds ({Under}).");
    }

    private Claim BaggingBeatsTimes()
    {
        double[] difference = [.. sizes.Select(m => Mean(m, Bagging) - Mean(m, Times))];
        double share = sizes.Average(m => values(m, Bagging).Where((auc, s) => auc > values(m, Times)[s]).Count() / (double)seeds);
        return new Claim(
            $"C1+C2 is slightly more accurate than C1×C2 ({protocol}).",
            Claim.VerdictOf(difference.Count(Claim.SlightlyAhead), sizes.Length),
            $"At {Claim.AheadOn(difference)} sizes, by {Spoken.Range(difference)}; in {share:P0} of single seeds ({Under}).");
    }

    private double Mean(int m, int classifier) => SeedSummary.Of(values(m, classifier))!.Mean;
}
