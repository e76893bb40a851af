using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Reproduction.Trials;

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
    internal override MemberPair[] Draw(ReadOnlyMemory2D<float> rows, double gamma, int[] sizes, int seed, BatchOptions batch) => [Draw(rows.Span, gamma, seed)];

    /// <summary>The pair.</summary>
    internal static MemberPair Draw(ReadOnlySpan2D<float> rows, double gamma, int seed)
    {
        SupportVectorModel[] members = [.. Parts(rows, 2, seed).Select(part => KernelDensity.Fit(part, gamma))];
        return new MemberPair(members[0], members[1]);
    }

    /// <summary>The rows of each of so many members: disjoint, of sizes that differ by at most one.</summary>
    internal static float[][,] Parts(ReadOnlySpan2D<float> rows, int members, int seed)
    {
        int[][] drawn = MemberRows.Draw(MemberSplit.Halves, rows.Height, members, DrawSeed.Of(seed, Drawn.Rows));
        float[][,] parts = new float[members][,];
        for (int part = 0; part < members; part++)
            parts[part] = MemberRows.Take(rows, drawn[part]);
        return parts;
    }
}
