using OcDtd.Fast.Tests.Reference;
using Xunit.Abstractions;

namespace OcDtd.Fast.Tests.Models;

/// <summary>Explanations where nearly every support vector matters, which are added up in float32: against the plain formulas.</summary>
public sealed class DenseRelevanceTests(ITestOutputHelper output)
{
    public static TheoryData<string, double> Cases
    {
        get
        {
            // Offsets of one half of the support vectors move the bound up to where float32 is no longer enough.
            var cases = new TheoryData<string, double>();
            foreach (string values in (string[])["floats", "images", "partly constant"])
            {
                foreach (double reach in (double[])[0, 1, 2, 5, 20])
                    cases.Add(values, reach);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Wide_kernels_keep_the_promise(string values, double reach)
    {
        double worst = 0;
        for (int seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            int d = random.Next(1, 120), m = random.Next(20, 300);
            double width = Math.Pow(10, 2.5 * random.NextDouble() - 2);
            PlainMember first = Member(m), second = Member(1 + m / 3);
            SupportVectorModel one = Engine(first), two = Engine(second);
            float[][] rows = [.. Enumerable.Range(0, 6).Select(r => Array.ConvertAll(Row(r), v => (float)v))];
            worst = Math.Max(worst, ExplanationChecks.Worst(one, PlainModel.Bagging(first), rows));
            worst = Math.Max(worst, ExplanationChecks.Worst(new BaggingEnsemble(one, two), PlainModel.Bagging(first, second), rows));
            Assert.Equal(values == "images" && reach == 0, one.Screen.IsEightBit);

            PlainMember Member(int count) => new(
                [.. Enumerable.Range(0, count).Select(Row)],
                [.. Enumerable.Range(0, count).Select(_ => 0.5 + random.NextDouble())],
                width / (d * (1 + reach * reach)));

            double[] Row(int i) => [.. Enumerable.Range(0, d).Select(j => Value(i, j))];

            double Value(int i, int j) => values switch
            {
                "images" => (float)(random.Next(256) / 255f + i % 2 * reach),
                "partly constant" when j % 3 == 0 => 100,
                _ => (float)(2 * random.NextDouble() - 1 + i % 2 * reach),
            };
        }

        output.WriteLine($"{values}, {reach}: {worst:0.000} of the bound.");
    }

    private static SupportVectorModel Engine(PlainMember member) => SupportVectorModel.Create(
        TestModels.Matrix([.. member.Vectors.Select(v => Array.ConvertAll(v, x => (float)x))]), member.Coefficients, member.Gamma);
}
