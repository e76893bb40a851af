using OcDtd.Fast.Onnx;
using OcDtd.Fast.Tests.Models;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Runtimes.Tests.Cases;

/// <summary>The oracle's stored answers: every golden case, once with each relevance rule, and renormalised where it has that.</summary>
internal static class GoldenCases
{
    internal static IEnumerable<RuntimeCase> All() =>
        GoldenCase.Names().Cast<object[]>().SelectMany(row => Of(GoldenCase.Load((string)row[0])));

    private static IEnumerable<RuntimeCase> Of(GoldenCase golden)
    {
        float[,] rows = TestModels.Matrix(golden.X);
        OneClassModel model = TestModels.From(golden);
        yield return Make("thesis", model, RelevanceRule.Thesis, golden.Outlierness, golden.RelevanceThesis, golden.ResidualThesis);
        yield return Make(
            "conservative",
            model,
            RelevanceRule.Conservative,
            golden.Outlierness,
            golden.RelevanceConservative,
            golden.ResidualConservative);
        if (golden.OutliernessRenormalized is { } outlierness)
        {
            OneClassModel renormalized = TestModels.From(golden, renormalize: true);
            yield return Make("renormalized", renormalized, RelevanceRule.Thesis, outlierness, golden.RelevanceRenormalized!, null);
        }

        RuntimeCase Make(string what, OneClassModel of, RelevanceRule rule, double[] o, double[][] relevance, double[]? residual) => new(
            $"{golden.Name}, {what}", of, new ModelDescription { Rule = rule }, rows, () => OracleAnswers.Of(o, relevance, residual));
    }
}
