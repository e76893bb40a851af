using OcDtd.Fast.Tests.Neighbors;

namespace OcDtd.Fast.Tests.Training;

public class MedianTests
{
    [Fact]
    public void Of_an_odd_number_of_pairs_the_middle_one_counts()
    {
        GammaChoice choice = Choose(new float[,] { { 0 }, { 1 }, { 3 } }); // 1, 4, 9
        Assert.Equal((1 / 8.0, 4.0), (choice.Gamma, choice.Found));
    }

    [Fact]
    public void Of_an_even_number_of_pairs_the_middle_two_are_averaged()
    {
        GammaChoice choice = Choose(new float[,] { { 0 }, { 1 }, { 3 }, { 7 } }); // 1, 4, 9, 16, 36, 49
        Assert.Equal((1 / 25.0, 12.5), (choice.Gamma, choice.Found));
    }

    [Fact]
    public void Two_rows_are_enough() => Assert.Equal(1 / 50.0, Choose(new float[,] { { 0, 0 }, { 3, 4 } }).Gamma);

    [Theory]
    [InlineData(12, 1, 1.0)]
    [InlineData(101, 7, 1e-15)]
    [InlineData(258, 40, 1e12)]
    [InlineData(259, 3, 1.0)]
    public void It_is_the_definition(int n, int d, double scale)
    {
        float[,] rows = Rows.Make(n, d, seed: n, random => scale * random.NextDouble());
        Check(rows);
        Check(Rows.Make(n, d, seed: n, random => scale * random.Next(3))); // with many ties
    }

    [Fact]
    public void Most_pairs_coinciding_is_an_error_that_says_so()
    {
        float[,] rows = new float[10, 2]; // eight coincide: 28 pairs of 45
        rows[0, 0] = rows[1, 1] = 1;
        string message = Assert.Throws<InvalidOperationException>(() => Choose(rows)).Message;
        Assert.Contains("28 of 45 pairs of rows coincide. Fewer than half may.", message);
    }

    [Fact]
    public void Fewer_than_half_of_the_pairs_coinciding_is_no_trouble()
    {
        float[,] rows = new float[10, 4]; // seven coincide, 21 pairs of 45; of the others the smallest are 1
        rows[0, 0] = rows[1, 1] = rows[2, 2] = 1;
        Assert.Equal(0.5, Choose(rows).Gamma);
    }

    private static void Check(float[,] rows)
    {
        double[] sorted = [.. PlainGamma.Squared(rows).SelectMany(row => row).Order()]; // each pair twice
        double median = (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
        GammaChoice choice = Choose(rows);
        Assert.Equal(median, choice.Found, 1e-14 * median);
        Assert.Equal(1 / (2 * median), choice.Gamma, 1e-14 * choice.Gamma);
    }

    private static GammaChoice Choose(float[,] rows) => GammaSelection.Choose(GammaRule.Median, rows);
}
