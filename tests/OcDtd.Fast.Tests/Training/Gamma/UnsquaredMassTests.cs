using OcDtd.Fast.Tests.Neighbors;
using OcDtd.Fast.Tests.Shared;

namespace OcDtd.Fast.Tests.Training;

public class UnsquaredMassTests
{
    private const GammaRule Rule = GammaRule.NeighborMassUnsquared;

    [Theory]
    [InlineData(20, 2, 1)]
    [InlineData(57, 3, 4)]
    [InlineData(100, 7, 9)]
    [InlineData(257, 40, 24)]
    public void It_is_the_value_whose_mass_is_nearest_to_nine_tenths(int n, int d, int neighbors)
    {
        float[,] rows = Rows.Normal(n, d, seed: n);
        double[][] distances = PlainGamma.Unsquared(rows);
        double[] values = PlainGamma.Ratios(0.1, 10, 50);
        double[] masses = [.. values.Select(gamma => PlainGamma.Mass(distances, gamma, neighbors))];
        int best = Enumerable.Range(0, 50).MinBy(i => Math.Abs(masses[i] - 0.9));

        GammaChoice choice = GammaSelection.Choose(Rule, rows);
        Assert.Equal(values[best], choice.Gamma, 1e-13);
        Assert.Equal(masses[best], choice.Found, 1e-12);
    }

    [Fact]
    public void A_row_takes_one_of_its_own_two_places()
    {
        // Ten pairs, 1 apart in the pair and 10 from pair to pair: of k = 2 places the row takes one and its partner the other.
        float[,] rows = new float[20, 2];
        for (int i = 0; i < 20; i++)
            (rows[i, 0], rows[i, 1]) = (i % 2, i / 2 * 10);
        GammaChoice choice = GammaSelection.Choose(Rule, rows);
        double far = 0; // kernels of rows in other pairs relative to the partner's, mean over rows
        for (int i = 0; i < 100; i++)
        {
            double apart = 10 * Math.Abs(i / 10 - i % 10);
            if (apart > 0)
                far += (Kernel(apart) + Kernel(Math.Sqrt(1 + apart * apart))) / 10;
        }

        Assert.Equal(1 / (1 + far), choice.Found, 1e-12);
        Assert.InRange(choice.Found, 0.86, 0.94);

        double Kernel(double distance) => Math.Exp(-choice.Gamma * (distance - 1));
    }

    [Fact]
    public void The_thesis_value_is_among_those_tried() => Assert.Equal(1.2648552168552958, UnsquaredMassRule.Value(27));

    [SkippableFact]
    public void The_values_tried_are_ten_to_the_power_of_NumPys_exponents_bit_for_bit()
    {
        const string Program = "import numpy; print(*[10.0 ** e for e in numpy.linspace(-1, 1, 50).tolist()])";
        ProcessOutcome python = Processes.Run(SharedFiles.Python(), ["-c", Program]);
        Assert.Equal(Numbers(python), Enumerable.Range(0, 50).Select(UnsquaredMassRule.Value));
    }

    [SkippableFact]
    public void NumPys_own_powers_are_these_but_for_a_last_bit()
    {
        ProcessOutcome python = Processes.Run(SharedFiles.Python(), ["-c", "import numpy; print(*numpy.logspace(-1, 1, 50).tolist())"]);
        double[] values = Numbers(python);
        Assert.Equal(50, values.Length);
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(1, UnsquaredMassRule.Value(i) / values[i], 1e-15));
    }

    [Fact]
    public void Fewer_than_twenty_rows_have_no_near_ones_and_the_error_says_so() => Assert.Contains(
        "neighbor-mass-unsquared needs at least 20 rows; there are 19",
        Assert.Throws<InvalidOperationException>(() => GammaSelection.Choose(Rule, Rows.Normal(19, 2, seed: 1))).Message);

    [Fact]
    public void Rows_all_at_one_distance_have_no_gamma_and_the_error_says_so() => Assert.Contains(
        "all 300 pairs are at the squared distance 0E+0",
        Assert.Throws<InvalidOperationException>(() => GammaSelection.Choose(Rule, new float[25, 2])).Message);

    private static double[] Numbers(ProcessOutcome python) =>
        [.. python.Output.Split(null as char[], StringSplitOptions.RemoveEmptyEntries).Select(double.Parse)];
}
