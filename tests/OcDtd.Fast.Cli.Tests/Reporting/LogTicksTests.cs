using OcDtd.Fast.Cli.Reporting;

namespace OcDtd.Fast.Cli.Tests.Reporting;

public sealed class LogTicksTests
{
    [Theory]
    [InlineData(40, 100, "40 60 80 100")]
    [InlineData(100, 5000, "100 200 500 1000 2000 5000")]
    [InlineData(0.001, 100, "0.001 0.01 0.1 1 10 100")]
    [InlineData(1e-6, 1e6, "1e-6 1e-4 0.01 1 100 10000 1e6")]
    public void Labels_are_few_round_numbers(double low, double high, string expected)
    {
        ScottPlot.Tick[] ticks = LogTicks.Between(Math.Log10(low) - 0.01, Math.Log10(high) + 0.01);
        ScottPlot.Tick[] labelled = [.. ticks.Where(tick => tick.IsMajor)];
        Assert.Equal(expected, string.Join(' ', labelled.Select(tick => tick.Label)));
        Assert.All(labelled, tick => Assert.Equal(double.Parse(tick.Label), Math.Pow(10, tick.Position), Math.Pow(10, tick.Position) * 1e-9));
        Assert.All(ticks, tick => Assert.InRange(tick.Position, Math.Log10(low) - 0.01, Math.Log10(high) + 0.01));
    }
}
