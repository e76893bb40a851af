namespace OcDtd.Fast.Tests.Training;

public class GammaRulesTests
{
    [Theory]
    [InlineData(GammaRule.NeighborMass, "neighbor-mass")]
    [InlineData(GammaRule.NeighborMassUnsquared, "neighbor-mass-unsquared")]
    [InlineData(GammaRule.Scale, "scale")]
    [InlineData(GammaRule.Median, "median")]
    [InlineData(GammaRule.Perplexity, "perplexity")]
    [InlineData(GammaRule.LeaveOneOut, "loo")]
    public void Every_rule_has_a_name_and_every_name_a_rule(GammaRule rule, string name)
    {
        Assert.Equal(name, GammaRules.Name(rule));
        Assert.True(GammaRules.TryParse(name, out GammaRule parsed));
        Assert.Equal(rule, parsed);
        Assert.Equal(name, GammaRules.Names[(int)rule]);
        Assert.Equal(Enum.GetValues<GammaRule>().Length, GammaRules.Names.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Scale")]
    [InlineData("neighbor")]
    [InlineData("0.5")]
    [InlineData(null)]
    public void Other_names_are_none(string? name) => Assert.False(GammaRules.TryParse(name, out _));

    [Fact]
    public void There_is_no_seventh_rule()
    {
        Assert.Contains(
            "rule is 6; expected 0 to 5", Assert.Throws<ArgumentOutOfRangeException>(() => GammaRules.Name((GammaRule)6)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => GammaSelection.Choose((GammaRule)(-1), new float[3, 1]));
    }
}
