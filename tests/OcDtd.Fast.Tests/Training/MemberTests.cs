using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Tests.Training;

public class MemberTests
{
    [Theory]
    [InlineData(11, 2)]
    [InlineData(10, 3)]
    public void Halves_are_disjoint_and_differ_by_one_at_most(int rows, int members)
    {
        int[][] drawn = MemberRows.Draw(MemberSplit.Halves, rows, members, seed: 4);
        Assert.Equal(Enumerable.Range(0, rows), drawn.SelectMany(r => r).Order());
        Assert.True(drawn.Max(r => r.Length) - drawn.Min(r => r.Length) <= 1);
        Assert.All(drawn, r => Assert.Equal(r.Order(), r));
    }

    [Fact]
    public void Bootstrap_draws_with_replacement_for_each_member_anew()
    {
        int[][] drawn = MemberRows.Draw(MemberSplit.Bootstrap, 1000, 2, seed: 4);
        Assert.All(drawn, r => Assert.Equal(1000, r.Length));
        Assert.All(drawn, r => Assert.InRange(r.Distinct().Count(), 600, 665)); // 1 − 1/e of them
        Assert.NotEqual(drawn[0], drawn[1]);
        Assert.Equal(drawn[0], MemberRows.Draw(MemberSplit.Bootstrap, 1000, 2, seed: 4)[0]);
        Assert.NotEqual(drawn[0], MemberRows.Draw(MemberSplit.Bootstrap, 1000, 2, seed: 5)[0]);
    }

    [Fact]
    public void Too_few_rows_are_named() => Assert.Contains(
        "2 rows for 3 members", Assert.Throws<ArgumentException>(() => MemberRows.Draw(MemberSplit.Halves, 2, 3, 0)).Message);

    [Fact]
    public void The_largest_coefficients_are_kept_and_renormalised()
    {
        SupportVectorModel model = Model(1, 5, 2, 4, 3);
        SupportVectorModel top = TopSupportVectors.Keep(model, 2, 1e-3, seed: 0);
        Assert.Equal(5.0 / 9, top.DualCoefficients[0], 1e-15);
        Assert.Equal(4.0 / 9, top.DualCoefficients[1], 1e-15);
        Assert.Equal([1f, 3f], top.SupportVectors.GetColumn(0).ToArray());
    }

    [Fact]
    public void Among_equals_the_seed_draws()
    {
        double[] coefficients = [9, .. Enumerable.Repeat(1.0, 50), 0.1];
        coefficients[20] = 1.0005; // equal within the tolerance
        SupportVectorModel model = Model(coefficients);
        int[][] kept = [.. Enumerable.Range(0, 200).Select(seed => Kept(TopSupportVectors.Keep(model, 11, 1e-3, seed)))];
        Assert.All(kept, k => Assert.Equal(0, k[0]));
        Assert.All(kept, k => Assert.DoesNotContain(51, k));
        int[] times = [.. Enumerable.Range(1, 50).Select(i => kept.Count(k => k.Contains(i)))];
        Assert.All(times, t => Assert.InRange(t, 15, 70)); // 200 draws of 10 in 50: 40 expected, deviation 5.7
        Assert.Equal(kept[3], Kept(TopSupportVectors.Keep(model, 11, 1e-3, 3)));
    }

    [Fact]
    public void A_model_with_no_more_is_returned_as_it_is()
    {
        SupportVectorModel model = Model(1, 2);
        Assert.Same(model, TopSupportVectors.Keep(model, 2, 0, 0));
    }

    [Fact]
    public void A_bad_count_is_named() => Assert.Contains(
        "count is 0", Assert.Throws<ArgumentOutOfRangeException>(() => TopSupportVectors.Keep(Model(1, 2), 0, 0, 0)).Message);

    private static int[] Kept(SupportVectorModel model) => [.. model.SupportVectors.GetColumn(0).ToArray().Select(x => (int)x)];

    /// <summary>Support vector i is at i.</summary>
    private static SupportVectorModel Model(params double[] coefficients)
    {
        float[,] rows = new float[coefficients.Length, 1];
        for (int i = 0; i < coefficients.Length; i++)
            rows[i, 0] = i;
        return SupportVectorModel.Create(rows, coefficients, 0.5);
    }
}
