using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Reproduction.Protocols;

/// <summary>How two members are made of training rows: the thesis leaves it open in places, so that every output names the one it used.</summary>
internal abstract class MemberProtocol(string key, string name, string description)
{
    /// <summary>ν of the thesis author's program, which chose it by the ROC AUC of the test set.</summary>
    internal const double AuthorsNu = 0.0037018690558462057;

    /// <summary>γ of the thesis author's program: eq 3.1 with unsquared distances, the best of 50 values.</summary>
    internal const double AuthorsGamma = 1.2648552168552958;

    /// <summary>The solver's tolerance; coefficients closer than this are equal, and what is drawn among them is drawn by the seed.</summary>
    internal const double Tolerance = 1e-3;

    /// <summary>A word for file names and keys.</summary>
    internal string Key { get; } = key;

    /// <summary>As reports name it.</summary>
    internal string Name { get; } = name;

    /// <summary>What it does, in a sentence or two.</summary>
    internal string Description { get; } = description;

    /// <summary>Kernel width for these training rows.</summary>
    internal abstract double Gamma(ReadOnlyMemory2D<float> rows);

    /// <summary>Both members at every size.</summary>
    /// <param name="rows">Training rows, n × d.</param>
    /// <param name="gamma">What <see cref="Gamma"/> gave.</param>
    /// <param name="sizes">Numbers m of support vectors.</param>
    /// <param name="seed">The same seed gives the same members.</param>
    /// <param name="batch">Threads and cancellation.</param>
    internal abstract MemberPair[] Draw(ReadOnlyMemory2D<float> rows, double gamma, int[] sizes, int seed, BatchOptions batch);

    /// <summary>A one-class SVM as the author's program trains it.</summary>
    private protected static SupportVectorModel Train(ReadOnlySpan2D<float> rows, double gamma, int start, BatchOptions batch) => OneClassSvm.Fit(
        rows,
        gamma,
        o => o with { Nu = AuthorsNu, Tolerance = Tolerance, Seed = start, MaxDegreeOfParallelism = batch.MaxDegreeOfParallelism },
        batch.CancellationToken).Model;

    /// <summary>The two members cut to each size: ties among coefficients are drawn by the seed, another one for each member.</summary>
    private protected static MemberPair[] Cut(SupportVectorModel first, SupportVectorModel second, int[] sizes, int seed) =>
        [.. sizes.Select(m => new MemberPair(
            TopSupportVectors.Keep(first, m, Tolerance, DrawSeed.Of(seed, Drawn.Ties, 0)),
            TopSupportVectors.Keep(second, m, Tolerance, DrawSeed.Of(seed, Drawn.Ties, 1))))];
}

/// <summary>C1 and C2.</summary>
internal sealed record MemberPair(SupportVectorModel First, SupportVectorModel Second);
