using System.Text.Json;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Tests.Neighbors;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Tests.Training;

public class NeighborMassTests
{
    [Theory]
    [InlineData("squared")]
    [InlineData("unsquared")]
    public void The_mass_is_the_oracles(string distances)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(SharedFiles.Golden("neighbour-mass.json")));
        float[,] rows = Matrix(golden.RootElement.GetProperty("x").Deserialize<float[][]>()!);
        double[] gammas = golden.RootElement.GetProperty("gammas").Deserialize<double[]>()!;
        double[] masses = golden.RootElement.GetProperty(distances).Deserialize<double[]>()!;
        var pairs = new PairDistances(rows, new ParallelOptions());
        if (distances == "unsquared")
            pairs.TakeRoots();
        var curve = new NeighborMassCurve(pairs, NeighborMassRule.NeighborCount(120));
        for (int i = 0; i < gammas.Length; i++)
            Assert.InRange(curve.At(gammas[i]), masses[i] - 1e-12, masses[i] + 1e-12);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(9, 1)]
    [InlineData(10, 1)]
    [InlineData(30, 3)] // 0.1·30 is just above 3 in floating point; 0.1·n must not fall just under for others
    [InlineData(599, 59)]
    [InlineData(600, 60)]
    [InlineData(10_000, 1000)]
    public void A_tenth_of_the_rows_are_neighbours(int rows, int neighbors) =>
        Assert.Equal(neighbors, NeighborMassRule.NeighborCount(rows));

    [Theory]
    [InlineData(3, 2)]
    [InlineData(12, 1)]
    [InlineData(100, 7)]
    [InlineData(257, 40)]
    public void At_the_gamma_found_the_mass_is_nine_tenths(int n, int d)
    {
        float[,] rows = Rows.Normal(n, d, seed: n);
        GammaChoice choice = GammaSelection.NeighborMass(rows);
        Assert.Equal(0.9, Mass(rows, choice.Gamma), 1e-8);
        Assert.Equal(0.9, choice.Found, 1e-8);
        Assert.Equal((GammaRule.NeighborMass, n, false), (choice.Rule, choice.RowsUsed, choice.Sampled));
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(1.0)]
    [InlineData(1e-18)]
    [InlineData(1e15)]
    public void The_mass_is_the_definition_with_ties_and_at_any_scale(double scale)
    {
        float[,] grid = Rows.Make(90, 3, seed: 2, random => scale * random.Next(4));
        foreach (double gamma in new[] { 1e-3, 0.3, 1, 3, 1e3 })
        {
            double scaled = gamma / (scale * scale);
            var curve = new NeighborMassCurve(new PairDistances(grid, new ParallelOptions()), neighbors: 9);
            Assert.Equal(Mass(grid, scaled), curve.At(scaled), 1e-11);
        }
    }

    [Fact]
    public void An_offset_and_the_order_of_rows_hardly_matter()
    {
        float[,] rows = Rows.Make(100, 4, seed: 4, random => random.Next(1024) / 1024.0);
        float[,] other = new float[100, 4];
        for (int i = 0; i < 100; i++)
        {
            for (int j = 0; j < 4; j++)
                other[99 - i, j] = rows[i, j] + 4096;
        }

        Assert.Equal(1, GammaSelection.NeighborMass(other).Gamma / GammaSelection.NeighborMass(rows).Gamma, 1e-9);
    }

    [Fact]
    public void Coincident_rows_have_no_gamma_and_the_error_says_so()
    {
        string all = Assert.Throws<InvalidOperationException>(() => GammaSelection.NeighborMass(new float[50, 3])).Message;
        Assert.Contains("1225 of 1225 pairs", all);

        // Half of the rows coincide: each of them has 24 others at distance 0, of which 5 are neighbours.
        float[,] half = Rows.Make(50, 3, seed: 6, random => random.NextDouble());
        for (int i = 0; i < 75; i++)
            half[i / 3, i % 3] = 0.5f;
        string some = Assert.Throws<InvalidOperationException>(() => GammaSelection.NeighborMass(half)).Message;
        Assert.Contains("300 of 1225 pairs", some);
        Assert.Contains("it is 0.208", some);
    }

    [Fact]
    public void A_few_duplicates_are_no_trouble()
    {
        float[,] rows = Rows.Normal(60, 3, seed: 7);
        for (int j = 0; j < 3; j++)
            rows[5, j] = rows[59, j] = rows[0, j];
        Assert.Equal(0.9, Mass(rows, GammaSelection.NeighborMass(rows).Gamma), 1e-8);
    }

    [Fact]
    public void Two_rows_have_no_gamma_and_the_error_says_so() => Assert.Contains(
        "nearest of each row's 1 other rows",
        Assert.Throws<InvalidOperationException>(() => GammaSelection.NeighborMass(Rows.Normal(2, 3, seed: 8))).Message);

    private static double Mass(float[,] rows, double gamma) => PlainGamma.Mass(PlainGamma.Squared(rows), gamma, rows.GetLength(0) / 10);

    private static float[,] Matrix(float[][] rows)
    {
        float[,] matrix = new float[rows.Length, rows[0].Length];
        for (int i = 0; i < rows.Length; i++)
            rows[i].CopyTo(new Span2D<float>(matrix).GetRowSpan(i));
        return matrix;
    }
}
