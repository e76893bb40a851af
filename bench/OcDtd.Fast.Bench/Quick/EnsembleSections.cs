using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Quick;

/// <summary>Ensembles of two members: small ones a row at a time, and ones that hold half the training rows each.</summary>
internal static class EnsembleSections
{
    private const int CheckedRows = 4;
    private const int Neighbors = 10;

    /// <summary>100 support vectors each, one row; the baseline forms every virtual support vector, as the equations read.</summary>
    internal static Section Small(BenchRows rows)
    {
        const int Count = 100;
        var cases = new List<Case>();
        foreach ((string regime, double gamma) in new[] { ("sharp", Regimes.Sharp), ("smooth", Regimes.Smooth) })
        {
            var pair = new MemberPair(rows, Count, gamma, Neighbors);
            var plain = PlainPair.OfAllPairs(pair);
            if (cases.Count == 0)
                cases.Add(new Case("plain loop over virtual support vectors, local Times explain", () => plain.Explain(rows.TestRow(1))) { IsBaseline = true });

            cases.Add(Score($"bagging score, {regime}", pair.Bagging, plain.BaggingScore));
            cases.Add(Score($"global Times score, {regime}", pair.Global, plain.GlobalScore));
            cases.Add(Score($"local Times score, {regime}", pair.Local, x => plain.Explain(x)));
            cases.Add(Explain($"bagging explain, {regime}", pair.Bagging));
            cases.Add(Explain($"global Times explain, {regime}", pair.Global));
            cases.Add(Explain($"local Times explain, {regime}", pair.Local) with { Error = Worst(r => plain.ExplainError(rows.TestRow(r))) });

            Case Score(string name, OneClassModel model, Exact exact) => new(name, () => model.Score(rows.TestRow(1)))
            {
                Floor = Floors.Differences(pair.Differences),
                Error = Worst(r => Errors.Score(model.Score(rows.TestRow(r)), exact(rows.TestRow(r)))),
            };
        }

        return new Section($"Two members of {Count} support vectors, one row (k = l = {Neighbors})", [.. cases]);

        Case Explain(string name, OneClassModel model)
        {
            float[] relevance = new float[BenchRows.Features];
            return new Case(name, () => model.Explain(rows.TestRow(1), relevance));
        }
    }

    /// <summary>Half the training rows each, a small batch; bagging is the baseline, since Times should cost no more.</summary>
    internal static Section Large(BenchRows rows)
    {
        const int BatchRows = 16;
        int count = rows.Train.Length / BenchRows.Features / 2;
        var pair = new MemberPair(rows, count, Regimes.Smooth, Neighbors);
        float[] scores = new float[BatchRows];
        float[] relevance = new float[BenchRows.Features];
        var one = new BatchOptions { MaxDegreeOfParallelism = 1 };

        // log α and the edges are the model's: a plain loop over all pairs would take minutes. The small section checks those.
        var plain = PlainPair.OfEdges(pair);
        return new Section(
            $"Two members of {count:N0} support vectors, smooth, batch of {BatchRows} rows (k = l = {Neighbors})",
            Score("bagging score", pair.Bagging, plain.BaggingScore) with { IsBaseline = true },
            Score("global Times score", pair.Global, x => plain.BaggingScore(x) * 2 + pair.Global.LogAlpha),
            Score("local Times score", pair.Local, plain.LocalScore),
            new Case("bagging explain, one row", () => pair.Bagging.Explain(rows.TestRow(1), relevance)),
            new Case("local Times explain, one row", () => pair.Local.Explain(rows.TestRow(1), relevance)));

        Case Score(string name, OneClassModel model, Exact exact) =>
            new(name, () => model.Score(rows.TestRows(BatchRows), scores, one))
            {
                Rows = BatchRows,
                Floor = Floors.Differences(BatchRows * pair.Differences),
                Error = Worst(r => Errors.Score(model.Score(rows.TestRow(r)), exact(rows.TestRow(r)))),
            };
    }

    private static double Worst(Func<int, double> error) => Enumerable.Range(0, CheckedRows).Max(error);

    /// <summary>A score from plain loops.</summary>
    private delegate double Exact(ReadOnlySpan<float> x);
}
