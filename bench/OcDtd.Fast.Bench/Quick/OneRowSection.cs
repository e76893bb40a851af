using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Plain;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Quick;

/// <summary>What a program waits for that asks about one row.</summary>
internal static class OneRowSection
{
    private const int CheckedRows = 8;

    internal static Section Make(BenchRows rows)
    {
        int count = rows.Train.Length / BenchRows.Features;
        var cases = new List<Case>();
        foreach ((string regime, double gamma) in new[] { ("sharp", Regimes.Sharp), ("smooth", Regimes.Smooth) })
        {
            SupportVectorModel model = KernelDensity.Fit(rows.AllTrainRows, gamma);
            var plain = new PlainMember(rows.Train, 0, count, BenchRows.Features, gamma);
            float[] relevance = new float[BenchRows.Features];
            double[] exact = new double[BenchRows.Features];
            if (cases.Count == 0)
                cases.Add(new Case("plain loop, score", () => plain.Score(rows.TestRow(0))) { IsBaseline = true });

            cases.Add(new Case($"score, {regime}", () => model.Score(rows.TestRow(0)))
            {
                Floor = Floors.Reading(rows.Train.Length),
                Error = Worst(r => Errors.Score(model.Score(rows.TestRow(r)), plain.Score(rows.TestRow(r)))),
            });
            cases.Add(new Case($"explain, {regime}", () => model.Explain(rows.TestRow(0), relevance))
            {
                // Where all support vectors matter the model is read twice: for distances and for relevance.
                Floor = Floors.Reading(rows.Train.Length, times: gamma == Regimes.Smooth ? 2 : 1),
                Error = Worst(r =>
                {
                    plain.Explain(rows.TestRow(r), exact);
                    model.Explain(rows.TestRow(r), relevance);
                    return Errors.Relevance(relevance, exact);
                }),
            });
            if (gamma == Regimes.Smooth)
                cases.Add(new Case("plain loop, explain", () => plain.Explain(rows.TestRow(0), exact)));
        }

        return new Section($"One row, kernel density of {count:N0} support vectors (limit: reading the model)", [.. cases]);
    }

    private static double Worst(Func<int, double> error) => Enumerable.Range(0, CheckedRows).Max(error);
}
