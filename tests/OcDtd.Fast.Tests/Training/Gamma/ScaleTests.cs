using OcDtd.Fast.Tests.Neighbors;

namespace OcDtd.Fast.Tests.Training;

public class ScaleTests
{
    [Fact]
    public void It_is_scikit_learns()
    {
        // 1 / (X.shape[1] * X.var()) in NumPy, with which SVC(gamma='scale') sets its _gamma.
        float[,] rows = { { 5.1f, 3.5f, 1.4f }, { 4.9f, 3, 1.4f }, { 7, 3.2f, 4.7f }, { 6.3f, 3.3f, 6 } };
        Assert.Equal(0.1097996132150201, Choose(rows).Gamma, 1e-14);
    }

    [Fact]
    public void Zeros_and_twos_have_variance_one()
    {
        GammaChoice choice = Choose(new float[,] { { 0, 2, 0, 2 }, { 2, 2, 0, 0 } });
        Assert.Equal((0.25, 1.0), (choice.Gamma, choice.Found));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(300, 17)]
    public void It_is_the_definition(int n, int d)
    {
        float[,] rows = Rows.Make(n, d, seed: n, random => 1e6 + random.NextDouble()); // the mean of squares would be no use here
        double[] entries = [.. rows.Cast<float>().Select(value => (double)value)];
        double variance = entries.Average(value => Math.Pow(value - entries.Average(), 2));
        GammaChoice choice = Choose(rows);
        Assert.Equal(variance, choice.Found, 1e-12 * variance);
        Assert.Equal(1 / (d * variance), choice.Gamma, 1e-12 * choice.Gamma);
    }

    [Fact]
    public void All_rows_are_used_however_many()
    {
        float[,] rows = Rows.Normal(200, 3, seed: 1);
        GammaChoice choice = GammaSelection.Choose(GammaRule.Scale, rows, o => o with { MaxRows = 20 });
        Assert.Equal(Choose(rows), choice);
        Assert.Equal((200, false), (choice.RowsUsed, choice.Sampled));
    }

    [Fact]
    public void Equal_entries_have_no_variance_and_the_error_says_so()
    {
        // The mean of these is not exactly 0.1, and their variance in floating point not exactly 0.
        float[,] rows = Rows.Make(7, 3, seed: 1, _ => 0.1);
        string message = Assert.Throws<InvalidOperationException>(() => Choose(rows)).Message;
        Assert.Contains("all 21 of them are 0.1. At least two different ones are needed.", message);
    }

    private static GammaChoice Choose(float[,] rows) => GammaSelection.Choose(GammaRule.Scale, rows);
}
