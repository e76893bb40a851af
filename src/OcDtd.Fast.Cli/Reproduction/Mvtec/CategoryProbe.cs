using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Data;
using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Cli.Reproduction.Mvtec;

/// <summary>What is measured of a model of good images: whether it notices defects, and whether its heatmaps show them.</summary>
internal sealed class CategoryProbe
{
    /// <summary>Share of a pixel that must be marked for it to count as inside a mask: images are resized.</summary>
    internal const float Marked = 0.5f;

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
        _defects = [.. category.Defects.Select(defect => (defect.Name, RowChoice.EveryNth(defect.Images, step), RowChoice.EveryNth(defect.Masks, step)))];
    }

    /// <summary>The defects, as columns name them.</summary>
    internal string[] Names => [.. _defects.Select(defect => Spoken.Of(defect.Name))];

    /// <summary>What decides the numbers, for keys.</summary>
    internal string Fixed => $"size={_shape} images=1/{_step}";

    /// <summary>Each defect's ROC AUC against good images, and the cosine between each image's heatmap and its mask; NaN where a mask marks nothing.</summary>
    internal (double[] RocAucs, double[][] Cosines) Find(OneClassModel model, RelevanceRule rule = RelevanceRule.Thesis)
    {
        float[] good = model.Outlierness(_good, _batch);
        double[] rocAucs = new double[_defects.Length];
        double[][] cosines = new double[_defects.Length][];
        for (int defect = 0; defect < _defects.Length; defect++)
        {
            PixelHeatmaps heatmaps = PixelHeatmaps.Of(model, _defects[defect].Images, _shape, _batch, rule);
            rocAucs[defect] = RocAuc.Compute(good, heatmaps.Outlierness);
            cosines[defect] = CosinesOf(heatmaps, _defects[defect].Masks);
        }

        return (rocAucs, cosines);
    }

    /// <summary>The mean ROC AUC over defects, then the mean cosine over the images of all of them and that of each.</summary>
    internal double[] Measure(OneClassModel model, RelevanceRule rule = RelevanceRule.Thesis)
    {
        (double[] rocAucs, double[][] cosines) = Find(model, rule);
        return [rocAucs.Average(), SeedSummary.MeanOf(cosines.SelectMany(each => each)), .. cosines.Select(SeedSummary.MeanOf)];
    }

    /// <summary>ROC AUC of pixels inside the mask against those outside, the mean over a defect's images, of each defect: by the image's own heatmap, and by the mean heatmap of good images.</summary>
    internal (double[] Own, double[] Good) PlaceRocAucs(OneClassModel model)
    {
        float[] good = MeanOverRows(PixelHeatmaps.Of(model, _good, _shape, _batch).Relevance);
        PixelHeatmaps[] own = [.. _defects.Select(defect => PixelHeatmaps.Of(model, defect.Images, _shape, _batch))];
        return ([.. own.Select((heatmaps, d) => Mean(d, heatmaps.Row))], [.. own.Select((_, d) => Mean(d, _ => good))]);

        double Mean(int defect, Func<int, float[]> heatmap) => SeedSummary.MeanOf(Enumerable.Range(0, _defects[defect].Masks.GetLength(0))
            .Select(row => PlaceRocAuc(heatmap(row), _defects[defect].Masks.AsSpan2D().GetRowSpan(row))));
    }

    /// <summary>Of each defect, the mean cosine of a heatmap that says nothing.</summary>
    internal double[] UniformCosines() => [.. _defects.Select(defect => UniformHeatmap.MeanCosine(defect.Masks))];

    /// <summary>Cosine between each image's heatmap, channels summed, and its mask.</summary>
    internal static double[] CosinesOf(PixelHeatmaps heatmaps, float[,] masks) =>
        [.. Enumerable.Range(0, masks.GetLength(0)).Select(row => CosineSimilarity.Compute(heatmaps.Relevance.AsSpan2D().GetRowSpan(row), masks.AsSpan2D().GetRowSpan(row)))];

    private static float[] MeanOverRows(float[,] rows)
    {
        float[] mean = new float[rows.GetLength(1)];
        for (int pixel = 0; pixel < mean.Length; pixel++)
        {
            double sum = 0;
            for (int row = 0; row < rows.GetLength(0); row++)
                sum += rows[row, pixel];
            mean[pixel] = (float)(sum / rows.GetLength(0));
        }

        return mean;
    }

    /// <summary>NaN where a mask marks no pixel, or all.</summary>
    private static double PlaceRocAuc(float[] relevance, ReadOnlySpan<float> mask)
    {
        byte[] marked = new byte[mask.Length];
        for (int pixel = 0; pixel < marked.Length; pixel++)
            marked[pixel] = mask[pixel] >= Marked ? (byte)1 : (byte)0;
        return marked.Contains((byte)1) && marked.Contains((byte)0) ? RocAuc.Compute(relevance, marked) : double.NaN;
    }
}
