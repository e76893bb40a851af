using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Tests.Reference;

namespace OcDtd.Fast.Runtimes.Tests.Cases;

/// <summary>What is right for a case's rows, computed in float64.</summary>
/// <remarks>
/// Relevance is kept as float32, row after row: of 10,000 MNIST rows it would take twice the memory, and this rounding is under a
/// thousandth of what the bound allows.
/// </remarks>
/// <param name="Outlierness">ô, (N).</param>
/// <param name="Relevance">R̂, (N · d); null where only the score is known.</param>
/// <param name="Residual">(N); null where it is not known.</param>
internal sealed record OracleAnswers(double[] Outlierness, float[]? Relevance, double[]? Residual)
{
    /// <summary>Rows that go through the reference together.</summary>
    private const int TileRows = 16;

    internal static OracleAnswers Of(double[] outlierness, double[][] relevance, double[]? residual) =>
        new(outlierness, [.. relevance.SelectMany(row => row).Select(r => (float)r)], residual);

    /// <summary>Asks the plain formulas about every row, on every core.</summary>
    internal static OracleAnswers Ask(OneClassModel model, float[,] rows, RelevanceRule rule)
    {
        PlainModel plain = PlainModels.Of(model);
        float[,] scaled = model.Scaling?.Apply(rows) ?? rows;
        int count = rows.GetLength(0), features = rows.GetLength(1);
        var answers = new OracleAnswers(new double[count], new float[count * features], new double[count]);
        Parallel.For(0, (count + TileRows - 1) / TileRows, tile =>
        {
            int first = tile * TileRows, last = Math.Min(count, first + TileRows);
            double[][] some = [.. Enumerable.Range(first, last - first).Select(r => PlainModel.ToDoubles(scaled.GetRowSpan(r)))];
            answers.Set(first, plain.Explain(some, rule));
        });
        return answers;
    }

    /// <summary>
    /// Scores of global Times from its members alone, o₁ + o₂ + log α: exact, and a hundredth of the work of all virtual support vectors.
    /// </summary>
    internal static OracleAnswers AskScores(GlobalTimesEnsemble times, float[,] rows)
    {
        double logAlpha = PlainModel.LogAlpha(PlainModels.Of(times.First), PlainModels.Of(times.Second));
        double[] first = Ask(times.First, rows, RelevanceRule.Thesis).Outlierness;
        double[] second = Ask(times.Second, rows, RelevanceRule.Thesis).Outlierness;
        return new OracleAnswers([.. first.Zip(second, (o, p) => o + p + logAlpha)], null, null);
    }

    private void Set(int first, PlainAnswer[] answers)
    {
        foreach (PlainAnswer answer in answers)
        {
            Outlierness[first] = answer.Outlierness;
            Residual![first] = answer.Residual;
            int start = first * answer.Relevance.Length;
            for (int j = 0; j < answer.Relevance.Length; j++)
                Relevance![start + j] = (float)answer.Relevance[j];
            first++;
        }
    }
}
