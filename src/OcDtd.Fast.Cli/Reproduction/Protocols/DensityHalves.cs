using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Cli.Reproduction.Protocols;

/// <summary>Kernel density estimates of two disjoint halves, as the thesis has them for MVTec AD.</summary>
internal sealed class DensityHalves(BatchOptions batch) : MemberProtocol(
    "density-halves",
    "densities of two halves",
    "γ by eq 3.1 on all training images; kernel density estimates of two disjoint random halves of them a seed. k = l = 10 %.")
{
    internal override double Gamma(ReadOnlyMemory2D<float> rows) => GammaSelection.NeighborMass(
        rows.Span, o => o with { MaxDegreeOfParallelism = batch.MaxDegreeOfParallelism }, batch.CancellationToken).Gamma;

    /// <summary>All rows of each half, whatever the sizes: one pair.</summary>
    internal override MemberPair[] Draw(ReadOnlyMemory2D<float> rows, double gamma, int[] sizes, int seed, BatchOptions batch)
    {
        SupportVectorModel[] members = [.. MemberRows.Draw(MemberSplit.Halves, rows.Height, 2, seed)
            .Select(half => KernelDensity.Fit(MemberRows.Take(rows.Span, half), gamma))];
        return [new MemberPair(members[0], members[1])];
    }
}
