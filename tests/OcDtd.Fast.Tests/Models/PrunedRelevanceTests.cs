using OcDtd.Fast.Tests.Reference;
using Xunit.Abstractions;

namespace OcDtd.Fast.Tests.Models;

/// <summary>Explanations of rows of which bounds rule out most support vectors: against the plain formulas.</summary>
public sealed class PrunedRelevanceTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(300, 96, 96)]
    [InlineData(500, 200, 150)]
    [InlineData(280, 2500, 70)] // few of many features vary: scratch memory is for both
    public void Sharp_kernels_keep_the_promise(int m, int d, int varying)
    {
        double worst = 0;
        for (int seed = 0; seed < 4; seed++)
        {
            var random = new Random(seed);
            double[][] directions = [.. Enumerable.Range(0, 8).Select(_ => Draw(varying, 1))];
            double[][] vectors = [.. Enumerable.Range(0, m).Select(_ => Row())];
            var plain = new PlainMember(vectors, [.. Enumerable.Range(0, m).Select(_ => 0.5 + random.NextDouble())], Gamma: 0.8);
            var model = SupportVectorModel.Create(TestModels.Matrix([.. vectors.Select(Floats)]), plain.Coefficients, plain.Gamma);
            Assert.True(model.Screen.BoundFeatures > 0, "the model is not pruned");

            // New rows, one far off, support vectors themselves, and what is just beside one: where all relevance is the others'.
            float[][] rows =
            [
                .. Enumerable.Range(0, 6).Select(_ => Floats(Row())), Floats([.. Row().Select(v => 5 * v)]), Floats(vectors[3]),
                Floats(vectors[m - 1]), Floats([.. vectors[7].Select(v => v + 1e-4)]), Floats([.. vectors[9].Select(v => v + 0.02)]),
            ];
            worst = Math.Max(worst, ExplanationChecks.Worst(model, PlainModel.Bagging(plain), rows));
            worst = Math.Max(worst, ExplanationChecks.Worst(new BaggingEnsemble(model, model), PlainModel.Bagging(plain, plain), rows));

            double[] Row()
            {
                double[] row = new double[d];
                double[] shares = Draw(directions.Length, 2), noise = Draw(varying, 0.05);
                for (int j = 0; j < varying; j++)
                    row[j] = (float)(noise[j] + directions.Select((direction, k) => shares[k] * direction[j]).Sum());
                return row;
            }

            double[] Draw(int count, double size) => [.. Enumerable.Range(0, count).Select(_ => size * (2 * random.NextDouble() - 1))];
        }

        output.WriteLine($"{m} × {d}: {worst:0.000} of the bound.");
    }

    private static float[] Floats(double[] row) => Array.ConvertAll(row, v => (float)v);
}
