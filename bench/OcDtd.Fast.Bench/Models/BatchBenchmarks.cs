using BenchmarkDotNet.Attributes;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Bench.Plain;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Models;

/// <summary>A batch against all training rows of a digit, on one thread and on all cores.</summary>
[MemoryDiagnoser]
public class BatchBenchmarks
{
    private const int RowCount = 256;
    private readonly float[] _scores = new float[RowCount];
    private readonly float[] _relevance = new float[RowCount * BenchRows.Features];
    private BenchRows _rows = null!;
    private SupportVectorModel _model = null!;
    private PlainMember _plain = null!;

    /// <summary>0: one a core.</summary>
    [Params(1, 0)]
    public int Threads { get; set; }

    [Params(Regimes.Sharp, Regimes.Smooth)]
    public double Gamma { get; set; }

    private BatchOptions Options => new() { MaxDegreeOfParallelism = Threads };

    [GlobalSetup]
    public void SetUp()
    {
        _rows = BenchRows.Load();
        _model = KernelDensity.Fit(_rows.AllTrainRows, Gamma);
        _plain = new PlainMember(_rows.Train, 0, _rows.Train.Length / BenchRows.Features, BenchRows.Features, Gamma);
    }

    [Benchmark(Baseline = true)]
    public double PlainLoop()
    {
        double sum = 0;
        for (int r = 0; r < RowCount; r++)
            sum += _plain.Score(_rows.TestRow(r));
        return sum;
    }

    [Benchmark]
    public void Score() => _model.Score(_rows.TestRows(RowCount), _scores, Options);

    [Benchmark]
    public void Explain() =>
        _model.Explain(_rows.TestRows(RowCount), new Span2D<float>(_relevance, RowCount, BenchRows.Features), options: Options);
}
