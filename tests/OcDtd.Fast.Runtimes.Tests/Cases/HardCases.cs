using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Onnx;
using OcDtd.Fast.Tests.Models;

namespace OcDtd.Fast.Runtimes.Tests.Cases;

/// <summary>
/// Rows that are hard for a graph: 1000 kernel widths away and more, exactly at support vectors and at virtual ones, none, and one
/// alone; one model a kind, with a calibrated threshold, and once more behind a scaling.
/// </summary>
internal static class HardCases
{
    private const int Features = 6;
    private const double FirstGamma = 0.3;
    private const double SecondGamma = 0.2;

    internal static IEnumerable<RuntimeCase> All()
    {
        foreach (OneClassModel model in Models())
        {
            OneClassModel scaled = model.WithScaling(Scaling());
            foreach (RelevanceRule rule in new[] { RelevanceRule.Thesis, RelevanceRule.Conservative })
            {
                yield return Make("hard rows", model, rule, Rows(model));
                yield return Make("no rows", model, rule, new float[0, Features]);
                yield return Make("one row", model, rule, Rows(model).AsSpan2D().Slice(3, 0, 1, Features).ToArray());
                yield return Make("scaled", scaled, rule, TestModels.RandomRows(new Random(5), 40, Features, scale: 3));
            }
        }
    }

    private static IEnumerable<OneClassModel> Models()
    {
        var random = new Random(20260817);
        SupportVectorModel first = TestModels.Random(random, 17, Features, FirstGamma);
        SupportVectorModel second = TestModels.Random(random, 11, Features, SecondGamma, shift: 0.5f);
        return
        [
            first,
            new BaggingEnsemble(first, second),
            new GlobalTimesEnsemble(first, second),
            new LocalTimesEnsemble(first, second, 3, 2),
            new LocalTimesEnsemble(first, first, 4),
        ];
    }

    private static RuntimeCase Make(string what, OneClassModel model, RelevanceRule rule, float[,] rows)
    {
        string rules = rule.ToString().ToLowerInvariant();
        string twice = model.Members.Count == 2 && model.Members[0] == model.Members[1] ? " of one" : "";
        float[,] held = TestModels.RandomRows(new Random(3), 99, Features, scale: 1.5f);
        var description = new ModelDescription
        {
            Rule = rule,
            Decision = DecisionRule.FromCalibration(ConformalCalibration.Fit(model, held), 0.1),
        };
        return new RuntimeCase(
            $"{ModelKinds.Of(model)}{twice}, {what}, {rules}", model, description, rows, () => OracleAnswers.Ask(model, rows, rule));
    }

    /// <summary>At support vectors, between them, around them, and from 1000 to 10⁷ widths out in two directions.</summary>
    private static float[,] Rows(OneClassModel model)
    {
        ReadOnlySpan2D<float> first = model.Members[0].SupportVectors, last = model.Members[^1].SupportVectors;
        double share = model.Members[0].Gamma / (model.Members[0].Gamma + model.Members[^1].Gamma), width = 1 / Math.Sqrt(FirstGamma);
        var rows = new List<float[]>();
        for (int i = 0; i < 4; i++)
        {
            float[] u = first.GetRowSpan(i).ToArray(), v = last.GetRowSpan(i).ToArray();
            rows.AddRange([u, v, [.. u.Zip(v, (p, q) => (float)(share * p + (1 - share) * q))], [.. u.Select(p => p + 1e-3f)]]);
        }

        for (double reach = 1000; reach < 2e7; reach *= 1.37)
        {
            rows.Add([.. Enumerable.Repeat((float)(reach * width / Math.Sqrt(Features)), Features)]);
            rows.Add([(float)(-1.1 * reach * width), .. new float[Features - 1]]);
        }

        return TestModels.Matrix([.. rows]);
    }

    /// <summary>A scaling that moves every feature elsewhere, by numbers that float32 does not hold.</summary>
    private static FeatureScaling Scaling() => FeatureScaling.Restore(
        ScalingKind.Robust,
        [.. Enumerable.Range(0, Features).Select(j => 0.1 * j - 0.3)],
        [.. Enumerable.Range(0, Features).Select(j => 0.7 * Math.Pow(1.3, j))]);
}
