using System.Collections.Concurrent;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.CommandLine;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Data;
using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Cli.Reproduction.MnistC;

/// <summary>Clean digits against corrupted ones: models of all ten digits, asked which test images were tampered with, and where.</summary>
internal sealed class CorruptionTask(MnistData data, MnistCorruptions corruptions, CancellationToken cancellation) : IDisposable
{
    private readonly ConcurrentDictionary<string, DataTable> _tables = new(StringComparer.Ordinal);
    private readonly Lazy<float[,]> _train = new(() => data.Train.Rows.ToArray());

    /// <summary>Training rows of all digits, 60,000 × 784.</summary>
    internal ReadOnlyMemory2D<float> Train => _train.Value;

    internal int TrainCount => data.Train.RowCount;

    internal DataTable Clean => data.Test;

    internal IReadOnlyList<int> Labels => data.TestLabels;

    internal IReadOnlyList<string> Names => corruptions.Names;

    /// <summary>The corrupted test images, row by row those of <see cref="Clean"/>. Kept: they are asked for again by every seed.</summary>
    internal DataTable Corrupted(string name) => _tables.GetOrAdd(name, key => Checked(key, corruptions.Read(key, cancellation)));

    /// <summary>Whether outlierness tells corrupted from clean rows.</summary>
    internal static double RocAucOf(OneClassModel model, float[] clean, float[,] corrupted, BatchOptions batch) =>
        RocAuc.Compute(clean, model.Outlierness(corrupted, batch));

    /// <summary>Mean cosine between relevance and (x'−x)² (eq 3.3), over rows that the corruption changed at all; NaN where it changed none.</summary>
    internal static double CosineOf(OneClassModel model, float[,] clean, float[,] corrupted, BatchOptions batch, RelevanceRule rule = RelevanceRule.Thesis)
    {
        float[,] relevance = new float[corrupted.GetLength(0), corrupted.GetLength(1)];
        model.Explain(corrupted, relevance, rule: rule, options: batch);
        double[] cosines = [.. Enumerable.Range(0, relevance.GetLength(0)).Select(row => CosineSimilarity.Compute(
            relevance.AsSpan2D().GetRowSpan(row), GroundTruth(clean, corrupted, row)))];
        return SeedSummary.MeanOf(cosines);
    }

    /// <summary>(x'−x)² of all rows.</summary>
    internal static float[,] GroundTruths(float[,] clean, float[,] corrupted)
    {
        float[,] truths = new float[clean.GetLength(0), clean.GetLength(1)];
        for (int row = 0; row < truths.GetLength(0); row++)
            GroundTruth(clean, corrupted, row).CopyTo(truths.AsSpan2D().GetRowSpan(row));
        return truths;
    }

    /// <summary>(x'−x)², pixel by pixel (eq 3.3).</summary>
    internal static float[] GroundTruth(float[,] clean, float[,] corrupted, int row)
    {
        float[] truth = new float[clean.GetLength(1)];
        for (int j = 0; j < truth.Length; j++)
        {
            float difference = corrupted[row, j] - clean[row, j];
            truth[j] = difference * difference;
        }

        return truth;
    }

    public void Dispose()
    {
        foreach (DataTable table in _tables.Values)
            table.Dispose();
    }

    private DataTable Checked(string name, DataTable table)
    {
        if (table.RowCount != Clean.RowCount || table.FeatureCount != Clean.FeatureCount)
        {
            throw new InputException(
                $"{table.Source}: {name} holds {table.RowCount} × {table.FeatureCount} values; expected {Clean.RowCount} × {Clean.FeatureCount}, as MNIST's test images.");
        }

        int[] labels = corruptions.ReadLabels(name);
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] != Labels[row])
                throw new InputException($"{table.Source}: row {row + 1} of {name} is a {labels[row]}; expected a {Labels[row]}, as MNIST's test labels have it.");
        }

        return table;
    }
}
