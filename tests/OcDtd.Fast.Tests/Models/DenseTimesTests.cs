using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;
using OcDtd.Fast.Tests.Reference;
using Xunit.Abstractions;

namespace OcDtd.Fast.Tests.Models;

/// <summary>Times ensembles with kernels so wide that nearly all pairs matter: formed in float32 block by block, against the plain formulas.</summary>
public sealed class DenseTimesTests(ITestOutputHelper output)
{
    private static readonly string[] s_kinds = ["global", "local", "renormalized", "identical", "global identical"];

    public static TheoryData<string, int, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, string>();
            foreach (string kind in s_kinds)
            {
                foreach (int features in (int[])[1, 7, 130, 784])
                {
                    foreach (string values in (string[])["floats", "images", "offset 1e4", "partly constant", "members apart", "1e-12", "1e12"])
                        cases.Add(kind, features, values);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Wide_kernels_keep_the_promise_and_go_this_way(string kind, int features, string values)
    {
        double worst = 0;
        for (int seed = 0; seed < (features > 500 ? 1 : 3); seed++)
        {
            var random = new Random(seed);
            (OneClassModel Model, PlainModel Plain, float[][] Rows) made = Make(random, kind, features, values);
            worst = Math.Max(worst, ExplanationChecks.Worst(made.Model, made.Plain, made.Rows));
            // The last row lies on a support vector: it may or may not. In a few dimensions others may lie on a virtual one, or o be too small.
            IEnumerable<float[]> rows = made.Rows.SkipLast(1);
            var model = (TimesEnsemble)made.Model;
            if (features < 100)
                Assert.Contains(rows, row => IsDense(model, row, RelevanceRule.Thesis, out _));
            else
                Assert.All(rows, row => Assert.True(IsDense(model, row, RelevanceRule.Thesis, out _) && IsDense(model, row, RelevanceRule.Conservative, out _)));
        }

        output.WriteLine($"{kind}, {features} features, {values}: {worst:0.000} of the bound.");
    }

    [Fact]
    public void Rows_of_which_the_screens_say_too_little_get_exact_distances_first()
    {
        // Many features and a score of some tens of nats: float32's bound for dot products is a little too large for two members together.
        foreach (string kind in s_kinds)
        {
            foreach ((string values, double width) in new[] { ("floats", 25.0), ("floats", 1.0), ("images", 5.0) })
            {
                var random = new Random(1);
                PlainMember first = Member(random, 37, 784, width / 784, values, 0), second = Member(random, 22, 784, width / 784, values, 1);
                (OneClassModel model, PlainModel plain) = Make(kind, first, second);
                float[][] rows = [Row(random, 784, values, 0), Row(random, 784, values, 1)];
                Assert.True(IsDense((TimesEnsemble)model, rows[0], RelevanceRule.Thesis, out bool isRefined));
                Assert.Equal(width == 25, isRefined);
                ExplanationChecks.Worst(model, plain, rows);
            }
        }
    }

    [Theory]
    [InlineData("global")]
    [InlineData("local")]
    public void Sharp_kernels_do_not_go_this_way(string kind)
    {
        var random = new Random(4);
        PlainMember first = Member(random, 40, 20, 40, "floats", 0), second = Member(random, 30, 20, 40, "floats", 0);
        (OneClassModel model, _) = Make(kind, first, second);
        float[] row = Row(random, 20, "floats", 1);
        Assert.False(IsDense((TimesEnsemble)model, row, RelevanceRule.Thesis, out _));
    }

    [Fact]
    public void Where_rounded_parts_would_show_the_row_is_explained_the_other_way()
    {
        // One support vector is far off in one feature, with a coefficient to match: rounding it has nothing to do with the others' differences, but a
        // bound that knows the largest part alone cannot tell.
        var random = new Random(6);
        foreach (string kind in s_kinds)
        {
            PlainMember first = Member(random, 30, 9, 0.4, "floats", 0), second = Member(random, 21, 9, 0.3, "floats", 1);
            first.Vectors[3][4] = 1e4;
            (OneClassModel model, PlainModel plain) = Make(kind, first, second);
            float[][] rows = [.. Enumerable.Range(0, 4).Select(r => Row(random, 9, "floats", r % 2))];
            Assert.All(rows, row => Assert.False(IsDense((TimesEnsemble)model, row, RelevanceRule.Thesis, out _)));
            ExplanationChecks.Worst(model, plain, rows);
        }
    }

    [Fact]
    public void Without_a_clip_a_row_on_a_virtual_support_vector_is_explained_the_other_way()
    {
        var random = new Random(8);
        foreach (string kind in s_kinds)
        {
            (OneClassModel model, PlainModel plain, float[][] rows) = Make(random, kind, 16, "floats");
            SupportVectorModel u = model.Members[0], v = model.Members[^1];
            double weight = u.Gamma / (u.Gamma + v.Gamma);
            int partner = model is LocalTimesEnsemble local ? local.EdgesOfFirst[0, 0] : 0;
            float[] on = new float[16];
            for (int j = 0; j < on.Length; j++)
                on[j] = (float)(weight * u.SupportVectors[0, j] + (1 - weight) * v.SupportVectors[partner, j]);
            Assert.False(IsDense((TimesEnsemble)model, on, RelevanceRule.Conservative, out _), kind);
            Assert.True(IsDense((TimesEnsemble)model, on, RelevanceRule.Thesis, out _), kind);
            ExplanationChecks.Worst(model, plain, [rows[0], on, rows[1]]);
        }
    }

    [Theory]
    [InlineData("global")]
    [InlineData("local")]
    [InlineData("renormalized")]
    [InlineData("identical")]
    public void A_row_has_the_same_bits_alone_and_among_rows_that_go_every_way(string kind)
    {
        const int Features = 300, Count = 150;
        var random = new Random(12);
        (OneClassModel model, _, float[][] images) = Make(random, kind, Features, "images");
        float[][] rows = new float[Count][];
        for (int r = 0; r < Count; r++)
        {
            // 8-bit images, others, far ones, NaN.
            rows[r] = [.. images[r % images.Length]];
            new Random(r).Shuffle(rows[r]);
            float factor = r % 7 == 2 ? 0.97f : r % 7 == 4 ? 300 : r % 31 == 5 ? float.NaN : 1;
            rows[r] = Array.ConvertAll(rows[r], value => factor * value);
        }

        foreach (RelevanceRule rule in (RelevanceRule[])[RelevanceRule.Thesis, RelevanceRule.Conservative])
        {
            float[][] alone = new float[Count][];
            float[] scores = new float[Count], rests = new float[Count];
            for (int r = 0; r < Count; r++)
            {
                alone[r] = new float[Features];
                scores[r] = model.Explain(rows[r], alone[r], out rests[r], rule);
            }

            foreach ((int first, int count, int threads) in new[] { (0, Count, 1), (0, Count, 2), (1, 2, 1), (4, 3, 1), (9, 5, 1), (50, 100, 3), (13, 64, 1) })
            {
                float[] explained = new float[count], residual = new float[count];
                float[,] relevance = new float[count, Features];
                var options = new BatchOptions { MaxDegreeOfParallelism = threads };
                model.Explain(TestModels.Matrix(rows[first..(first + count)]), relevance, explained, residual, rule, options);
                Assert.Equal(scores[first..(first + count)], explained);
                Assert.Equal(rests[first..(first + count)], residual);
                for (int r = 0; r < count; r++)
                    Assert.Equal(alone[first + r], relevance.AsSpan2D().GetRowSpan(r).ToArray());
            }
        }
    }

    /// <summary>Whether a row's relevance is computed the dense way, and whether from exact distances.</summary>
    private static bool IsDense(TimesEnsemble model, float[] row, RelevanceRule rule, out bool isRefined)
    {
        SupportVectorModel first = model.First, second = model.Second;
        bool isOne = ReferenceEquals(first, second);
        int m = first.Vectors.PaddedCount, n = second.Vectors.PaddedCount;
        DistanceBlock[] blocks = [new(0, 0, m, 0, 0), isOne ? new(0, 0, m, 0, 0) : new(1, m, n, 0, 0)];
        var screens = new TileScreens(new float[m + n], default, new RowScreen[2], blocks, rows: 1);
        var tile = new RowTile(row);
        for (int member = 0; member < 2; member++)
        {
            var scratch = new Workspace(model.Members[member].Screen.WorkspaceFor(1));
            model.Members[member].Screen.Compute(tile, screens.Relative(member), default, screens.Screens(member), ref scratch);
            scratch.Dispose();
        }

        RowScreen screened = screens.Screens(0)[0];
        int[] isDone = [0];
        double[] outlierness = [model.Score(row)];
        WorkspaceSize size = DenseTimes.Size(model, 1);
        var workspace = new Workspace(size with { Ints = size.Ints + 1 });
        model.ExplainDense(tile, screens, rule, outlierness, new double[row.Length], new double[1], isDone, ref workspace);
        workspace.Dispose();
        isRefined = screens.Screens(0)[0] != screened;
        return isDone[0] == 1;
    }

    /// <summary>A model, numbers of support vectors that fill no vectors and no blocks, and rows between and around them; the last is one of them.</summary>
    private static (OneClassModel Model, PlainModel Plain, float[][] Rows) Make(Random random, string kind, int d, string values)
    {
        double reach = values switch { "1e-12" => 1e-12, "1e12" => 1e12, _ => 1 };
        double gamma = (2 + 4 * random.NextDouble()) / (d * reach * reach);
        PlainMember first = Member(random, 37, d, gamma, values, 0), second = Member(random, 22, d, 0.7 * gamma, values, 1);
        (OneClassModel model, PlainModel plain) = Make(kind, first, second);
        float[][] rows =
            [.. Enumerable.Range(0, 6).Select(r => Row(random, d, values, r % 2)), Array.ConvertAll(first.Vectors[3], value => (float)value)];
        return (model, plain, rows);
    }

    private static PlainMember Member(Random random, int count, int d, double gamma, string values, int index) => new(
        [.. Enumerable.Range(0, count).Select(_ => Array.ConvertAll(Row(random, d, values, index), value => (double)value))],
        [.. Enumerable.Range(0, count).Select(_ => 0.5 + random.NextDouble())],
        gamma);

    private static float[] Row(Random random, int d, string values, int index) => [.. Enumerable.Range(0, d).Select(j => values switch
    {
        "images" => random.Next(256) / 255f,
        "offset 1e4" => (float)(1e4 + 2 * random.NextDouble() - 1),
        "partly constant" when j % 3 == 0 && d > 1 => 100,
        "members apart" => (float)(2 * random.NextDouble() - 1 + 0.5 * index),
        "1e-12" or "1e12" => (float)(double.Parse(values, System.Globalization.CultureInfo.InvariantCulture) * (2 * random.NextDouble() - 1)),
        _ => (float)(2 * random.NextDouble() - 1),
    })];

    private static (OneClassModel Model, PlainModel Plain) Make(string kind, PlainMember u, PlainMember v)
    {
        SupportVectorModel first = Engine(u), second = Engine(v);
        return kind switch
        {
            "global" => (new GlobalTimesEnsemble(first, second), PlainModel.GlobalTimes(u, v)),
            "local" => (new LocalTimesEnsemble(first, second, 5, 7), PlainModel.LocalTimes(u, v, 5, 7, false)),
            "renormalized" => (new LocalTimesEnsemble(first, second, 9, 2, renormalize: true), PlainModel.LocalTimes(u, v, 9, 2, true)),
            "identical" => (new LocalTimesEnsemble(first, first, 6), PlainModel.LocalTimes(u, u, 6, 6, false)),
            "global identical" => (new GlobalTimesEnsemble(first, first), PlainModel.GlobalTimes(u, u)),
            _ => throw new ArgumentException(kind),
        };
    }

    private static SupportVectorModel Engine(PlainMember member) => SupportVectorModel.Create(
        TestModels.Matrix([.. member.Vectors.Select(v => Array.ConvertAll(v, x => (float)x))]), member.Coefficients, member.Gamma);
}
