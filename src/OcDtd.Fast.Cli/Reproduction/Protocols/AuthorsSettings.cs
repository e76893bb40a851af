using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.Protocols;

/// <summary>The author's γ and ν, on members that are what the text says: trained on two halves.</summary>
internal sealed class AuthorsSettings() : MemberProtocol(
    "authors-settings",
    "author's settings",
    "γ and ν = 0.0037 as the thesis author's program has them (ν was chosen by the test set); one-class SVMs trained on two random halves a seed, cut to the m support vectors of largest "
    + "coefficient. At these settings far more than m coefficients are equal to the largest within the solver's tolerance, so that the m are drawn at random, here by the seed. k = l = 10 %.")
{
    internal override double Gamma(ReadOnlyMemory2D<float> rows) => AuthorsGamma;

    internal override MemberPair[] Draw(ReadOnlyMemory2D<float> rows, double gamma, int[] sizes, int seed, BatchOptions batch)
    {
        int[][] halves = MemberRows.Draw(MemberSplit.Halves, rows.Height, 2, DrawSeed.Of(seed, Drawn.Rows));
        SupportVectorModel[] members = [.. halves.Select((half, place) => Train(MemberRows.Take(rows.Span, half), gamma, DrawSeed.Of(seed, Drawn.Start, place), batch))];
        return Cut(members[0], members[1], sizes, seed);
    }
}
