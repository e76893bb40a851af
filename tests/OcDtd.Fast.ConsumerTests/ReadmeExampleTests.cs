using OcDtd.Fast.Onnx;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.ConsumerTests;

/// <summary>The README's example, compiled and run as a user would: without sight of the engine's internals.</summary>
public sealed class ReadmeExampleTests
{
    [Fact]
    public void The_example_runs()
    {
        var random = new Random(1);
        float[,] normal = Rows(random, 400), heldOut = Rows(random, 99);
        float[] row = [3, 0, 0, 0];
        string path = Path.Combine(Path.GetTempPath(), $"readme-{Guid.NewGuid():N}.onnx");
        try
        {
            // README: begin
            double gamma = GammaSelection.NeighborMass(normal).Gamma;                     // float[n, d]: rows that are normal, no labels
            int[][] halves = MemberRows.Draw(MemberSplit.Halves, normal.GetLength(0), members: 2, seed: 0);
            OneClassSvmFit svm = OneClassSvm.Fit(MemberRows.Take(normal, halves[0]), gamma, o => o with { Nu = 0.05 });
            SupportVectorModel density = KernelDensity.Fit(MemberRows.Take(normal, halves[1]), gamma);
            var model = new LocalTimesEnsemble(svm.Model, density, neighbors: 5);
            var calibration = ConformalCalibration.Fit(model, heldOut);                   // normal rows that nothing was trained on

            float outlierness = model.Score(row);                                         // no allocation, no thread
            double p = calibration.PValue(outlierness);                                   // at most 5 % of normal rows have p ≤ 0.05
            float[] relevance = new float[model.FeatureCount];
            float same = model.Explain(row, relevance, out float residual);               // the same bits; Σ relevance + residual = score
            var decision = DecisionRule.FromCalibration(calibration, falseAlarmRate: 0.05);
            OnnxModel.Save(model, path, new ModelDescription { Decision = decision });    // scores and explains in any ONNX runtime
            // README: end

            Assert.Equal(outlierness, same);
            Assert.Equal(outlierness, relevance.Sum() + residual, 1e-4 * outlierness);
            Assert.Equal(0, Array.IndexOf(relevance, relevance.Max()));
            Assert.Equal(0.01, p);
            SavedModel saved = OnnxModel.Load(path);
            Assert.Equal(outlierness, saved.Model.Score(row));
            Assert.True(saved.Description.Decision!.IsOutlier(outlierness));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_readme_shows_this_very_code()
    {
        string[] readme = File.ReadAllLines(Path.Combine(SharedFiles.RepositoryRoot, "README.md"));
        string[] source = File.ReadAllLines(Path.Combine(
            SharedFiles.RepositoryRoot, "tests", "OcDtd.Fast.ConsumerTests", "ReadmeExampleTests.cs"));
        string[] example = [.. source.SkipWhile(line => !line.Contains("// README: begin", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.Contains("// README: end", StringComparison.Ordinal)).Select(line => line.Trim())];
        string[] shown = [.. readme.SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```").Select(line => line.Trim())];
        Assert.NotEmpty(example);
        Assert.Equal(example, shown);
    }

    private static float[,] Rows(Random random, int count)
    {
        float[,] rows = new float[count, 4];
        for (int i = 0; i < rows.Length; i++)
            rows[i / 4, i % 4] = random.NextSingle() - 0.5f;
        return rows;
    }
}
