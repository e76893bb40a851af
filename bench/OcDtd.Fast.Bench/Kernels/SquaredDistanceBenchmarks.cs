using BenchmarkDotNet.Attributes;
using OcDtd.Fast.Bench.Plain;
using OcDtd.Fast.Bench.Rows;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Kernels;

/// <summary>Distances from a tile of rows to all support vectors.</summary>
[MemoryDiagnoser]
public class SquaredDistanceBenchmarks
{
    private BenchRows _rows = null!;
    private PackedSupportVectors _packed = null!;
    private PlainMember _plain = null!;
    private double[] _distances = [];

    /// <summary>One row streams the model; sixteen, a batch's tile, reuse each panel.</summary>
    [Params(1, 16)]
    public int Rows { get; set; }

    /// <summary>A few support vectors fit into the inner caches, all of them do not.</summary>
    [Params(100, 5958)]
    public int SupportVectors { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _rows = BenchRows.Load();
        _packed = new PackedSupportVectors(_rows.Train, SupportVectors, BenchRows.Features);
        _plain = new PlainMember(_rows.Train, 0, SupportVectors, BenchRows.Features, 1);
        _distances = new double[Rows * _packed.PaddedCount];
    }

    [Benchmark(Baseline = true)]
    public double PlainLoop()
    {
        double last = 0;
        for (int r = 0; r < Rows; r++)
            last = _plain.Distances(_rows.TestRow(r))[0];
        return last;
    }

    [Benchmark]
    public void Kernel() => SquaredDistances.Compute(new RowTile(_rows.TestRows(Rows)), _packed, _distances);
}
