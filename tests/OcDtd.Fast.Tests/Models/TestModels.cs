using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Tests.Models;

/// <summary>Builds engine models from golden cases and from random numbers.</summary>
internal static class TestModels
{
    internal static OneClassModel From(GoldenCase golden, bool renormalize = false)
    {
        SupportVectorModel[] members = [.. golden.Members.Select(From)];
        return golden.Ensemble switch
        {
            "none" => members[0],
            "bagging" => new BaggingEnsemble(members),
            "global-times" => new GlobalTimesEnsemble(members[0], members[1]),
            "local-times" => new LocalTimesEnsemble(members[0], members[1], golden.Neighbors[0], golden.Neighbors[1], renormalize),
            _ => throw new ArgumentException(golden.Ensemble),
        };
    }

    internal static SupportVectorModel From(GoldenMember member) =>
        SupportVectorModel.Create(Matrix(member.SupportVectors), member.DualCoef, member.Gamma);

    internal static SupportVectorModel Random(Random random, int count, int features, double gamma, float shift = 0, float scale = 1) =>
        SupportVectorModel.Create(
            RandomRows(random, count, features, shift, scale),
            [.. Enumerable.Range(0, count).Select(_ => 0.05 + random.NextDouble())],
            gamma);

    internal static float[,] RandomRows(Random random, int count, int features, float shift = 0, float scale = 1)
    {
        float[,] rows = new float[count, features];
        foreach (ref float value in rows.AsSpan())
            value = shift + scale * (float)Normal(random);
        return rows;
    }

    internal static float[,] Matrix(float[][] rows)
    {
        float[,] matrix = new float[rows.Length, rows[0].Length];
        for (int i = 0; i < rows.Length; i++)
            rows[i].CopyTo(matrix.AsSpan2D().GetRowSpan(i));
        return matrix;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
