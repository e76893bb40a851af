using OcDtd.Fast.Cli.Reproduction.Report;
using OcDtd.Fast.Cli.Reproduction.Statistics;

namespace OcDtd.Fast.Cli.Tests.Reproduction;

public sealed class StatisticsTests
{
    /// <summary>numpy.percentile([i * i for i in range(20)], [2.5, 97.5]) is [0.475, 343.425].</summary>
    [Fact]
    public void Percentiles_are_NumPys()
    {
        SeedSummary summary = SeedSummary.Of([.. Enumerable.Range(0, 20).Select(i => (double)((19 - i) * (19 - i)))])!;
        Assert.Equal((123.5, 20), (summary.Mean, summary.Count));
        Assert.Equal(0.475, summary.Low, 12);
        Assert.Equal(343.425, summary.High, 12);
    }

    [Fact]
    public void Of_few_seeds_the_smallest_and_the_largest_are_told_and_called_so()
    {
        Assert.Equal(new SeedSummary(3.875, 1, 9, 8), SeedSummary.Of([3, 1, 4, 1, 5, 9, 2, 6]));
        var table = new ComparedTable("t", "Caption.", "m", ["a"], [new ComparedRow("40", [new(SeedSummary.Of([3, 1]))])]);
        Assert.Contains("Below each mean: the smallest and the largest of single seeds.", table.ToHtml().ToHtml());
    }

    [Fact]
    public void What_a_seed_did_not_define_is_left_out()
    {
        Assert.Equal(new SeedSummary(2, 2, 2, 1), SeedSummary.Of([double.NaN, 2]));
        Assert.Null(SeedSummary.Of([double.NaN]));
    }

    [Theory]
    [InlineData(0.8494, -1)]
    [InlineData(0.8496, 0)]
    [InlineData(0.86, 0)]
    [InlineData(0.9004, 0)]
    [InlineData(0.9006, 1)]
    public void A_published_number_is_inside_if_its_rounding_may_have_put_it_outside(double published, int side) =>
        Assert.Equal(side, new SeedSummary(0.87, 0.85, 0.9, 20).Side(published));

    /// <summary>scipy.stats.spearmanr([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]) is 0.8207826816681233; the second list has a tie.</summary>
    [Fact]
    public void Rank_correlation_is_SciPys()
    {
        Assert.Equal(0.8207826816681233, RankCorrelation.Compute([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]), 12);
        Assert.Equal(-1, RankCorrelation.Compute([1, 2, 3], [30, 2, 1]), 12);
        Assert.Throws<ArgumentException>(() => RankCorrelation.Compute([1, 2], [1]));
    }

    [Fact]
    public void A_table_counts_and_marks_agreement()
    {
        SeedSummary ours = new(0.87, 0.85, 0.9, 20);
        var table = new ComparedTable("t", "Caption.", "m", ["a", "b", "c"], [new ComparedRow("40", [new(ours, 0.86), new(ours, 0.91), new(ours)])]);
        Assert.Equal("1 of the thesis' 2 numbers lie among single seeds of ours; outside lie b at 40 ▲.", table.Agreement().Sentence);
        string html = table.ToHtml().ToHtml();
        Assert.Contains("thesis 0.860 ✓", html);
        Assert.Contains("thesis 0.910 ▲", html);
        Assert.Equal([null, "above", "inside"], table.ToCsv().Select(row => (string?)row[^1]).Order());
    }

    [Fact]
    public void Too_few_seeds_neither_agree_nor_disagree()
    {
        var table = new ComparedTable("t", "Caption.", "m", ["a"], [new ComparedRow("40", [new(new SeedSummary(0.87, 0.85, 0.9, 4), 0.2)])]);
        Assert.Equal(0, table.Agreement().Of);
        Assert.Contains("thesis 0.200<", table.ToHtml().ToHtml());
    }
}
