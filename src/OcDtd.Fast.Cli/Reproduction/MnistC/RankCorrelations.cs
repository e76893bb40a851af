using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Cli.Reproduction.Thesis;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.MnistC;

/// <summary>Whether corruptions are as hard for us as for the thesis, one to the other.</summary>
internal static class RankCorrelations
{
    private const int FewestCorruptions = 3;

    /// <summary>Spearman's correlation of mean ROC AUCs over the corruptions of both, for each classifier.</summary>
    internal static double[] Of(CorruptionTrials trials, TrialBook book, ThesisTable thesis, Func<string, bool>? wanted = null)
    {
        string[] names = [.. Common(trials, thesis, wanted)];
        return [.. SixClassifiers.Names.Select((_, c) => RankCorrelation.Compute(
            [.. names.Select(name => trials.RocAucs(book, name, c).Average())], [.. names.Select(name => thesis.Row(name)![c])]))];
    }

    /// <summary>Whether there are enough corruptions of both to put in order.</summary>
    internal static bool CanSay(CorruptionTrials trials, ThesisTable thesis) => Common(trials, thesis, name => name != Misprints.Stripe).Count() >= FewestCorruptions;

    private static IEnumerable<string> Common(CorruptionTrials trials, ThesisTable thesis, Func<string, bool>? wanted) =>
        trials.Corruptions.Where(name => thesis.Row(name) is not null && (wanted?.Invoke(name) ?? true));

    /// <summary>Without the full stop.</summary>
    internal static string Sentence(CorruptionTrials trials, TrialBook book, ThesisTable thesis)
    {
        double[] all = Of(trials, book, thesis), without = Of(trials, book, thesis, name => name != Misprints.Stripe);
        return $"Rank correlation with the thesis over corruptions: {Range(all)} among the six classifiers, {Range(without)} without stripe";
    }

    private static string Range(double[] values) => $"{values.Min():0.000} to {values.Max():0.000}";
}
