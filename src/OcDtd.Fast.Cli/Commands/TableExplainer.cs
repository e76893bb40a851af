using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Commands.TopFeatures;
using OcDtd.Fast.Data;
using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Cli.Commands;

/// <summary>Explains a table's rows in chunks, so that the relevance of a huge table need not be held.</summary>
internal sealed class TableExplainer(OneClassModel model, DataTable data, RelevanceRule rule)
{
    private const int ChunkRows = 2048;

    private readonly float[] _outlierness = new float[data.RowCount];
    private readonly float[] _residual = new float[data.RowCount];

    /// <summary>Of each row, after <see cref="Run"/>: what belongs to no feature.</summary>
    internal ReadOnlySpan<float> Residual => _residual;

    /// <summary>Explains all rows and hands them to <paramref name="receive"/> in order, a chunk at a time in the same memory.</summary>
    internal void Run(Action<ExplainedChunk> receive, BatchOptions options)
    {
        float[,] relevance = new float[Math.Min(ChunkRows, data.RowCount), model.FeatureCount];
        for (int first = 0; first < data.RowCount; first += ChunkRows)
        {
            int count = Math.Min(ChunkRows, data.RowCount - first);
            Span2D<float> part = relevance.AsSpan2D(0, 0, count, model.FeatureCount);
            ReadOnlySpan2D<float> values = data.Rows.Slice(first, 0, count, model.FeatureCount);
            Span<float> outlierness = _outlierness.AsSpan(first, count), residual = _residual.AsSpan(first, count);
            model.Explain(values, part, outlierness, residual, rule, options with { Progress = Shifted(options.Progress, first) });
            receive(new ExplainedChunk(first, values, part, outlierness, residual));
        }
    }

    /// <summary>
    /// After <see cref="Run"/>: the <paramref name="rows"/> most anomalous rows with their <paramref name="top"/> most relevant features.
    /// Explains those few again, which gives the same bits, rather than keep what may come to be needed.
    /// </summary>
    internal IEnumerable<ExplainedRow> MostAnomalous(int rows, int top)
    {
        float[] relevance = new float[model.FeatureCount];
        foreach (int row in PixelFlipping.Order(_outlierness, rows))
        {
            ReadOnlySpan<float> values = data.Rows.GetRowSpan(row);
            float outlierness = model.Explain(values, relevance, out float residual, rule);
            yield return ExplainedRow.Of(row, outlierness, residual, values, relevance, top);
        }
    }

    private static ShiftedProgress? Shifted(IProgress<int>? progress, int by) =>
        progress is null ? null : new ShiftedProgress(progress, by);

    private sealed class ShiftedProgress(IProgress<int> progress, int by) : IProgress<int>
    {
        public void Report(int value) => progress.Report(by + value);
    }
}

/// <summary>Some rows of a table, explained: row i of each span is row <paramref name="first"/> + i of the table.</summary>
internal readonly ref struct ExplainedChunk(
    int first, ReadOnlySpan2D<float> values, ReadOnlySpan2D<float> relevance, ReadOnlySpan<float> outlierness, ReadOnlySpan<float> residual)
{
    private readonly ReadOnlySpan2D<float> _values = values;
    private readonly ReadOnlySpan<float> _outlierness = outlierness;
    private readonly ReadOnlySpan<float> _residual = residual;

    internal int Count => Relevance.Height;

    internal ReadOnlySpan2D<float> Relevance { get; } = relevance;

    /// <summary>The same, row after row.</summary>
    internal ReadOnlySpan<float> RelevanceValues => Relevance.TryGetSpan(out ReadOnlySpan<float> values)
        ? values
        : throw new InvalidOperationException("Rows of relevance are padded; expected one after another.");

    /// <summary>Row <paramref name="i"/> of the chunk with its <paramref name="top"/> most relevant features.</summary>
    internal ExplainedRow Row(int i, int top) =>
        ExplainedRow.Of(first + i, _outlierness[i], _residual[i], _values.GetRowSpan(i), Relevance.GetRowSpan(i), top);
}
