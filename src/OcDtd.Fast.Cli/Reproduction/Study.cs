using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction;

/// <summary>A question that the report answers: the trials it takes, and the section that shows what they found.</summary>
internal abstract class Study
{
    /// <summary>The chapter that the section stands in with others; none where it stands for itself.</summary>
    internal virtual string? Chapter => null;

    /// <summary>The section's heading.</summary>
    internal abstract string Title { get; }

    /// <summary>The trials that must have been run before <see cref="Write"/>.</summary>
    internal virtual IReadOnlyList<Trial> Trials => [];

    /// <summary>What the thesis claims about this, and whether it is so.</summary>
    internal virtual IEnumerable<Claim> Claims(TrialBook book) => [];

    /// <summary>Writes what stands under the heading.</summary>
    internal abstract void Write(TrialBook book, ReproductionReport report);
}

/// <summary>A statement of the thesis, and what we found.</summary>
/// <param name="Statement">What is claimed.</param>
/// <param name="Verdict">Whether it is so.</param>
/// <param name="Evidence">The numbers that say it, and of how many seeds.</param>
internal sealed record Claim(string Statement, Verdict Verdict, string Evidence)
{
    /// <summary>The verdict on a claim about several cases, of which so many bear it out.</summary>
    internal static Verdict VerdictOf(int holds, int of) => holds == of ? Verdict.Holds : holds == 0 ? Verdict.DoesNotHold : Verdict.HoldsInPart;

    /// <summary>Whether two accuracies that differ by so much are the same: to the third digit, to the second, or not.</summary>
    internal static Verdict SameAccuracy(double difference) =>
        difference <= 0.002 ? Verdict.Holds : difference <= Slight ? Verdict.HoldsInPart : Verdict.DoesNotHold;

    /// <summary>Whether a difference is above zero and small.</summary>
    internal static bool SlightlyAhead(double difference) => difference is > 0 and <= Slight;

    /// <summary>On how many of several cases a difference is above zero and small, and on how many above zero at all where these are more.</summary>
    internal static string AheadOn(double[] differences)
    {
        int slightly = differences.Count(SlightlyAhead), ahead = differences.Count(difference => difference > 0);
        return ahead == slightly ? $"{slightly} of {differences.Length}" : $"{slightly} of {differences.Length} (ahead by more on {ahead - slightly})";
    }

    /// <summary>Above this ROC AUC something counts as detected; the thesis asks for no explanation of the rest.</summary>
    internal const double Detected = 0.6;

    private const double Slight = 0.01;
}

/// <summary>Whether a claim holds.</summary>
internal enum Verdict
{
    Holds,
    HoldsInPart,
    DoesNotHold,
}
