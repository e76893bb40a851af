using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Plain;
using OcDtd.Fast.Bench.Rows;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Quick;

/// <summary>The squared-distance kernel on the tile that a batch is cut into, at every width.</summary>
internal static class DistanceSection
{
    private const int Tile = 16;

    internal static Section Make(BenchRows rows)
    {
        int count = rows.Train.Length / BenchRows.Features;
        var packed = new PackedSupportVectors(rows.Train, count, BenchRows.Features);
        var plain = new PlainMember(rows.Train, 0, count, BenchRows.Features, Regimes.Sharp);
        double[] distances = new double[Tile * packed.PaddedCount];

        var cases = new List<Case> { new("plain loop, double", () => plain.Distances(rows.TestRow(0))) { IsBaseline = true } };
        foreach (SimdWidth width in Simd.Accelerated())
        {
            void Run() => SquaredDistances.Compute(width, new RowTile(rows.TestRows(Tile)), packed, PanelRange.All(packed), distances);

            Run();
            cases.Add(new Case(width == SimdWidth.Scalar ? "scalar reference" : $"{Simd.Name(width)} bits", Run)
            {
                Rows = Tile,
                Floor = Floors.Differences((long)Tile * packed.PaddedCount * BenchRows.Features),
                Error = Error(rows, plain, packed.PaddedCount, distances),
            });
        }

        return new Section($"Squared distances, {Tile} rows against {count:N0} support vectors", [.. cases]);
    }

    private static double Error(BenchRows rows, PlainMember plain, int padded, double[] distances)
    {
        double worst = 0;
        for (int r = 0; r < Tile; r++)
        {
            double[] exact = plain.Distances(rows.TestRow(r));
            for (int i = 0; i < exact.Length; i++)
                worst = Math.Max(worst, Errors.Relative(distances[r * padded + i], exact[i]));
        }

        return worst;
    }
}
