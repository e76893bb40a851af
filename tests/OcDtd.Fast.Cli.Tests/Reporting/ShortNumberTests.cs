using OcDtd.Fast.Cli.Reporting;

namespace OcDtd.Fast.Cli.Tests.Reporting;

public sealed class ShortNumberTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.00012, "1.2e-4")]
    [InlineData(0.0123, "0.012")]
    [InlineData(0.99951, "1.00")]
    [InlineData(9.994, "9.99")]
    [InlineData(9.996, "10.0")]
    [InlineData(99.96, "100")]
    [InlineData(-12.34, "-12.3")]
    [InlineData(12345, "12345")]
    [InlineData(1.5e9, "1.5e9")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "inf")]
    public void Three_digits_or_so(double value, string expected) => Assert.Equal(expected, ShortNumber.Of(value));
}
