using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Cli.Classifiers;

/// <summary>Pixel-flipping curves as reports show them: relative to their start.</summary>
internal static class Flipping
{
    /// <summary>o_k/o_0 of every row, each masked in the order of the model's own relevance.</summary>
    /// <returns>n × (d+1).</returns>
    internal static float[,] RelativeCurves(OneClassModel model, float[,] rows, RelevanceRule rule, BatchOptions batch)
    {
        float[,] relevance = new float[rows.GetLength(0), rows.GetLength(1)];
        model.Explain(rows, relevance, rule: rule, options: batch);
        return RelativeCurves(model, rows, relevance, batch);
    }

    /// <summary>The same in the order of another relevance.</summary>
    internal static float[,] RelativeCurves(OneClassModel model, float[,] rows, float[,] relevance, BatchOptions batch)
    {
        float[,] curves = new float[rows.GetLength(0), rows.GetLength(1) + 1];
        PixelFlipping.Curves(model, rows, relevance, curves, batch);
        for (int row = 0; row < curves.GetLength(0); row++)
        {
            Span<float> curve = curves.AsSpan2D().GetRowSpan(row);
            PixelFlipping.Relative(curve, curve);
        }

        return curves;
    }

    /// <summary>One row's curve, as figures take it.</summary>
    internal static double[] Row(float[,] curves, int row) => Array.ConvertAll(curves.AsSpan2D().GetRowSpan(row).ToArray(), value => (double)value);

    /// <summary>Mean over rows of the area under each curve.</summary>
    internal static double MeanArea(float[,] curves) =>
        Enumerable.Range(0, curves.GetLength(0)).Average(row => PixelFlipping.Area(curves.AsSpan2D().GetRowSpan(row)));
}
