using System.Text.Json;
using OcDtd.Fast.Cli.Tests.Support;
using OcDtd.Fast.Tests.Models;

namespace OcDtd.Fast.Cli.Tests.Oracle;

/// <summary>import, then score, explain and flip, agree with the float64 oracle on models drawn at random.</summary>
public sealed class OracleTests(OracleAnswers answers) : IClassFixture<OracleAnswers>
{
    public static TheoryData<string> Names => [.. OracleCase.All.Select(c => c.Name)];

    public static TheoryData<string> Flipped => [.. OracleCase.All.Where(c => c.Flip).Select(c => c.Name)];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Scores_and_relevance_agree(string name)
    {
        string folder = answers.Of(name);
        string model = Import(Case(name), folder);
        double[] expected = Samples.Vector(At("o.npy"));
        Ocdtd.Succeed("score", model, At("x.npy"), "-o", At("found-o.npy"));
        double[] found = Samples.Vector(At("found-o.npy"));
        for (int row = 0; row < expected.Length; row++)
            Assert.True(OracleBounds.ScoreError(found[row], expected[row]) <= 1, $"row {row}: {found[row]:R}, oracle {expected[row]:R}.");

        foreach (string rule in new[] { "thesis", "conservative" })
        {
            Ocdtd.Succeed("explain", model, At("x.npy"), "-o", At("found-r.npy"), "--rule", rule, "--residual", At("found-e.npy"));
            RequireRelevance(Samples.Table(At("found-r.npy")), Samples.Vector(At("found-e.npy")), rule);
        }

        string At(string file) => Path.Combine(folder, file);

        void RequireRelevance(float[,] relevance, double[] residual, string rule)
        {
            double[][] answer = Doubles(At($"r-{rule}.npy"), relevance.GetLength(1));
            double[] rest = Samples.Vector(At($"e-{rule}.npy"));
            Assert.Equal((answer.Length, answer.Length), (relevance.GetLength(0), residual.Length));
            for (int row = 0; row < answer.Length; row++)
            {
                float[] one = [.. Enumerable.Range(0, answer[row].Length).Select(j => relevance[row, j])];
                double error = OracleBounds.RelevanceError(one, answer[row], expected[row]);
                Assert.True(error <= 1, $"{rule}, row {row}: relevance is {error:0.00} times the bound off.");
                error = OracleBounds.ResidualError(residual[row], rest[row], answer[row].Max(), expected[row]);
                Assert.True(error <= 1, $"{rule}, row {row}: residual {residual[row]:R}, oracle {rest[row]:R}, {error:0.00} times the bound.");
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Flipped))]
    public void Pixel_flipping_curves_agree(string name)
    {
        string folder = answers.Of(name), curves = Path.Combine(folder, "found-curves.npy");
        string model = Import(Case(name), folder);
        Ocdtd.Succeed("flip", model, Path.Combine(folder, "x.npy"), "-o", curves, "--relevance", Path.Combine(folder, "given.npy"));
        float[,] found = Samples.Table(curves);
        double[][] expected = Doubles(Path.Combine(folder, "curves.npy"), found.GetLength(1));
        for (int row = 0; row < expected.Length; row++)
        {
            for (int k = 0; k < expected[row].Length; k++)
            {
                double error = OracleBounds.ScoreError(found[row, k], expected[row][k]);
                Assert.True(error <= 1, $"row {row}, step {k}: {found[row, k]:R}, oracle {expected[row][k]:R}.");
            }
        }
    }

    private static OracleCase Case(string name) => OracleCase.All.Single(c => c.Name == name);

    private static string Import(OracleCase drawn, string folder)
    {
        double[] gammas = JsonSerializer.Deserialize<double[]>(File.ReadAllText(Path.Combine(folder, "gamma.json")))!;
        var arguments = new List<string> { "import", "--ensemble", drawn.Ensemble };
        for (int i = 0; i < gammas.Length; i++)
        {
            arguments.AddRange(["--support-vectors", Path.Combine(folder, $"u{i}.npy"), "--dual-coef", Path.Combine(folder, $"a{i}.npy")]);
            arguments.AddRange(["--gamma", gammas[i].ToString("R")]);
        }

        if (drawn.Neighbors is [int k, int l])
            arguments.AddRange(["--neighbors", $"{k},{l}"]);
        if (drawn.Renormalize)
            arguments.Add("--renormalize");
        string model = Path.Combine(folder, "model.onnx");
        Ocdtd.Succeed([.. arguments, "-o", model]);
        return model;
    }

    /// <summary>A float64 table without loss: the oracle's numbers are not exact in float32.</summary>
    private static double[][] Doubles(string path, int columns)
    {
        byte[] file = File.ReadAllBytes(path);
        int start = 10 + BitConverter.ToUInt16(file, 8); // .npy version 1.0: magic, version and the header's length
        double[] values = new double[(file.Length - start) / sizeof(double)];
        Buffer.BlockCopy(file, start, values, 0, file.Length - start);
        return [.. values.Chunk(columns)];
    }
}
