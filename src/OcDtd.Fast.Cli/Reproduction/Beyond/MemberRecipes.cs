using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Reproduction.Protocols;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>Members as the questions beyond the thesis make them.</summary>
internal static class MemberRecipes
{
    /// <summary>Kernel density estimates of disjoint random rows, so many each.</summary>
    internal static SupportVectorModel[] Densities(ReadOnlySpan2D<float> train, int members, int size, double gamma, int seed)
    {
        int[] order = DrawSeed.Order(train.Height, seed, Drawn.Rows);
        var densities = new SupportVectorModel[members];
        for (int member = 0; member < members; member++)
            densities[member] = KernelDensity.Fit(MemberRows.Take(train, order.AsSpan(member * size, size)), gamma);
        return densities;
    }

    /// <summary>A one-class SVM of ν = 0.1: at the author's ν, with narrow kernels, it would be a density. <paramref name="place"/> is its own among the members.</summary>
    internal static SupportVectorModel Svm(ReadOnlySpan2D<float> rows, double gamma, int seed, int place, BatchOptions batch) => OneClassSvm.Fit(
        rows,
        gamma,
        o => o with { Seed = DrawSeed.Of(seed, Drawn.Start, place), MaxDegreeOfParallelism = batch.MaxDegreeOfParallelism },
        batch.CancellationToken).Model;

    /// <summary>The same, cut to so many support vectors.</summary>
    internal static SupportVectorModel Svm(ReadOnlySpan2D<float> rows, double gamma, int size, int seed, int place, BatchOptions batch) =>
        TopSupportVectors.Keep(Svm(rows, gamma, seed, place, batch), size, MemberProtocol.Tolerance, DrawSeed.Of(seed, Drawn.Ties, place));
}
