using OcDtd.Fast.Tests.Neighbors;

namespace OcDtd.Fast.Tests.Training;

public class LeaveOneOutTests
{
    [Fact]
    public void Two_rows_have_the_gamma_of_one_Gaussian()
    {
        GammaChoice choice = Choose(new float[,] { { 0, 0 }, { 3, 4 } }); // log(γ/π) − 25γ
        Assert.Equal(1 / 25.0, choice.Gamma, 1e-11);
        Assert.Equal(Math.Log(1 / (25 * Math.PI)) - 1, choice.Found, 1e-12);
    }

    [Fact]
    public void Rows_all_at_one_distance_have_that_gamma_too()
    {
        float[,] rows = new float[6, 6];
        for (int i = 0; i < 6; i++)
            rows[i, i] = 1;
        Assert.Equal(6 / (2 * 2.0), Choose(rows).Gamma, 1e-9);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(12, 1)]
    [InlineData(100, 7)]
    [InlineData(257, 40)]
    public void No_other_gamma_is_more_likely(int n, int d)
    {
        float[,] rows = Rows.Normal(n, d, seed: n);
        double[][] distances = PlainGamma.Squared(rows);
        GammaChoice choice = Choose(rows);
        double Density(double gamma) => PlainGamma.LogDensity(distances, gamma, d);
        Assert.Equal(Density(choice.Gamma), choice.Found, 1e-11 * Math.Max(1, Math.Abs(choice.Found)));
        foreach (double gamma in PlainGamma.Ratios(choice.Gamma / 1e6, choice.Gamma * 1e6, 1000))
            Assert.True(Density(gamma) <= choice.Found + 1e-12, $"{gamma}");

        // γ itself, to 1e-8, from the slope: the likelihood rises just before it and falls just after.
        double Slope(double gamma) => d / 2.0 - gamma * distances.Average(row =>
        {
            double[] kernels = [.. row.Select(distance => Math.Exp(-gamma * (distance - row[0])))];
            return row.Zip(kernels, (distance, kernel) => distance * kernel).Sum() / kernels.Sum();
        });
        Assert.True(Slope(choice.Gamma * (1 - 1e-8)) > 0);
        Assert.True(Slope(choice.Gamma * (1 + 1e-8)) < 0);
    }

    [Theory]
    [InlineData(1e-3f)]
    [InlineData(0.1f)] // the second maximum is the higher one
    [InlineData(0.2f)] // the first one is
    public void Of_two_maxima_the_higher_one_is_found(float apart)
    {
        // Forty pairs, one unit after another: γ is either the pairs' or the line's.
        float[,] rows = new float[80, 1];
        for (int i = 0; i < 80; i++)
            rows[i, 0] = i / 2 + i % 2 * apart;
        double[][] distances = PlainGamma.Squared(rows);
        double[] tried = PlainGamma.Ratios(1e-4, 1e7, 2000);
        double[] densities = [.. tried.Select(gamma => PlainGamma.LogDensity(distances, gamma, 1))];
        Assert.Equal(2, Enumerable.Range(1, 1998).Count(i => densities[i] > densities[i - 1] && densities[i] > densities[i + 1]));

        GammaChoice choice = Choose(rows);
        Assert.InRange(choice.Found, densities.Max() - 1e-12, densities.Max() + 1e-3);
        Assert.InRange(choice.Gamma / tried[Array.IndexOf(densities, densities.Max())], 0.98, 1.02);
    }

    [Theory]
    [InlineData(1e-15)]
    [InlineData(1e15)]
    public void Any_scale_will_do(double scale)
    {
        float[,] rows = Rows.Make(40, 3, seed: 2, random => random.NextDouble());
        float[,] scaled = Rows.Make(40, 3, seed: 2, random => scale * random.NextDouble());
        Assert.Equal(1, Choose(scaled).Gamma * scale * scale / Choose(rows).Gamma, 1e-6);
    }

    [Fact]
    public void One_row_without_a_duplicate_keeps_the_likelihood_bounded()
    {
        float[,] rows = new float[9, 2];
        rows[8, 0] = 2; // 9·log γ − 4γ, and 8·log(7 + e^-4γ), where e^-4γ = e^-9 matters little
        Assert.Equal(9 / 4.0, Choose(rows).Gamma, 1e-3);
    }

    [Fact]
    public void Duplicates_of_every_row_are_an_error_that_says_so()
    {
        float[,] rows = new float[10, 2];
        for (int i = 0; i < 10; i++)
            rows[i, 0] = i / 2;
        Assert.Contains(
            "grows with gamma without bound: each of the 10 rows coincides with another one. At least one row that does not is needed.",
            Assert.Throws<InvalidOperationException>(() => Choose(rows)).Message);
    }

    private static GammaChoice Choose(float[,] rows) => GammaSelection.Choose(GammaRule.LeaveOneOut, rows);
}
