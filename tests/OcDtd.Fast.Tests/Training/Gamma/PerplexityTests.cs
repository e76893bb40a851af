using OcDtd.Fast.Tests.Neighbors;

namespace OcDtd.Fast.Tests.Training;

public class PerplexityTests
{
    [Theory]
    [InlineData(5, 2)]
    [InlineData(12, 1)]
    [InlineData(100, 7)]
    [InlineData(257, 40)]
    public void At_the_gamma_found_it_is_a_quarter_of_the_rows(int n, int d)
    {
        float[,] rows = Rows.Normal(n, d, seed: n);
        GammaChoice choice = Choose(rows);
        Assert.Equal(0.25 * n, choice.Found, 1e-8 * n);
        Assert.Equal(choice.Found, PlainGamma.Perplexity(PlainGamma.Squared(rows), choice.Gamma), 1e-10 * n);
    }

    [Fact]
    public void It_solves_the_hand_made_case()
    {
        // Five groups of two coincident rows, groups at squared distance 2: one other row at 0, eight at 2. With q = e^-2γ the sum is
        // 1 + 8q, and the perplexity (1 + 8q)·q^(-8q/(1 + 8q)) = 2.5.
        float[,] rows = new float[10, 5];
        for (int i = 0; i < 10; i++)
            rows[i, i / 2] = 1;
        double q = Math.Exp(-2 * Choose(rows).Gamma);
        Assert.Equal(2.5, (1 + 8 * q) * Math.Pow(q, -8 * q / (1 + 8 * q)), 1e-8);
    }

    [Theory]
    [InlineData(1e-15)]
    [InlineData(1e15)]
    public void Any_scale_will_do(double scale)
    {
        float[,] rows = Rows.Make(40, 3, seed: 2, random => scale * random.NextDouble());
        Assert.Equal(10, Choose(rows).Found, 1e-7);
    }

    [Fact]
    public void Far_clusters_do_not_underflow()
    {
        float[,] rows = Rows.Normal(60, 3, seed: 3);
        for (int i = 0; i < 30; i++)
            rows[i, 0] += 1e6f;
        Assert.Equal(15, Choose(rows).Found, 1e-7);
    }

    [Fact]
    public void Four_rows_are_too_few_and_the_error_says_so() => Assert.Contains(
        "No gamma gives 4 rows a mean perplexity of 1, a quarter of them; for large gamma it falls to 1,",
        Assert.Throws<InvalidOperationException>(() => Choose(Rows.Normal(4, 2, seed: 4))).Message);

    [Fact]
    public void Rows_that_all_coincide_have_no_gamma_and_the_error_says_so() => Assert.Contains(
        "for large gamma it falls to 19, the nearest others of a row that are at one distance",
        Assert.Throws<InvalidOperationException>(() => Choose(new float[20, 2])).Message);

    private static GammaChoice Choose(float[,] rows) => GammaSelection.Choose(GammaRule.Perplexity, rows);
}
