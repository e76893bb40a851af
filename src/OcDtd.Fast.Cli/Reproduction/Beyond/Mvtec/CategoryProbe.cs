using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Mvtec;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Data;
using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>What is measured of a model of good images: whether it notices defects, and whether its heatmaps show them.</summary>
internal sealed class CategoryProbe
{
    private readonly BatchOptions _batch;
    private readonly ImageShape _shape;
    private readonly float[,] _good;
    private readonly (string Name, float[,] Images, float[,] Masks)[] _defects;
    private readonly int _step;

    /// <param name="category">The data.</param>
    /// <param name="step">Every so manieth image of each defect is explained.</param>
    /// <param name="batch">Threads and cancellation.</param>
    internal CategoryProbe(MvtecCategory category, int step, BatchOptions batch)
    {
        (_batch, _step, _shape) = (batch, step, category.Train.Shape!.Value);
        _good = category.Good.Rows.ToArray();
        _defects = [.. category.Defects.Select(defect => (defect.Name, Rows(defect.Images), Rows(defect.Masks)))];
    }

    /// <summary>The defects, as columns name them.</summary>
    internal string[] Names => [.. _defects.Select(defect => defect.Name.Replace('_', ' '))];

    /// <summary>What decides the numbers, for keys.</summary>
    internal string Fixed => $"size={_shape} images=1/{_step}";

    /// <summary>Accuracy over defects, then the mean cosine over the images of all of them and that of each.</summary>
    internal double[] Measure(OneClassModel model, RelevanceRule rule = RelevanceRule.Thesis)
    {
        float[] good = new float[_good.GetLength(0)];
        model.Score(_good, good, _batch);
        var rocAucs = new List<double>();
        var cosines = new List<double[]>();
        foreach ((_, float[,] images, float[,] masks) in _defects)
        {
            PixelHeatmaps heatmaps = PixelHeatmaps.Of(model, images, _shape, _batch, rule);
            rocAucs.Add(RocAuc.Compute(good, heatmaps.Outlierness));
            cosines.Add(CategoryTrials.CosinesOf(heatmaps, masks));
        }

        return [rocAucs.Average(), Mean(cosines.SelectMany(each => each)), .. cosines.Select(Mean)];
    }

    /// <summary>An image without a marked pixel has no cosine, and is left out.</summary>
    private static double Mean(IEnumerable<double> cosines) => SeedSummary.Of(cosines)?.Mean ?? double.NaN;

    private float[,] Rows(DataTable table) =>
        MemberRows.Take(table.Rows, [.. Enumerable.Range(0, (table.RowCount + _step - 1) / _step).Select(i => i * _step)]);
}
