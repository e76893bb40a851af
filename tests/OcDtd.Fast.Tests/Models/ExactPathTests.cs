using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;
using OcDtd.Fast.Tests.Reference;

namespace OcDtd.Fast.Tests.Models;

/// <summary>Rows of which the screens say too little are computed in double; Score keeps Explain's bits.</summary>
public sealed class ExactPathTests
{
    private const int Features = 30, Rows = 12;

    private static readonly string[] s_kinds = ["single", "bagging", "global", "local", "local-same", "renormalized"];

    public static TheoryData<string> Kinds => [.. s_kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rows_whose_bound_is_above_the_promise_keep_it(string kind)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            // Two clusters 2·10⁴ widths apart: dot products are 10⁸ times larger than what differs among near ones.
            var random = new Random(seed);
            PlainMember first = Clusters(random, 25, 1e4, 0.5), second = Clusters(random, 17, 1e4, 0.7);
            (OneClassModel model, PlainModel plain) = Make(kind, first, second);
            float[][] rows =
                [.. Enumerable.Range(0, Rows).Select(r => Array.ConvertAll(Point(random, r % 2 == 0 ? 1e4 : -1e4), v => (float)v))];
            Assert.All(rows, row => AssertNeedsDouble(model, row));
            foreach (RelevanceRule rule in new[] { RelevanceRule.Thesis, RelevanceRule.Conservative })
                CheckBatch(model, plain, rows, rule);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rows_that_need_it_and_rows_that_do_not_may_stand_in_one_tile(string kind)
    {
        // Halfway between the clusters o is large and few digits are enough; at one of them it is not.
        var random = new Random(3);
        PlainMember first = Clusters(random, 25, 1000, 0.02), second = Clusters(random, 17, 1000, 0.03);
        (OneClassModel model, PlainModel plain) = Make(kind, first, second);
        int[] near = [1, 4, 5, 6, 11];
        float[][] rows =
            [.. Enumerable.Range(0, Rows).Select(r => Array.ConvertAll(Point(random, near.Contains(r) ? 1000 : 0), v => (float)v))];
        for (int r = 0; r < Rows; r++)
            AssertNeedsDouble(model, rows[r], near.Contains(r));
        CheckBatch(model, plain, rows, RelevanceRule.Thesis);
    }

    [Fact]
    public void Images_far_sharper_than_float32_keep_the_promise()
    {
        var random = new Random(5);
        double[] Image() => [.. Enumerable.Range(0, Features).Select(_ => (double)(random.Next(256) / 255f))];
        var member = new PlainMember([.. Enumerable.Range(0, 20).Select(_ => Image())], [.. Enumerable.Repeat(1.0, 20)], 1e4);
        double[][] near = [.. member.Vectors.Select(v => v.Select((x, j) => j == 3 ? (double)(random.Next(256) / 255f) : x).ToArray())];
        var other = new PlainMember(
            [.. near.Select(v => v.Select((x, j) => j == 4 ? (double)(7 / 255f) : x).ToArray())], member.Coefficients, 1e4);
        foreach (string kind in s_kinds)
        {
            (OneClassModel model, PlainModel plain) = Make(kind, member, other);
            CheckBatch(model, plain, [.. near.Select(v => Array.ConvertAll(v, x => (float)x))], RelevanceRule.Thesis);
        }
    }

    private static void AssertNeedsDouble(OneClassModel model, float[] row, bool needs = true)
    {
        foreach (SupportVectorModel member in model.Members)
        {
            Span<float> relative = new float[member.Vectors.PaddedCount];
            Span<RowScreen> screens = new RowScreen[1];
            var workspace = new Workspace(member.Screen.WorkspaceFor(1));
            member.Screen.Compute(new RowTile(row), relative, survivors: default, screens, ref workspace);
            workspace.Dispose();
            ScreenedPool pool = member.Screen.Pool(new ScreenedRow(relative, survivors: default, screens[0]));
            bool isEnough = pool.Error <= MemberMean.ScoreTolerance * Math.Max(1, pool.Outlierness);
            Assert.True(isEnough != needs, pool.ToString());
        }
    }

    private static void CheckBatch(OneClassModel model, PlainModel plain, float[][] rows, RelevanceRule rule)
    {
        float[,] samples = TestModels.Matrix(rows), relevance = new float[rows.Length, Features];
        float[] scores = model.Score(samples), explained = new float[rows.Length], residual = new float[rows.Length];
        model.Explain(samples, relevance, explained, residual, rule);
        Assert.Equal(scores, explained);
        for (int r = 0; r < rows.Length; r++)
        {
            PlainAnswer expected = plain.Explain(rows[r], rule);
            double o = expected.Outlierness;
            float[] alone = new float[Features], together = relevance.AsSpan2D().GetRowSpan(r).ToArray();
            Assert.Equal(scores[r], model.Explain(rows[r], alone, out float rest, rule));
            Assert.Equal(scores[r], model.Score(rows[r]));
            Assert.Equal(alone, together);
            Assert.Equal(rest, residual[r]);
            AssertWithin(OracleBounds.ScoreError(scores[r], o));
            AssertWithin(OracleBounds.RelevanceError(together, expected.Relevance, o));
            AssertWithin(OracleBounds.ResidualError(rest, expected.Residual, expected.Relevance.Max(), o));

            void AssertWithin(double error) => Assert.True(error <= 1, $"row {r}, {rule}: {error:g3} times the bound off.");
        }
    }

    /// <summary>Support vectors around ± <paramref name="reach"/>, half of them each.</summary>
    private static PlainMember Clusters(Random random, int count, double reach, double gamma) => new(
        [.. Enumerable.Range(0, count).Select(i => Point(random, i % 2 == 0 ? reach : -reach))],
        [.. Enumerable.Range(0, count).Select(_ => 0.05 + random.NextDouble())],
        gamma);

    private static double[] Point(Random random, double reach) =>
        [.. Enumerable.Range(0, Features).Select(j => j == 3 ? 1.5 : (double)(float)(reach + 2 * random.NextDouble() - 1))];

    private static (OneClassModel Model, PlainModel Plain) Make(string kind, PlainMember u, PlainMember v)
    {
        SupportVectorModel first = Engine(u), second = Engine(v);
        return kind switch
        {
            "single" => (first, PlainModel.Bagging(u)),
            "bagging" => (new BaggingEnsemble(first, second), PlainModel.Bagging(u, v)),
            "global" => (new GlobalTimesEnsemble(first, second), PlainModel.GlobalTimes(u, v)),
            "local" => (new LocalTimesEnsemble(first, second, 3), PlainModel.LocalTimes(u, v, 3, 3, false)),
            "local-same" => (new LocalTimesEnsemble(first, first, 4), PlainModel.LocalTimes(u, u, 4, 4, false)),
            "renormalized" => (new LocalTimesEnsemble(first, second, 3, 3, renormalize: true), PlainModel.LocalTimes(u, v, 3, 3, true)),
            _ => throw new ArgumentException(kind),
        };
    }

    private static SupportVectorModel Engine(PlainMember member) => SupportVectorModel.Create(
        TestModels.Matrix([.. member.Vectors.Select(v => Array.ConvertAll(v, x => (float)x))]), member.Coefficients, member.Gamma);
}
