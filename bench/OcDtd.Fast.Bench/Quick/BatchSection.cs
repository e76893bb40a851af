using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Plain;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Quick;

/// <summary>Many rows in one call. Few enough that a sample is short; a longer batch costs the same by row.</summary>
internal static class BatchSection
{
    private const int ScoredRows = 128;
    private const int ExplainedRows = 32;

    internal static Section Make(BenchRows rows)
    {
        int count = rows.Train.Length / BenchRows.Features;
        SupportVectorModel sharp = KernelDensity.Fit(rows.AllTrainRows, Regimes.Sharp);
        SupportVectorModel smooth = KernelDensity.Fit(rows.AllTrainRows, Regimes.Smooth);
        var plain = new PlainMember(rows.Train, 0, count, BenchRows.Features, Regimes.Smooth);
        float[] scores = new float[ScoredRows];
        float[] relevance = new float[ExplainedRows * BenchRows.Features];
        var one = new BatchOptions { MaxDegreeOfParallelism = 1 };
        var all = new BatchOptions();
        long differences = (long)smooth.Packed.PaddedCount * BenchRows.Features;
        int cores = Environment.ProcessorCount;

        Case Score(string name, BatchOptions options, int threads) =>
            new(name, () => smooth.Score(rows.TestRows(ScoredRows), scores, options))
            {
                Rows = ScoredRows,
                Floor = Floors.Differences(ScoredRows * differences, threads),
            };

        Case Explain(string name, SupportVectorModel model, BatchOptions options) =>
            new(name, () => model.Explain(
                rows.TestRows(ExplainedRows),
                new Span2D<float>(relevance, ExplainedRows, BenchRows.Features),
                options: options))
            {
                Rows = ExplainedRows,
            };

        return new Section(
            $"Batches, kernel density of {count:N0} support vectors (limit: the direct form's arithmetic)",
            new Case("plain loop, score", () => plain.Score(rows.TestRow(0))) { IsBaseline = true },
            Score("score, 1 thread", one, 1),
            Score($"score, {cores} threads", all, cores),
            Explain("explain, sharp, 1 thread", sharp, one),
            Explain("explain, smooth, 1 thread", smooth, one),
            Explain($"explain, smooth, {cores} threads", smooth, all));
    }
}
