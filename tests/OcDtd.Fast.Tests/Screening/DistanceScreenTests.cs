using OcDtd.Fast.Screening;
using OcDtd.Fast.Tests.Kernels;

namespace OcDtd.Fast.Tests.Screening;

public sealed class DistanceScreenTests
{
    [Fact]
    public void A_sharp_model_of_few_dimensions_is_screened_with_few_axes()
    {
        float[] rows = LowRank(12, out int count);
        DistanceScreen screen = Choose(rows, count, 200, gamma: 20)!;
        Assert.Equal(31, screen.Projection.AxisCount);
        Assert.Equal(count, screen.Norms.Length);
    }

    [Fact]
    public void More_dimensions_take_more_axes()
    {
        float[] rows = LowRank(60, out int count);
        Assert.Equal(63, Choose(rows, count, 200, gamma: 20)!.Projection.AxisCount);
    }

    [Fact]
    public void A_smooth_model_is_not_screened()
    {
        float[] rows = LowRank(12, out int count);
        Assert.Null(Choose(rows, count, 200, gamma: 0.01));
    }

    [Fact]
    public void A_model_whose_axes_leave_most_is_not_screened()
    {
        // The same length in all directions: as sharp as can be, and no axis better than another.
        float[] rows = Widths.RandomFloats(new Random(1), 1000 * 200);
        Assert.Null(Choose(rows, 1000, 200, gamma: 3));
    }

    [Theory]
    [InlineData(255, 200)]
    [InlineData(1000, 63)]
    public void Small_models_are_not_screened(int count, int features) =>
        Assert.Null(Choose(Widths.RandomFloats(new Random(1), count * features), count, features, gamma: 1000));

    [Fact]
    public void The_choice_is_to_the_bit_what_the_axes_alone_give()
    {
        float[] rows = LowRank(12, out int count);
        DistanceScreen chosen = Choose(rows, count, 200, gamma: 20)!, again = Choose(rows, count, 200, gamma: 20)!;
        PrincipalAxes axes = PrincipalAxes.Find(rows, count, 200, ScreenTrial.Candidates(count, 200)[^1]).Leading(31);
        DistanceScreen direct = DistanceScreen.Project(axes, rows, count, 1e-5);
        Assert.Equal(chosen.Augmented, again.Augmented);
        Assert.Equal(chosen.Augmented, direct.Augmented);
        Assert.Equal(chosen.Norms, direct.Norms);
    }

    [Fact]
    public void Support_vectors_out_of_range_and_equal_ones_are_no_trouble()
    {
        float[] far = Widths.RandomFloats(new Random(1), 300 * 80, 1e30);
        Assert.Null(Choose(far, 300, 80, gamma: 1));
        Assert.Null(Choose(new float[300 * 80], 300, 80, gamma: 1));
    }

    private static DistanceScreen? Choose(float[] rows, int count, int features, double gamma)
    {
        double[] negativeLog = new double[count];
        Array.Fill(negativeLog, Math.Log(count));
        return DistanceScreen.Choose(rows, count, features, negativeLog, gamma, 1e-5);
    }

    /// <summary>Rows of some dimensions among 200, and a little of all others.</summary>
    private static float[] LowRank(int rank, out int count)
    {
        count = 600;
        var random = new Random(rank);
        float[] rows = Widths.RandomFloats(random, count * 200, 0.05), basis = Widths.RandomFloats(random, rank * 200, 0.7);
        for (int i = 0; i < count; i++)
        {
            for (int b = 0; b < rank; b++)
            {
                float share = (float)(random.NextDouble() - 0.5);
                for (int j = 0; j < 200; j++)
                    rows[i * 200 + j] += share * basis[b * 200 + j];
            }
        }

        return rows;
    }
}
