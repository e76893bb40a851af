using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Peers;
using OcDtd.Fast.Bench.Plain;
using OcDtd.Fast.Bench.Rows;
using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Bench.Comparison.Sections;

/// <summary>One row's pixel-flipping curve against scoring its masks anew, all on one thread.</summary>
internal static class FlippingSection
{
    private const double Gamma = Regimes.Smooth;
    private const int CheckedEvery = 56; // of the masks

    internal static void Run(Report report)
    {
        Workbench bench = report.Bench;
        SupportVectorModel model = bench.Model(Gamma);
        float[] x = bench.Rows.TestRow(0).ToArray(), relevance = new float[BenchRows.Features];
        model.Explain(x, relevance);
        int[] order = PixelFlipping.Order(relevance);
        float[] masks = MaskedScores.Masks(order);
        var masked = new MaskedScores(bench.Rows.Train, bench.Count, BenchRows.Features, (float)Gamma);

        Case curve = Curve("engine, curve", curve => PixelFlipping.Curve(model, x, order, curve));
        Case oneByOne = Curve("its masks one by one, 512-bit float loops", curve => masked.OneByOne(x, masks, curve));
        Case batch = Curve("its masks as a batch: a product of masks and squares", curve => masked.Batch(x, masks, curve));
        float[] scores = new float[order.Length + 1];
        Case engineOneByOne = Case.Here($"for scale: {scores.Length} scores of the engine, one by one", () =>
        {
            for (int k = 0; k < scores.Length; k++)
                scores[k] = model.Score(bench.Rows.TestRow(k));
        });
        var one = new BatchOptions { MaxDegreeOfParallelism = 1 };
        Case engineBatch = Case.Here(
            $"for scale: {scores.Length} scores of the engine, as a batch",
            () => model.Score(bench.Rows.TestRows(scores.Length), scores, one));
        RunResult result = report.Measure(
            $"Pixel-flipping curve of one row, d = {BenchRows.Features}, m = {bench.Count:N0}, γ = {Gamma}, 1 thread",
            [curve, oneByOne, batch, engineOneByOne, engineBatch],
            seconds: 5);
        report.TimesAsFast("flipping curve: against its masks one by one", 50, result, oneByOne, curve);
        report.TimesAsFast("flipping curve: against its masks as a batch", 15, result, batch, curve);

        Case Curve(string name, Action<float[]> compute)
        {
            float[] found = new float[order.Length + 1];
            return Case.Here(name, () => compute(found)) with { Error = () => Error(bench, x, masks, found) };
        }
    }

    private static double Error(Workbench bench, float[] x, float[] masks, float[] curve)
    {
        var plain = new PlainMember(bench.Rows.Train, 0, bench.Count, BenchRows.Features, Gamma);
        double worst = 0;
        for (int k = 0; k < curve.Length; k += CheckedEvery)
        {
            double exact = plain.Score(x, masks.AsSpan(k * x.Length, x.Length));
            worst = Math.Max(worst, Errors.Score(curve[k], exact));
        }

        return worst;
    }
}
