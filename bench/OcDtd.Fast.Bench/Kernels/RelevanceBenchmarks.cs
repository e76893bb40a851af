using BenchmarkDotNet.Attributes;
using OcDtd.Fast.Bench.Rows;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Kernels;

/// <summary>Σ_k w_k (x − u_k)² over chosen support vectors: what an explanation adds to a score.</summary>
[MemoryDiagnoser]
public class RelevanceBenchmarks
{
    private BenchRows _rows = null!;
    private PackedSupportVectors _packed = null!;
    private int[] _chosen = [];
    private double[] _weights = [];
    private readonly double[] _sums = new double[BenchRows.Features];

    /// <summary>A dozen where the kernel is narrow, all where it is wide.</summary>
    [Params(13, 5958)]
    public int Chosen { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _rows = BenchRows.Load();
        int count = _rows.Train.Length / BenchRows.Features;
        _packed = new PackedSupportVectors(_rows.Train, count, BenchRows.Features);
        _chosen = [.. Enumerable.Range(0, Chosen).Select(k => k * count / Chosen)];
        _weights = [.. _chosen.Select(_ => 1.0 / Chosen)];
    }

    [Benchmark(Baseline = true)]
    public void PlainLoop()
    {
        ReadOnlySpan<float> x = _rows.TestRow(0);
        for (int k = 0; k < _chosen.Length; k++)
        {
            ReadOnlySpan<float> u = _packed.Row(_chosen[k]);
            for (int j = 0; j < x.Length; j++)
            {
                double t = (double)x[j] - u[j];
                _sums[j] += _weights[k] * t * t;
            }
        }
    }

    [Benchmark]
    public void WeightedSquares() => Relevance.AddWeightedSquares(_rows.TestRow(0), _packed, _chosen, _weights, _sums);
}
