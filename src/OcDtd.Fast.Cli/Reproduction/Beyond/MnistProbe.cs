using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Mnist;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>What is measured of a model of digits: accuracy on all test rows, pixel flipping and time on a few outliers.</summary>
internal sealed class MnistProbe
{
    private const int FlippedRows = 60;

    private readonly float[,] _outliers;

    internal MnistProbe(DigitTask task, BatchOptions batch)
    {
        (Task, Batch) = (task, batch);
        int[] outliers = task.TestRows(digit => digit != task.Digit);
        _outliers = MemberRows.Take(task.Test.Rows, [.. Enumerable.Range(0, FlippedRows).Select(i => outliers[i * outliers.Length / FlippedRows])]);
    }

    internal DigitTask Task { get; }

    internal BatchOptions Batch { get; }

    /// <summary>What decides the numbers, for keys.</summary>
    internal string Fixed => $"digit={Task.Digit} flipped={FlippedRows}";

    internal float[,] Outliers => _outliers;

    internal double RocAuc(OneClassModel model) => Task.RocAucOf(model, Batch);

    /// <summary>Mean area under the flipping curves of the outliers.</summary>
    internal double Area(OneClassModel model, RelevanceRule rule = RelevanceRule.Thesis) => Flipping.MeanArea(Flipping.RelativeCurves(model, _outliers, rule, Batch));

    /// <summary>The same when pixels are masked in another order.</summary>
    internal double Area(OneClassModel model, float[,] relevance) => Flipping.MeanArea(Flipping.RelativeCurves(model, _outliers, relevance, Batch));

    internal double ScoreMicroseconds(OneClassModel model)
    {
        float[] scores = new float[_outliers.GetLength(0)];
        return Timing.MicrosecondsARow(scores.Length, () => model.Score(_outliers, scores, Batch));
    }

    internal double ExplainMicroseconds(OneClassModel model, int rows = FlippedRows)
    {
        int count = Math.Min(rows, _outliers.GetLength(0));
        float[,] relevance = new float[count, _outliers.GetLength(1)];
        return Timing.MicrosecondsARow(count, () => model.Explain(_outliers.AsSpan2D()[..count, ..], relevance, options: Batch));
    }
}
