namespace OcDtd.Fast.Cli.Reproduction.Statistics;

/// <summary>What single seeds gave: their mean, and their 2.5 and 97.5 percentiles; of fewer than <see cref="Enough"/> the smallest and the largest.</summary>
/// <param name="Mean">Mean over seeds.</param>
/// <param name="Low">2.5th percentile of single seeds, or the smallest.</param>
/// <param name="High">97.5th percentile of single seeds, or the largest.</param>
/// <param name="Count">How many seeds gave a number.</param>
internal sealed record SeedSummary(double Mean, double Low, double High, int Count)
{
    /// <summary>Seeds that percentiles take.</summary>
    internal const int Enough = 20;

    private const double Tail = 0.025;

    /// <summary>Half of the last digit that the thesis prints: a value this far outside may have been inside before it was rounded.</summary>
    private const double Rounding = 0.0005;

    /// <summary>Summarises one number a seed; NaN, for what a seed did not define, is left out. Null where nothing is left.</summary>
    internal static SeedSummary? Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
        return sorted.Length == 0
            ? null
            : sorted.Length < Enough
            ? new SeedSummary(sorted.Average(), sorted[0], sorted[^1], sorted.Length)
            : new SeedSummary(sorted.Average(), Percentile(sorted, Tail), Percentile(sorted, 1 - Tail), sorted.Length);
    }

    /// <summary>What <see cref="Low"/> and <see cref="High"/> are, for captions.</summary>
    internal static string Interval(int seeds) => seeds < Enough ? "the smallest and the largest of single seeds" : "the 2.5 to 97.5 percentiles of single seeds";

    /// <summary>The mean of those that are numbers; NaN where none is.</summary>
    internal static double MeanOf(IEnumerable<double> values) => Of(values)?.Mean ?? double.NaN;

    /// <summary>Where a single published number lies: −1 below what seeds give, 0 among it, 1 above.</summary>
    internal int Side(double published) => published < Low - Rounding ? -1 : published > High + Rounding ? 1 : 0;

    /// <summary>The value below which a share of the sorted values lies, straight between neighbours (NumPy's default).</summary>
    internal static double Percentile(ReadOnlySpan<double> sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
