using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.Protocols;

/// <summary>What the thesis' text says: γ by eq 3.1, members trained on disjoint subsets of m rows.</summary>
internal sealed class AsWritten(BatchOptions batch) : MemberProtocol(
    "as-written",
    "as written",
    "γ by eq 3.1 on the training rows (squared distances; a seeded sample of 10,000 where there are more); one-class SVMs, ν = 0.0037 (which the author chose by the test set; it bounds no coefficient of so few rows), trained on two disjoint random "
    + "subsets of m rows a seed. k = l = 10 %.")
{
    internal override double Gamma(ReadOnlyMemory2D<float> rows) => GammaSelection.NeighborMass(
        rows.Span, o => o with { MaxDegreeOfParallelism = batch.MaxDegreeOfParallelism }, batch.CancellationToken).Gamma;

    internal override MemberPair[] Draw(ReadOnlyMemory2D<float> rows, double gamma, int[] sizes, int seed, BatchOptions batch) =>
        [.. sizes.Select(m =>
        {
            // Another draw for each size: sizes are compared with each other, too.
            int[] order = DrawSeed.Order(rows.Height, seed, Drawn.Rows, m);
            return new MemberPair(
                Train(MemberRows.Take(rows.Span, order.AsSpan(0, m)), gamma, DrawSeed.Of(seed, Drawn.Start, 0), batch),
                Train(MemberRows.Take(rows.Span, order.AsSpan(m, m)), gamma, DrawSeed.Of(seed, Drawn.Start, 1), batch));
        })];
}
