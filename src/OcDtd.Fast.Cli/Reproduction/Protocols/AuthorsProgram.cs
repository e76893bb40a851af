using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.Protocols;

/// <summary>What the author's published program does: both members see the whole training set.</summary>
internal sealed class AuthorsProgram() : MemberProtocol(
    "authors-program",
    "author's program",
    "As author's settings, but both members are trained on the whole training set, as the published program does by a slip (its two samples of half the rows are of "
    + "all rows). The members differ only in which of the tied support vectors are kept.")
{
    internal override double Gamma(ReadOnlyMemory2D<float> rows) => AuthorsGamma;

    internal override MemberPair[] Draw(ReadOnlyMemory2D<float> rows, double gamma, int[] sizes, int seed, BatchOptions batch)
    {
        SupportVectorModel both = Train(rows.Span, gamma, DrawSeed.Of(seed, Drawn.Start), batch);
        return Cut(both, both, sizes, seed);
    }
}
