using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Reproduction.Statistics;
using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>How much the two rules of relevance differ on some rows.</summary>
internal static class RuleAgreement
{
    /// <summary>Mean cosine between a row's relevance under both rules, and the mean share of outlierness that the thesis' rule leaves as residual.</summary>
    internal static (double Cosine, double Residual) Of(OneClassModel model, float[,] rows, BatchOptions batch)
    {
        int count = rows.GetLength(0);
        float[,] thesis = new float[count, rows.GetLength(1)], conservative = new float[count, rows.GetLength(1)];
        float[] outlierness = new float[count], residual = new float[count];
        model.Explain(rows, thesis, outlierness, residual, RelevanceRule.Thesis, batch);
        model.Explain(rows, conservative, rule: RelevanceRule.Conservative, options: batch);
        double[] cosines = [.. Enumerable.Range(0, count)
            .Select(row => CosineSimilarity.Compute(thesis.AsSpan2D().GetRowSpan(row), conservative.AsSpan2D().GetRowSpan(row)))];
        return (SeedSummary.MeanOf(cosines), Enumerable.Range(0, count).Where(row => outlierness[row] > 0).Average(row => residual[row] / (double)outlierness[row]));
    }
}
