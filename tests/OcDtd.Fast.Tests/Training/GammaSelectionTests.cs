using System.Text.Json;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Tests.Neighbors;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Tests.Training;

public class GammaSelectionTests
{
    [Fact]
    public void The_mass_is_the_oracles()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(SharedFiles.Golden("neighbour-mass.json")));
        float[,] rows = Matrix(golden.RootElement.GetProperty("x").Deserialize<float[][]>()!);
        double[] gammas = golden.RootElement.GetProperty("gammas").Deserialize<double[]>()!;
        double[] masses = golden.RootElement.GetProperty("squared").Deserialize<double[]>()!;
        var curve = new NeighborMassCurve(rows, -1, default);
        Assert.Equal(12, curve.Neighbors);
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
        Assert.Equal(neighbors, NeighborMassCurve.NeighborCount(rows));

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
        Assert.Equal(0.9, choice.Mass, 1e-8);
        Assert.Equal((n, false), (choice.RowsUsed, choice.Sampled));
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
            Assert.Equal(Mass(grid, scaled), new NeighborMassCurve(grid, -1, default).At(scaled), 1e-11);
        }
    }

    [Theory]
    [InlineData(8f)]
    [InlineData(1f / 1024)]
    public void Rows_times_c_give_gamma_over_c_squared(float c)
    {
        float[,] rows = Rows.Normal(80, 5, seed: 3);
        float[,] scaled = new float[80, 5];
        for (int i = 0; i < 80; i++)
        {
            for (int j = 0; j < 5; j++)
                scaled[i, j] = c * rows[i, j];
        }

        double gamma = GammaSelection.NeighborMass(rows).Gamma;
        Assert.Equal(1, GammaSelection.NeighborMass(scaled).Gamma * c * c / gamma, 1e-9);
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
    public void Threads_do_not_change_a_bit()
    {
        float[,] rows = Rows.Normal(300, 6, seed: 5);
        Assert.Equal(
            GammaSelection.NeighborMass(rows, o => o with { MaxDegreeOfParallelism = 1 }),
            GammaSelection.NeighborMass(rows, o => o with { MaxDegreeOfParallelism = 2 }));
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
    public void Bad_input_is_named()
    {
        Assert.Contains("samples is 1 × 3", Assert.Throws<ArgumentException>(() => GammaSelection.NeighborMass(new float[1, 3])).Message);
        Assert.Contains(
            "nearest of each row's 1 other rows",
            Assert.Throws<InvalidOperationException>(() => GammaSelection.NeighborMass(Rows.Normal(2, 3, seed: 8))).Message);
        float[,] rows = Rows.Normal(20, 3, seed: 9);
        Assert.Contains(
            "MaxRows is 1",
            Assert.Throws<ArgumentException>(() => GammaSelection.NeighborMass(rows, o => o with { MaxRows = 1 })).Message);
        rows[3, 1] = float.PositiveInfinity;
        Assert.Contains(
            "sample 3, feature 1", Assert.Throws<ArgumentException>(() => GammaSelection.NeighborMass(rows)).Message);
    }

    [Fact]
    public void Above_ten_thousand_rows_a_seeded_sample_is_used()
    {
        float[,] rows = Rows.Normal(10_050, 2, seed: 10);
        GammaChoice choice = GammaSelection.NeighborMass(rows, o => o with { Seed = 3 });
        Assert.Equal((10_000, true, 3), (choice.RowsUsed, choice.Sampled, choice.Seed));
        Assert.Equal(0.9, choice.Mass, 1e-8);
    }

    [Fact]
    public void A_sample_depends_on_its_seed_alone()
    {
        float[,] rows = Rows.Normal(900, 3, seed: 11);
        GammaChoice Choose(int seed) => GammaSelection.NeighborMass(rows, o => o with { MaxRows = 200, Seed = seed });
        Assert.Equal(Choose(1), Choose(1));
        Assert.NotEqual(Choose(1).Gamma, Choose(2).Gamma);
        Assert.Equal(Enumerable.Range(0, 7), RowSample.Draw(7, 9, seed: 1));

        // Every row is drawn about as often: 3,000 draws of a third, so 1000 ± 26 a row.
        int[] drawn = new int[30];
        for (int seed = 0; seed < 3000; seed++)
        {
            int[] sample = RowSample.Draw(30, 10, seed);
            Assert.Equal(sample.Distinct().Order(), sample);
            Assert.Equal(10, sample.Length);
            foreach (int row in sample)
                drawn[row]++;
        }

        Assert.All(drawn, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void A_cancelled_selection_stops() => Assert.Throws<OperationCanceledException>(
        () => GammaSelection.NeighborMass(Rows.Normal(500, 3, seed: 12), cancellation: new CancellationToken(canceled: true)));

    /// <summary>Eq 3.1, written out.</summary>
    private static double Mass(float[,] rows, double gamma)
    {
        int n = rows.GetLength(0);
        double[][] distances = new double[n][];
        for (int i = 0; i < n; i++)
        {
            distances[i] =
            [
                .. Enumerable.Range(0, n).Where(j => j != i)
                    .Select(j => Enumerable.Range(0, rows.GetLength(1)).Sum(f => Math.Pow((double)rows[i, f] - rows[j, f], 2)))
                    .Order(),
            ];
        }

        double smallest = distances.Min(row => row[0]);
        int k = Math.Max(1, (int)Math.Floor(0.1 * n + 1e-9));
        double near = distances.Sum(row => row.Take(k).Sum(d => Math.Exp(-gamma * (d - smallest))));
        return near / distances.Sum(row => row.Sum(d => Math.Exp(-gamma * (d - smallest))));
    }

    private static float[,] Matrix(float[][] rows)
    {
        float[,] matrix = new float[rows.Length, rows[0].Length];
        for (int i = 0; i < rows.Length; i++)
            rows[i].CopyTo(new Span2D<float>(matrix).GetRowSpan(i));
        return matrix;
    }
}
