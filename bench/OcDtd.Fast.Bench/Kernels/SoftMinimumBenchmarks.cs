using BenchmarkDotNet.Attributes;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Bench.Kernels;

/// <summary>Log-sum-exp pooling of one row's distances: two passes, own exp in double.</summary>
[MemoryDiagnoser]
public class SoftMinimumBenchmarks
{
    private const double Gamma = 0.12856;
    private double[] _distances = [];
    private double[] _negativeLog = [];
    private double[] _weights = [];

    [Params(100, 5958)]
    public int SupportVectors { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(0);
        int padded = (SupportVectors + 15) / 16 * 16;
        _distances = [.. Enumerable.Range(0, padded).Select(_ => 40 + 100 * random.NextDouble())];
        _negativeLog = [.. Enumerable.Range(0, padded).Select(i => i < SupportVectors ? Math.Log(SupportVectors) : double.PositiveInfinity)];
        _weights = new double[padded];
    }

    [Benchmark(Baseline = true)]
    public double PlainLoop()
    {
        double nearest = double.PositiveInfinity;
        for (int i = 0; i < SupportVectors; i++)
            nearest = Math.Min(nearest, Gamma * _distances[i] + _negativeLog[i]);
        double sum = 0;
        for (int i = 0; i < SupportVectors; i++)
            sum += Math.Exp(nearest - Gamma * _distances[i] - _negativeLog[i]);
        return nearest - Math.Log(sum);
    }

    [Benchmark]
    public double Pool() => SoftMinimum.Pool(_distances, _negativeLog, Gamma).Value;

    [Benchmark]
    public void Weights() => SoftMinimum.Weights(_distances, _negativeLog, Gamma, 5, _weights);
}
