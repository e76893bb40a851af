using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Mnist;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>What is measured of a model of digits: accuracy on all test rows, pixel flipping and time on a few outliers.</summary>
internal sealed class MnistProbe
{
    private const int UsualOutliers = 100, QuickOutliers = 10;

    private readonly DigitTask _task;
    private readonly BatchOptions _batch;

    internal MnistProbe(DigitTask task, bool quick, BatchOptions batch)
    {
        (_task, _batch) = (task, batch);
        Outliers = MemberRows.Take(task.Test.Rows, RowChoice.Spread(task.TestRows(digit => digit != task.Digit), quick ? QuickOutliers : UsualOutliers));
    }

    /// <summary>Test rows of the other digits, spread over the file.</summary>
    internal float[,] Outliers { get; }

    /// <summary>What decides the numbers, for keys.</summary>
    internal string Fixed => $"digit={_task.Digit} outliers={Outliers.GetLength(0)}";

    internal double RocAuc(OneClassModel model) => _task.RocAucOf(model, _batch);

    /// <summary>Mean area under the flipping curves of the outliers.</summary>
    internal double Area(OneClassModel model, RelevanceRule rule = RelevanceRule.Thesis) => Flipping.MeanArea(Flipping.RelativeCurves(model, Outliers, rule, _batch));

    /// <summary>The same when pixels are masked in another order.</summary>
    internal double Area(OneClassModel model, float[,] relevance) => Flipping.MeanArea(Flipping.RelativeCurves(model, Outliers, relevance, _batch));

    internal double ScoreMicroseconds(OneClassModel model)
    {
        float[] scores = new float[Outliers.GetLength(0)];
        return Timing.MicrosecondsARow(scores.Length, () => model.Score(Outliers, scores, _batch));
    }

    internal double ExplainMicroseconds(OneClassModel model)
    {
        int count = Outliers.GetLength(0);
        float[,] relevance = new float[count, Outliers.GetLength(1)];
        return Timing.MicrosecondsARow(count, () => model.Explain(Outliers, relevance, options: _batch));
    }
}
