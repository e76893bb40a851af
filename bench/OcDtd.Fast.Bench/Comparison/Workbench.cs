using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Bench.Measuring;
using OcDtd.Fast.Bench.Plain;
using OcDtd.Fast.Bench.Rows;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Bench.Comparison;

/// <summary>
/// What all sections share: the rows, in memory and as files for peers; the two models of all support vectors; the oracle's scores.
/// </summary>
internal sealed class Workbench : IDisposable
{
    private const int CheckedExplanations = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("ocdtd-bench-").FullName;
    private readonly Dictionary<double, SupportVectorModel> _models = [];
    private readonly Dictionary<double, MemberPair> _halves = [];
    private readonly Dictionary<double, double[]> _exact = [];
    private readonly Lazy<string> _supportVectorsFile;
    private readonly Lazy<string> _rowsFile;

    internal Workbench()
    {
        Images = BenchRows.Load();
        Rows = Images.Darkened();
        Count = Rows.Train.Length / BenchRows.Features;
        VaryingFeatures = Rows.VaryingFeatures(0, Count);
        _supportVectorsFile = new(() => Write("support-vectors", Rows.AllTrainRows));
        _rowsFile = new(() => Write("rows", Rows.TestRows(RowCount)));
    }

    /// <summary>Rows of a batch.</summary>
    internal const int RowCount = 10_000;

    /// <summary>Of the first rows of a batch, so many are held against the oracle.</summary>
    internal const int CheckedRows = 64;

    /// <summary>Float32 rows.</summary>
    internal BenchRows Rows { get; }

    /// <summary>The same as 8-bit images.</summary>
    internal BenchRows Images { get; }

    /// <summary>m, all training rows.</summary>
    internal int Count { get; }

    /// <summary>Features that are not the same for all support vectors: what a distance has to be computed from.</summary>
    internal int VaryingFeatures { get; }

    internal string SupportVectorsFile => _supportVectorsFile.Value;

    internal string RowsFile => _rowsFile.Value;

    /// <summary>Multiply-adds that the distances from so many rows to all support vectors take, without constant features.</summary>
    internal double MultiplyAdds(int rows) => (double)rows * Count * VaryingFeatures;

    internal string File(string name) => Path.Combine(_folder, name);

    /// <summary>Writes rows as .npy for a peer; gives the path.</summary>
    internal string Write(string name, ReadOnlySpan2D<float> rows)
    {
        string path = File($"{name}.npy");
        rows.TryGetSpan(out ReadOnlySpan<float> values);
        NpyWriter.Write(path, values, rows.Height, rows.Width);
        return path;
    }

    /// <summary>The kernel density of all support vectors.</summary>
    internal SupportVectorModel Model(double gamma)
    {
        if (!_models.TryGetValue(gamma, out SupportVectorModel? model))
            _models[gamma] = model = KernelDensity.Fit(Rows.AllTrainRows, gamma);
        return model;
    }

    /// <summary>Two members of half the rows each.</summary>
    internal MemberPair Halves(double gamma)
    {
        if (!_halves.TryGetValue(gamma, out MemberPair? pair))
            _halves[gamma] = pair = new MemberPair(Rows, Count / 2, gamma);
        return pair;
    }

    /// <summary>The kernel density of the same support vectors as 8-bit images.</summary>
    internal SupportVectorModel ImageModel(double gamma) => KernelDensity.Fit(Images.AllTrainRows, gamma);

    /// <summary>The largest error of its scores of the first images against plain loops in double.</summary>
    internal double ImageScoreError(double gamma, ReadOnlySpan<float> scores)
    {
        var plain = new PlainMember(Images.Train, 0, Count, BenchRows.Features, gamma);
        double worst = 0;
        for (int r = 0; r < Math.Min(CheckedRows, scores.Length); r++)
            worst = Math.Max(worst, Errors.Score(scores[r], plain.Score(Images.TestRow(r))));
        return worst;
    }

    /// <summary>The largest error of that model's scores, of the first rows of the batch, against plain loops in double.</summary>
    internal double ScoreError(double gamma, ReadOnlySpan<float> scores)
    {
        double[] exact = Exact(gamma);
        double worst = 0;
        for (int r = 0; r < Math.Min(exact.Length, scores.Length); r++)
            worst = Math.Max(worst, Errors.Score(scores[r], exact[r]));
        return worst;
    }

    /// <summary>The same of scores that <paramref name="write"/> makes a peer write to a file.</summary>
    internal double ScoreError(double gamma, Action<string> write)
    {
        string path = File("scores.npy");
        write(path);
        return ScoreError(gamma, NpyRows.Read(path).Values);
    }

    /// <summary>
    /// The largest error of that model's relevance, row-major, of a few of the batch's first rows, relative to each row's largest.
    /// </summary>
    internal double RelevanceError(double gamma, ReadOnlySpan<float> relevance)
    {
        var plain = new PlainMember(Rows.Train, 0, Count, BenchRows.Features, gamma);
        double[] exact = new double[BenchRows.Features];
        double worst = 0;
        for (int r = 0; r < Math.Min(CheckedExplanations, relevance.Length / BenchRows.Features); r++)
        {
            plain.Explain(Rows.TestRow(r), exact);
            worst = Math.Max(worst, Errors.Relevance(relevance.Slice(r * BenchRows.Features, BenchRows.Features), exact));
        }

        return worst;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private double[] Exact(double gamma)
    {
        if (!_exact.TryGetValue(gamma, out double[]? exact))
        {
            var plain = new PlainMember(Rows.Train, 0, Count, BenchRows.Features, gamma);
            _exact[gamma] = exact = [.. Enumerable.Range(0, CheckedRows).Select(r => plain.Score(Rows.TestRow(r)))];
        }

        return exact;
    }
}
