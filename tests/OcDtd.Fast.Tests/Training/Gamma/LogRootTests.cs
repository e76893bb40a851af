namespace OcDtd.Fast.Tests.Training;

public class LogRootTests
{
    [Theory]
    [InlineData(1.0, 2.0, 1.5)]
    [InlineData(1e-30, 1e30, 3.7)]
    [InlineData(1e-9, 1.0, 0.999)]
    [InlineData(1e-9, 1.0, 1.001e-9)]
    public void A_root_is_found_to_ten_digits_in_few_steps(double low, double high, double root)
    {
        (double found, int calls) = Find(gamma => Math.Atan(Math.Log(gamma / root)), low, high);
        Assert.Equal(1, found / root, 1e-10);
        Assert.InRange(calls, 1, 20);
    }

    [Theory]
    [InlineData(1.0, 2.0, 1.5)]
    [InlineData(1e-30, 1e30, 3.7)]
    public void A_jump_or_a_flat_root_takes_a_few_times_as_many_steps_as_halving(double low, double high, double root)
    {
        (double jump, int jumpCalls) = Find(gamma => gamma < root ? -1e-3 : 1e5, low, high);
        Assert.Equal(1, jump / root, 1e-10);
        Assert.InRange(jumpCalls, 1, 120);
        (double flat, int flatCalls) = Find(gamma => Math.Pow(Math.Log(gamma / root), 3), low, high);
        Assert.Equal(1, flat / root, 1e-10);
        Assert.InRange(flatCalls, 1, 120);
    }

    [Fact]
    public void A_falling_function_and_a_root_at_an_end_will_do()
    {
        Assert.Equal(1, Find(gamma => 5 - gamma, 1, 7).Root / 5, 1e-10);
        Assert.Equal(1, Find(gamma => gamma - 1, 1, 7).Root);
        Assert.Equal(7, Find(gamma => gamma - 7, 1, 7).Root);
    }

    private static (double Root, int Calls) Find(Func<double, double> function, double low, double high)
    {
        int calls = 0;
        double root = LogRoot.Find(
            gamma =>
            {
                calls++;
                return function(gamma);
            },
            new LogRoot.Place(low, function(low)),
            new LogRoot.Place(high, function(high)));
        return (root, calls);
    }
}
