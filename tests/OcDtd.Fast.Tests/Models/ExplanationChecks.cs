using OcDtd.Fast.Tests.Reference;

namespace OcDtd.Fast.Tests.Models;

/// <summary>A model's explanations against the plain formulas.</summary>
internal static class ExplanationChecks
{
    /// <summary>The largest error of scores, relevance and residuals of <paramref name="rows"/> under both rules, in times of the bound; fails above 1.</summary>
    internal static double Worst(OneClassModel model, PlainModel plain, float[][] rows)
    {
        double worst = 0;
        float[,] relevance = new float[rows.Length, model.FeatureCount];
        float[] scores = new float[rows.Length], residual = new float[rows.Length];
        foreach (RelevanceRule rule in new[] { RelevanceRule.Thesis, RelevanceRule.Conservative })
        {
            model.Explain(TestModels.Matrix(rows), relevance, scores, residual, rule);
            for (int r = 0; r < rows.Length; r++)
            {
                PlainAnswer expected = plain.Explain(rows[r], rule);
                double o = expected.Outlierness;
                float[] found = new float[model.FeatureCount];
                Buffer.BlockCopy(relevance, r * found.Length * sizeof(float), found, 0, found.Length * sizeof(float));
                worst = Math.Max(worst, Within(OracleBounds.ScoreError(scores[r], o)));
                worst = Math.Max(worst, Within(OracleBounds.RelevanceError(found, expected.Relevance, o)));
                worst = Math.Max(worst, Within(OracleBounds.ResidualError(residual[r], expected.Residual, expected.Relevance.Max(), o)));

                double Within(double error)
                {
                    Assert.True(error <= 1, $"row {r}, {rule}: {error:g3} times the bound off (o = {o:g3}).");
                    return error;
                }
            }
        }

        return worst;
    }
}
