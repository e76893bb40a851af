using OcDtd.Fast.Tests.Neighbors;

namespace OcDtd.Fast.Tests.Training;

/// <summary>What holds for every rule.</summary>
public class GammaSelectionTests
{
    public static TheoryData<GammaRule> Rules => [.. Enum.GetValues<GammaRule>()];

    public static TheoryData<GammaRule> SampledRules => [.. Enum.GetValues<GammaRule>().Where(rule => rule != GammaRule.Scale)];

    /// <summary>The unsquared rule takes one of fixed values, whatever the scale.</summary>
    public static TheoryData<GammaRule> ScalingRules =>
        [.. Enum.GetValues<GammaRule>().Where(rule => rule != GammaRule.NeighborMassUnsquared)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_choice_says_what_was_used(GammaRule rule)
    {
        GammaChoice choice = GammaSelection.Choose(rule, Rows.Normal(60, 4, seed: 1), o => o with { Seed = 5 });
        Assert.Equal((rule, 60, false, 5), (choice.Rule, choice.RowsUsed, choice.Sampled, choice.Seed));
        Assert.True(double.IsFinite(choice.Gamma) && choice.Gamma > 0, $"{choice.Gamma}");
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Threads_do_not_change_a_bit(GammaRule rule)
    {
        float[,] rows = Rows.Normal(300, 6, seed: 5);
        GammaChoice one = GammaSelection.Choose(rule, rows, o => o with { MaxDegreeOfParallelism = 1 });
        foreach (int threads in new[] { 2, 7, 0 })
            Assert.Equal(one, GammaSelection.Choose(rule, rows, o => o with { MaxDegreeOfParallelism = threads }));
    }

    [Theory]
    [MemberData(nameof(ScalingRules))]
    public void Rows_times_c_give_gamma_over_c_squared(GammaRule rule)
    {
        float[,] rows = Rows.Normal(80, 5, seed: 3);
        foreach (float c in new[] { 8f, 1f / 1024 })
        {
            float[,] scaled = new float[80, 5];
            for (int i = 0; i < 80; i++)
            {
                for (int j = 0; j < 5; j++)
                    scaled[i, j] = c * rows[i, j];
            }

            Assert.Equal(1, GammaSelection.Choose(rule, scaled).Gamma * c * c / GammaSelection.Choose(rule, rows).Gamma, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(SampledRules))]
    public void A_sample_depends_on_its_seed_alone(GammaRule rule)
    {
        float[,] rows = Rows.Normal(900, 3, seed: 11);
        GammaChoice Choose(int seed, int threads = 0) =>
            GammaSelection.Choose(rule, rows, o => o with { MaxRows = 200, Seed = seed, MaxDegreeOfParallelism = threads });
        GammaChoice first = Choose(1);
        Assert.Equal((200, true, 1), (first.RowsUsed, first.Sampled, first.Seed));
        Assert.Equal(first, Choose(1, threads: 1));
        Assert.NotEqual(first.Found, Choose(2).Found);

        float[,] drawn = new float[200, 3];
        int[] indices = RowSample.Draw(900, 200, seed: 1);
        for (int i = 0; i < 200; i++)
        {
            for (int j = 0; j < 3; j++)
                drawn[i, j] = rows[indices[i], j];
        }

        Assert.Equal(first.Gamma, GammaSelection.Choose(rule, drawn).Gamma);
    }

    [Fact]
    public void Above_ten_thousand_rows_a_seeded_sample_is_used()
    {
        float[,] rows = Rows.Normal(10_050, 2, seed: 10);
        GammaChoice choice = GammaSelection.NeighborMass(rows, o => o with { Seed = 3 });
        Assert.Equal((10_000, true, 3), (choice.RowsUsed, choice.Sampled, choice.Seed));
        Assert.Equal(0.9, choice.Found, 1e-8);
    }

    [Fact]
    public void Every_row_is_drawn_about_as_often()
    {
        Assert.Equal(Enumerable.Range(0, 7), RowSample.Draw(7, 9, seed: 1));
        int[] drawn = new int[30];
        for (int seed = 0; seed < 3000; seed++)
        {
            int[] sample = RowSample.Draw(30, 10, seed);
            Assert.Equal(sample.Distinct().Order(), sample);
            Assert.Equal(10, sample.Length);
            foreach (int row in sample)
                drawn[row]++;
        }

        Assert.All(drawn, count => Assert.InRange(count, 850, 1150)); // 3,000 draws of a third: 1000 ± 26 a row
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Bad_input_is_named(GammaRule rule)
    {
        string Message<T>(float[,] rows, int maxRows = 10_000)
            where T : Exception => Assert.Throws<T>(() => GammaSelection.Choose(rule, rows, o => o with { MaxRows = maxRows })).Message;
        string name = GammaRules.Name(rule);
        Assert.Contains($"samples are 1 × 3; gamma by {name} needs at least two rows", Message<ArgumentException>(new float[1, 3]));
        Assert.Contains("samples are 5 × 0", Message<ArgumentException>(new float[5, 0]));
        float[,] rows = Rows.Normal(40, 3, seed: 9);
        Assert.Contains("MaxRows is 1", Message<ArgumentException>(rows, maxRows: 1));
        rows[3, 1] = float.PositiveInfinity;
        Assert.Contains("sample 3, feature 1", Message<ArgumentException>(rows));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Coincident_rows_have_no_gamma(GammaRule rule) =>
        Assert.Throws<InvalidOperationException>(() => GammaSelection.Choose(rule, new float[50, 3]));

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_cancelled_selection_stops(GammaRule rule) => Assert.ThrowsAny<OperationCanceledException>(() =>
        GammaSelection.Choose(rule, Rows.Normal(500, 3, seed: 12), cancellation: new CancellationToken(canceled: true)));

    [Fact]
    public void A_negative_number_of_threads_is_an_error() => Assert.Contains(
        "MaxDegreeOfParallelism is -2",
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            GammaSelection.NeighborMass(Rows.Normal(20, 3, seed: 1), o => o with { MaxDegreeOfParallelism = -2 })).Message);
}
