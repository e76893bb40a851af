using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Comparison;

/// <summary>Cases that several sections take of the engine itself.</summary>
internal static class EngineCases
{
    /// <summary>"1 thread", "2 threads".</summary>
    internal static string Threads(int threads) => threads == 1 ? "1 thread" : $"{threads} threads";

    /// <summary>The first rows of the batch against all support vectors.</summary>
    internal static Case Score(Workbench bench, double gamma, int threads, int rows, string name = "engine")
    {
        SupportVectorModel model = bench.Model(gamma);
        float[] scores = new float[rows];
        var options = new BatchOptions { MaxDegreeOfParallelism = threads };
        return Case.Here($"{name}, {Threads(threads)}", () => model.Score(bench.Rows.TestRows(rows), scores, options)) with
        {
            Rows = rows,
            Floor = gamma == Regimes.Smooth ? Floors.MultiplyAdds(bench.MultiplyAdds(rows), threads) : null,
            Error = () => bench.ScoreError(gamma, scores),
        };
    }

    /// <summary>Relevance and scores together.</summary>
    internal static Case Explain(Workbench bench, double gamma, int threads, int rows)
    {
        SupportVectorModel model = bench.Model(gamma);
        float[] scores = new float[rows], relevance = new float[rows * BenchRows.Features];
        var options = new BatchOptions { MaxDegreeOfParallelism = threads };
        void Run() => model.Explain(
            bench.Rows.TestRows(rows), new Span2D<float>(relevance, rows, BenchRows.Features), scores, options: options);

        return Case.Here($"score + explain, {Threads(threads)}", Run) with
        {
            Rows = rows,
            Error = () => bench.RelevanceError(gamma, relevance),
        };
    }
}
