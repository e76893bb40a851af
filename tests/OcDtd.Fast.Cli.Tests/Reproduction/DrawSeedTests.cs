using OcDtd.Fast.Cli.Reproduction.Trials;

namespace OcDtd.Fast.Cli.Tests.Reproduction;

public sealed class DrawSeedTests
{
    private const int Seeds = 400;

    /// <summary>The first number of the published generator from state 0.</summary>
    [Fact]
    public void Seeds_are_mixed_by_SplitMix64()
    {
        Assert.Equal(0xE220A8397B1DCDAF, DrawSeed.SplitMix64(0));
        Assert.Equal((int)(0xE220A8397B1DCDAF >> 33), DrawSeed.Of(0, Drawn.Rows));
    }

    [Fact]
    public void Trials_purposes_and_parts_have_seeds_of_their_own()
    {
        int[] seeds =
        [
            .. from seed in Enumerable.Range(0, 100)
               from draw in Enum.GetValues<Drawn>()
               from part in (int[])[0, 1, 2, 40, 100]
               select DrawSeed.Of(seed, draw, part),
        ];
        Assert.Equal(seeds.Length, seeds.Distinct().Count());
        Assert.All(seeds, seed => Assert.True(seed >= 0));
    }

    /// <summary>Rows that both members keep of the same 1,000, as in the author's program: neighbouring seeds say nothing about each other.</summary>
    [Fact]
    public void What_neighbouring_seeds_draw_is_independent()
    {
        const double Chance = 0.15; // three standard errors of a correlation over 400 seeds
        Assert.InRange(Math.Abs(NeighborCorrelation(seed => (DrawSeed.Of(seed, Drawn.Ties, 0), DrawSeed.Of(seed, Drawn.Ties, 1)))), 0, Chance);

        // The plain numbers do not: the reason for mixing.
        Assert.True(NeighborCorrelation(seed => (2 * seed, 2 * seed + 1)) > Chance);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1 << 24)]
    public void A_part_that_does_not_fit_is_refused(int part) => Assert.Throws<ArgumentOutOfRangeException>(() => DrawSeed.Of(0, Drawn.Rows, part));

    private static double NeighborCorrelation(Func<int, (int First, int Second)> seeds)
    {
        double[] shared = [.. Enumerable.Range(0, Seeds).Select(seed => (double)Kept(seeds(seed).First).Intersect(Kept(seeds(seed).Second)).Count())];
        double mean = shared.Average();
        return shared.Zip(shared.Skip(1), (a, b) => (a - mean) * (b - mean)).Sum() / shared.Sum(value => (value - mean) * (value - mean));
    }

    private static float[] Kept(int seed)
    {
        SupportVectorModel kept = TopSupportVectors.Keep(s_equal, 100, 1e-3, seed);
        return [.. Enumerable.Range(0, kept.SupportVectorCount).Select(row => kept.SupportVectors[row, 0])];
    }

    private static readonly SupportVectorModel s_equal = KernelDensity.Fit(Numbered(), 1);

    private static float[,] Numbered()
    {
        float[,] rows = new float[1000, 1];
        for (int row = 0; row < rows.Length; row++)
            rows[row, 0] = row;
        return rows;
    }
}
