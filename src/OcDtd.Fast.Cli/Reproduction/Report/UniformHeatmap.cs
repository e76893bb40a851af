using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Cli.Reproduction.Report;

/// <summary>What a heatmap that is equally bright everywhere, and so says nothing, reaches: cosines are to be read from there on, not from zero.</summary>
internal static class UniformHeatmap
{
    /// <summary>Its mean cosine with ground truths, n × pixels; rows without any truth are left out.</summary>
    internal static double MeanCosine(float[,] truths)
    {
        float[] uniform = new float[truths.GetLength(1)];
        uniform.AsSpan().Fill(1);
        return SeedSummary.MeanOf(Enumerable.Range(0, truths.GetLength(0)).Select(row => CosineSimilarity.Compute(uniform, truths.AsSpan2D().GetRowSpan(row))));
    }

    /// <summary>A sentence below a table of cosines.</summary>
    /// <param name="report">Where to.</param>
    /// <param name="cosines">Of the six classifiers.</param>
    /// <param name="uniform">A uniform heatmap's, for each row of the table.</param>
    internal static void Write(ReproductionReport report, ComparedTable cosines, double[] uniform)
    {
        report.Fact($"{cosines.Name} uniform heatmap", cosines.Rows.Zip(uniform).ToDictionary(pair => pair.First.Label, pair => (object?)pair.Second));
        int above = cosines.Rows.Zip(uniform).Count(pair => pair.First.Cells[SixClassifiers.Bagging].Ours?.Mean > pair.Second);
        report.Page.Paragraph(
            $"A heatmap that is equally bright everywhere has cosines, too: {string.Join(", ", cosines.Rows.Zip(uniform).Select(pair => $"{pair.First.Label} {pair.Second:0.000}"))}. "
            + $"Those of {SixClassifiers.Names[SixClassifiers.Bagging]} are above that in {above} of {uniform.Length}.");
    }
}
