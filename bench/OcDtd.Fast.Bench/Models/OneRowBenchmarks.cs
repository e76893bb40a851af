using BenchmarkDotNet.Attributes;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Models;

/// <summary>One row, every kind of model: no thread is started and nothing is allocated.</summary>
[MemoryDiagnoser]
public class OneRowBenchmarks
{
    private const int Neighbors = 10;
    private readonly float[] _relevance = new float[BenchRows.Features];
    private BenchRows _rows = null!;
    private OneClassModel _model = null!;

    public enum Kind
    {
        KernelDensity,
        Bagging,
        GlobalTimes,
        LocalTimes,
    }

    [Params(Kind.KernelDensity, Kind.Bagging, Kind.GlobalTimes, Kind.LocalTimes)]
    public Kind Model { get; set; }

    /// <summary>Of all members together.</summary>
    [Params(200, 5958)]
    public int SupportVectors { get; set; }

    /// <summary>Sharp: a dozen support vectors matter to a row. Smooth: nearly all do.</summary>
    [Params(Regimes.Sharp, Regimes.Smooth)]
    public double Gamma { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _rows = BenchRows.Load();
        int half = SupportVectors / 2;
        SupportVectorModel first = KernelDensity.Fit(_rows.TrainRows(0, half), Gamma);
        SupportVectorModel second = KernelDensity.Fit(_rows.TrainRows(half, half), Gamma);
        _model = Model switch
        {
            Kind.KernelDensity => KernelDensity.Fit(_rows.TrainRows(0, SupportVectors), Gamma),
            Kind.Bagging => new BaggingEnsemble(first, second),
            Kind.GlobalTimes => new GlobalTimesEnsemble(first, second),
            _ => new LocalTimesEnsemble(first, second, Neighbors),
        };
    }

    [Benchmark(Baseline = true)]
    public float Score() => _model.Score(_rows.TestRow(1));

    [Benchmark]
    public float Explain() => _model.Explain(_rows.TestRow(1), _relevance);
}
