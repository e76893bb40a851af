using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Peers;
using OcDtd.Fast.Bench.Rows;
using OcDtd.Fast.Neighbors;

namespace OcDtd.Fast.Bench.Comparison.Sections;

/// <summary>
/// The 10 nearest of 20,000 points, in the plane and in more dimensions than a tree can use; building a tree is part of it.
/// </summary>
internal static class NeighborsSection
{
    private const int Points = 20_000;
    private const int K = 10;

    /// <summary>How many queries the tree, or whoever has one, and the exhaustive search are asked; and what is asked of us.</summary>
    private static readonly Size[] s_sizes =
    [
        new(2, 20_000, 5_000, 1.0),
        new(4, 20_000, 5_000, 1.5),
        new(8, 20_000, 5_000, 4.0),
        new(16, 1_000, 1_000, null),
        new(64, 300, 300, null),
        new(784, 100, 100, null),
    ];

    internal static void Run(Report report)
    {
        PeerProcess? scipy = report.Python("scipy_peer.py", Environment.ProcessorCount);
        PeerProcess? sklearn = report.Python("sklearn_peer.py", Environment.ProcessorCount);
        report.Note("Drawn normal rows; all cores; a time a row is a time a query, of all the work divided by the queries.");
        foreach (Size size in s_sizes)
            Measure(report, size, scipy, sklearn);
    }

    private static void Measure(Report report, Size size, PeerProcess? scipy, PeerProcess? sklearn)
    {
        float[,] points = DrawnRows.Normal(Points, size.Features, seed: size.Features);
        float[,] queries = DrawnRows.Normal(size.Queries, size.Features, seed: 1_000 + size.Features);
        string pointsFile = report.Bench.Write("points", points), queriesFile = report.Bench.Write("queries", queries);
        Case automatic = Engine("engine, automatic choice", NeighborSearch.Automatic, size.Queries);
        Case tree = Engine("engine, tree", NeighborSearch.Tree, size.Queries);
        Case exhaustive = Engine("engine, exhaustive", NeighborSearch.Exhaustive, size.ExhaustiveQueries);
        Case[] cKdTree = scipy is null ? [] : [Peer($"{scipy.Version} cKDTree, workers=-1", scipy, NpyRows.NoFile)];
        Case[] others = sklearn is null ? [] : [Peer("scikit-learn NearestNeighbors, n_jobs=-1", sklearn)];
        RunResult result = report.Measure(
            $"{K} nearest of {Points:N0} points, d = {size.Features}, {size.Queries:N0} queries",
            [automatic, tree, exhaustive, .. cKdTree, .. others],
            seconds: 2);
        string work = $"nearest neighbours, d = {size.Features}";
        if (size.Floor is { } floor)
            report.TimesAsFast($"{work}: against cKDTree", floor, result, cKdTree.FirstOrDefault(), automatic);
        Case better = result[tree].MinimumPerRow < result[exhaustive].MinimumPerRow ? tree : exhaustive;
        report.TimesTheTime($"{work}: automatic in times of {better.Name}", 1.25, result, better, automatic);

        Case Engine(string name, NeighborSearch search, int count) =>
            Case.Here(name, () => Find(search, points, new ReadOnlySpan2D<float>(queries).Slice(0, 0, count, size.Features))) with
            {
                Rows = count,
                MostSamples = search == NeighborSearch.Exhaustive ? 5 : int.MaxValue,
            };

        Case Peer(string name, PeerProcess peer, params object[] more) =>
            Case.Elsewhere(name, () => peer.Ask(["neighbors", pointsFile, queriesFile, K, .. more])) with
            {
                Rows = size.Queries,
                MostSamples = 3,
            };
    }

    private static void Find(NeighborSearch search, ReadOnlySpan2D<float> points, ReadOnlySpan2D<float> queries) =>
        NearestNeighbors.Find(search, points, queries, K, withDistances: false, maxDegreeOfParallelism: -1, default);

    private sealed record Size(int Features, int Queries, int ExhaustiveQueries, double? Floor);
}
