using OcDtd.Fast.Cli.Reproduction.MnistC;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Statistics;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>What is measured of a model of clean digits: whether it notices corruptions, and whether its heatmaps show what was changed.</summary>
internal sealed class CorruptionProbe
{
    /// <summary>The corruptions of the thesis' Table 3.3: those that its models detect.</summary>
    private static readonly string[] s_thesis = ["translate", "brightness", "canny_edges", "dotted_line", "fog", "impulse_noise", "zigzag", "stripe"];

    private readonly CorruptionTask _task;
    private readonly BatchOptions _batch;
    private readonly int _scoredStep, _explainedStep;
    private readonly string[] _names;
    private readonly Lazy<(float[,] Scored, float[,] Explained)> _clean;
    private readonly Lazy<(float[,] Scored, float[,] Explained)[]> _corrupted;

    /// <param name="task">The data.</param>
    /// <param name="scoredStep">Every so manieth test row is scored.</param>
    /// <param name="explainedStep">Every so manieth test row is explained.</param>
    /// <param name="batch">Threads and cancellation.</param>
    internal CorruptionProbe(CorruptionTask task, int scoredStep, int explainedStep, BatchOptions batch)
    {
        (_task, _batch, _scoredStep, _explainedStep) = (task, batch, scoredStep, explainedStep);
        string[] present = [.. s_thesis.Intersect(task.Names)];
        _names = present.Length > 0 ? present : [.. task.Names];
        _clean = new(() => Rows(task.Clean));
        _corrupted = new(() => [.. _names.Select(name => Rows(task.Corrupted(name)))]);
    }

    /// <summary>The corruptions, as columns name them.</summary>
    internal string[] Names => [.. _names.Select(name => Spoken.Of(name))];

    /// <summary>All corruptions, in the order of <see cref="AllRocAucs"/>.</summary>
    internal string[] AllNames => [.. _task.Names.Select(name => Spoken.Of(name))];

    /// <summary>What decides the numbers, for keys.</summary>
    internal string Fixed => $"scored=1/{_scoredStep} explained=1/{_explainedStep} corruptions={string.Join(',', _names)}";

    /// <summary>What is measured, for a question's text.</summary>
    internal string Words =>
        $"Over {_names.Length} corruptions: the mean ROC AUC on {Count(_scoredStep)} test rows, the mean cosine between heatmap and (x'−x)² on {Count(_explainedStep)}.";

    /// <summary>Mean over the corruptions of the ROC AUC of clean against corrupted rows.</summary>
    internal double RocAuc(OneClassModel model) => RocAucs(model, _corrupted.Value.Select(rows => rows.Scored)).Average();

    /// <summary>ROC AUC of clean against corrupted rows for all corruptions there are, those that are hard to detect among them.</summary>
    internal double[] AllRocAucs(OneClassModel model) => [.. RocAucs(model, _task.Names.Select(name => RowChoice.EveryNth(_task.Corrupted(name), _scoredStep)))];

    /// <summary>What <see cref="RocAuc"/> gives, of what <see cref="AllRocAucs"/> gave.</summary>
    internal double RocAucOf(double[] all) => _names.Average(name => all[_task.Names.ToList().IndexOf(name)]);

    /// <summary>Mean cosine of each corruption, in the order of <see cref="Names"/>.</summary>
    internal double[] Cosines(OneClassModel model, RelevanceRule rule = RelevanceRule.Thesis) =>
        [.. _corrupted.Value.Select(rows => CorruptionTask.CosineOf(model, _clean.Value.Explained, rows.Explained, _batch, rule))];

    /// <summary>All of it for several models.</summary>
    internal Probed Measure(params OneClassModel[] models) =>
        new([.. models.Select(RocAuc)], [.. models.Select(model => Cosines(model))]);

    /// <summary>Mean over corruptions; one that changed no row is left out.</summary>
    internal static double Mean(double[] cosines) => SeedSummary.MeanOf(cosines);

    private IEnumerable<double> RocAucs(OneClassModel model, IEnumerable<float[,]> corrupted)
    {
        float[] clean = model.Outlierness(_clean.Value.Scored, _batch);
        return corrupted.Select(rows => CorruptionTask.RocAucOf(model, clean, rows, _batch));
    }

    private (float[,] Scored, float[,] Explained) Rows(Data.DataTable table) =>
        (RowChoice.EveryNth(table, _scoredStep), RowChoice.EveryNth(table, _explainedStep));

    private int Count(int step) => RowChoice.CountOfEveryNth(_task.Clean.RowCount, step);
}

/// <summary>What a probe found, a place a model.</summary>
/// <param name="RocAucs">Mean ROC AUCs.</param>
/// <param name="Cosines">Cosines of each corruption.</param>
internal sealed record Probed(double[] RocAucs, double[][] Cosines)
{
    internal IEnumerable<double> MeanCosines => Cosines.Select(CorruptionProbe.Mean);
}
