using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;
using Xunit.Abstractions;

namespace OcDtd.Fast.Tests.Models;

/// <summary>A screen's error bound is never exceeded: it decides which rows are scored again in double.</summary>
public sealed class ScreenBoundTests(ITestOutputHelper output)
{
    private const int ModelsPerCategory = 300;

    private static readonly Dictionary<string, Func<Random, Case>> s_categories = new()
    {
        ["any width"] = random => Make(random, (r, _, _) => Normal(r), PowerOfTen(random, -4, 4)),
        ["tiny and huge widths"] = random =>
        {
            // Widths that go with data in any unit.
            double scale = PowerOfTen(random, -15, 15);
            return Make(random, (r, _, _) => scale * Normal(r), PowerOfTen(random, -3, 3) / (scale * scale));
        },
        ["an offset of 10000"] = random => Make(random, (r, _, _) => 1e4 + Normal(r), PowerOfTen(random, -4, 4)),
        ["clusters far apart"] = random =>
        {
            double reach = PowerOfTen(random, 1, 5);
            return Make(random, (r, i, _) => (i % 2 == 0 ? reach : -reach) + Normal(r), PowerOfTen(random, -4, 2));
        },
        ["near duplicates"] = random =>
        {
            double apart = PowerOfTen(random, -7, -3);
            double[] center = [.. Enumerable.Range(0, 700).Select(_ => Normal(random))];
            return Make(random, (r, _, j) => center[j] + apart * Normal(r), PowerOfTen(random, -1, 3) / (apart * apart));
        },
        ["coefficients down to 1e-30"] = random =>
            Make(random, (r, _, _) => Normal(r), PowerOfTen(random, -4, 2), r => PowerOfTen(r, -30, 0)),
        ["one feature dominates"] = random =>
        {
            double much = PowerOfTen(random, 1, 4);
            return Make(random, (r, _, j) => (j % 64 == 0 ? much : 1) * Normal(r), PowerOfTen(random, 0, 4) / (much * much));
        },
        ["some features are constant"] = random => Make(random, (r, _, j) => j % 3 == 0 ? 100 : Normal(r), PowerOfTen(random, -4, 3)),
        ["equal differences"] = random =>
        {
            // Two levels, so that every product in a dot product is one of two.
            float low = random.NextSingle(), high = 1 + random.NextSingle();
            return Make(random, (r, i, _) => (i + (r.Next(12) == 0 ? 1 : 0)) % 2 == 0 ? low : high, PowerOfTen(random, -2, 3));
        },
        ["8-bit images"] = random => Make(random, (r, _, _) => EightBit(r), PowerOfTen(random, -4, 5)),
        ["dark 8-bit images"] = random => Make(random, (r, _, j) => j % 5 == 0 ? EightBit(r) : 0, PowerOfTen(random, -2, 5)),
        ["8-bit images, coefficients down to 1e-30"] = random =>
            Make(random, (r, _, _) => EightBit(r), PowerOfTen(random, -4, 5), r => PowerOfTen(r, -30, 0)),
    };

    public static TheoryData<string> Categories => [.. s_categories.Keys];

    [Theory]
    [MemberData(nameof(Categories))]
    public void No_effective_distance_and_no_score_is_off_by_more_than_its_screen_says(string category)
    {
        double worst = 0, worstScore = 0;
        for (int seed = 0; seed < ModelsPerCategory; seed++)
        {
            Case made = s_categories[category](new Random(1000 + seed));
            (double ofDistances, double ofScores) = Check(made, $"{category}, seed {seed}");
            (worst, worstScore) = (Math.Max(worst, ofDistances), Math.Max(worstScore, ofScores));
        }

        Assert.True(worst > 0);
        output.WriteLine($"{category}: effective distances off by up to {worst:0.000} of the bound, scores by {worstScore:0.000}.");
    }

    [Theory]
    [InlineData(10000)]
    [InlineData(3)]
    [InlineData(100)]
    public void No_score_of_a_pruned_row_is_off_by_more_than_its_screen_says(double width)
    {
        double worst = 0;
        int pruned = 0;
        for (int seed = 0; seed < 4; seed++)
        {
            // Clusters in a few directions, which is where pruning pays.
            const int D = 70, M = 300, Directions = 6;
            var random = new Random(seed);
            double[,] directions = new double[Directions, D];
            foreach (ref double value in directions.AsSpan())
                value = Normal(random);
            float[,] vectors = Points(random, directions, M), rows = Points(random, directions, 40);
            double[] coefficients = [.. Enumerable.Range(0, M).Select(_ => 0.05 + random.NextDouble())];
            SupportVectorModel model = SupportVectorModel.Create(vectors, coefficients, width);
            MemberScreen screen = model.Screen;
            int padded = model.Vectors.PaddedCount, length = screen.SurvivorLength;
            Span<float> relative = new float[MemberScreen.RoomFor(40) * padded], survivors = new float[40 * length];
            Span<RowScreen> screens = new RowScreen[40];
            var workspace = new Workspace(screen.WorkspaceFor(40));
            screen.Compute(new RowTile(rows.AsSpan2D()), relative, survivors, screens, ref workspace);
            workspace.Dispose();
            for (int r = 0; r < 40; r++)
            {
                var row = new ScreenedRow(relative.Slice(r * padded, padded), survivors.Slice(r * length, length), screens[r]);
                pruned += row.IsPruned ? 1 : 0;
                ScreenedPool pool = screen.Pool(row);
                double[] exact = Effective(model, rows.AsSpan2D().GetRowSpan(r));
                double nearest = exact.Min(), o = nearest - Math.Log(exact.Sum(h => Math.Exp(nearest - h)));
                Assert.True(Math.Abs(pool.Outlierness - o) <= pool.Error, $"row {r}: {pool}, expected {o}.");
                worst = Math.Max(worst, Math.Abs(pool.Outlierness - o) / pool.Error);
            }
        }

        Assert.InRange(pruned, 80, 160);
        output.WriteLine($"{pruned} rows pruned, scores off by up to {worst:0.000} of the bound.");
    }

    [Fact]
    public void Rounding_that_goes_the_same_way_everywhere_comes_close_to_the_bound_and_does_not_exceed_it()
    {
        // Every product after a block's first is a little over half a unit in the last place of the sum so far.
        float[,] vectors = new float[2, 24];
        for (int j = 0; j < 24; j++)
            vectors[0, j] = j == 0 ? 1 : 1.001f / (1 << 24);
        for (int j = 0; j < 24; j++)
            vectors[1, j] = -vectors[0, j];
        float[,] row = new float[1, 24];
        row.AsSpan().Fill(1);
        (double worst, _) = Check(new Case(SupportVectorModel.Create(vectors, [1, 1], 1), row), "the same way everywhere");
        output.WriteLine($"{worst:0.000}");
        Assert.InRange(worst, 0.1, 1);
    }

    private static (double Distances, double Scores) Check(Case made, string what)
    {
        SupportVectorModel model = made.Model;
        MemberScreen screen = model.Screen;
        int rows = made.Rows.GetLength(0), padded = model.Vectors.PaddedCount;
        Span<float> relative = new float[MemberScreen.RoomFor(rows) * padded];
        Span<RowScreen> screens = new RowScreen[rows];
        var workspace = new Workspace(screen.WorkspaceFor(rows));
        screen.Compute(new RowTile(made.Rows.AsSpan2D()), relative, survivors: default, screens, ref workspace);
        workspace.Dispose();
        double worst = 0, worstScore = 0;
        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<float> x = made.Rows.AsSpan2D().GetRowSpan(r);
            var row = new ScreenedRow(relative.Slice(r * padded, padded), survivors: default, screens[r]);
            double[] exact = Effective(model, x);

            // What double itself may lose is no part of the bound.
            double allowance = 1e-13 * (screens[r].Base + exact.Max(Math.Abs));
            for (int i = 0; i < exact.Length; i++)
            {
                double error = Math.Max(0, Math.Abs(row.Relative[i] + screens[r].Base - exact[i]) - allowance);
                double bound = screen.Error(screens[r], i);
                Assert.True(error <= bound, $"{what}, row {r}, support vector {i}: off by {error:g3}, bound {bound:g3}.");
                Assert.InRange(bound, 0, screen.LargestError(screens[r]));
                worst = error == 0 ? worst : Math.Max(worst, error / bound);
            }

            ScreenedPool pool = screen.Pool(row);
            double nearest = exact.Min(), o = nearest - Math.Log(exact.Sum(h => Math.Exp(nearest - h)));
            double off = Math.Max(0, Math.Abs(pool.Outlierness - o) - allowance);
            Assert.True(!(off > pool.Error), $"{what}, row {r}: score off by {off:g3}, bound {pool.Error:g3}.");
            worstScore = Math.Max(worstScore, off / pool.Error);
        }

        return (worst, worstScore);
    }

    private static double[] Effective(SupportVectorModel model, ReadOnlySpan<float> x)
    {
        double[] effective = new double[model.SupportVectorCount];
        for (int i = 0; i < effective.Length; i++)
        {
            ReadOnlySpan<float> u = model.Vectors.Row(i);
            double sum = 0;
            for (int j = 0; j < x.Length; j++)
                sum += ((double)x[j] - u[j]) * ((double)x[j] - u[j]);
            effective[i] = model.Gamma * sum - model.LogDualCoefficients[i];
        }

        return effective;
    }

    /// <summary>
    /// Support vectors and rows of the same kind, rows on and near support vectors and rows far out; the width is divided by the number of
    /// features.
    /// </summary>
    private static Case Make(
        Random random, Func<Random, int, int, double> value, double width, Func<Random, double>? coefficient = null)
    {
        int[] featureCounts = [1, 2, 5, 17, 24, 25, 64, 145, 300, 611];
        int d = featureCounts[random.Next(featureCounts.Length)], m = random.Next(1, 60);
        float[,] vectors = new float[m, d], rows = new float[random.Next(4, 20), d];
        Fill(vectors, random, value);
        Fill(rows, random, value);
        vectors.AsSpan2D().GetRowSpan(0).CopyTo(rows.AsSpan2D().GetRowSpan(0));
        for (int j = 0; j < d; j++)
        {
            rows[1, j] = vectors[m - 1, j] * (1 + 1e-6f * random.NextSingle());
            rows[2, j] = rows[2, j] * 1000;
        }

        double[] coefficients = [.. Enumerable.Range(0, m).Select(_ => coefficient?.Invoke(random) ?? 0.05 + random.NextDouble())];
        return new Case(SupportVectorModel.Create(vectors, coefficients, width / (2 * d)), rows);
    }

    private static void Fill(float[,] rows, Random random, Func<Random, int, int, double> value)
    {
        for (int i = 0; i < rows.GetLength(0); i++)
        {
            for (int j = 0; j < rows.GetLength(1); j++)
                rows[i, j] = (float)value(random, i, j);
        }
    }

    private static float[,] Points(Random random, double[,] directions, int count)
    {
        float[,] points = new float[count, directions.GetLength(1)];
        for (int i = 0; i < count; i++)
        {
            double[] along = [.. Enumerable.Range(0, directions.GetLength(0)).Select(_ => Normal(random))];
            for (int j = 0; j < directions.GetLength(1); j++)
                points[i, j] = (float)(along.Select((a, k) => a * directions[k, j]).Sum() + 0.01 * Normal(random));
        }

        return points;
    }

    private static double EightBit(Random random) => random.Next(256) / 255f;

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double PowerOfTen(Random random, double from, double to) => Math.Pow(10, from + (to - from) * random.NextDouble());

    private sealed record Case(SupportVectorModel Model, float[,] Rows);
}
