using OcDtd.Fast.Onnx;
using OcDtd.Fast.Tests.Models;
using OcDtd.Fast.Tests.Reference;

namespace OcDtd.Fast.Runtimes.Tests.Cases;

/// <summary>Small models drawn from seeds, in the categories where digits are hard to keep; every kind, both rules.</summary>
internal static class HardModelCases
{
    /// <summary>Seeds a category; the engine's own tests take 40.</summary>
    internal static int Seeds { get; } = int.TryParse(Environment.GetEnvironmentVariable("OCDTD_HARD_SEEDS"), out int seeds) ? seeds : 0;

    internal static IEnumerable<RuntimeCase> All() =>
        from category in HardModels.All.Keys
        from seed in Enumerable.Range(0, Seeds)
        let random = new Random(seed)
        let hard = HardModels.All[category](random)
        from model in Models(hard, random)
        from rule in new[] { RelevanceRule.Thesis, RelevanceRule.Conservative }
        select Make($"{category} {seed}", model, rule, hard.Rows);

    private static RuntimeCase Make(string name, OneClassModel model, RelevanceRule rule, float[][] rows)
    {
        float[,] matrix = TestModels.Matrix(rows);
        string kind = model is LocalTimesEnsemble { IsRenormalized: true } ? "renormalized" : ModelKinds.Of(model);
        return new RuntimeCase(
            $"{name}, {kind}, {rule.ToString().ToLowerInvariant()}",
            model,
            new ModelDescription { Rule = rule },
            matrix,
            () => OracleAnswers.Ask(model, matrix, rule));
    }

    private static IEnumerable<OneClassModel> Models(HardModel hard, Random random)
    {
        SupportVectorModel first = Engine(hard.First), second = Engine(hard.Second);
        int k = random.Next(1, second.SupportVectorCount + 1), l = random.Next(1, first.SupportVectorCount + 1);
        return
        [
            first,
            new BaggingEnsemble(first, second),
            new GlobalTimesEnsemble(first, second),
            new LocalTimesEnsemble(first, second, k, l),
            new LocalTimesEnsemble(first, second, k, l, renormalize: true),
        ];
    }

    private static SupportVectorModel Engine(PlainMember member) => SupportVectorModel.Create(
        TestModels.Matrix([.. member.Vectors.Select(vector => vector.Select(v => (float)v).ToArray())]), member.Coefficients, member.Gamma);
}
