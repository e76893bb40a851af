namespace OcDtd.Fast.Bench.Latency;

/// <summary>Seconds of single calls, sorted.</summary>
internal sealed class Percentiles
{
    private readonly double[] _sorted;

    internal Percentiles(IEnumerable<double> seconds) => _sorted = [.. seconds.Order()];

    internal int Count => _sorted.Length;

    internal double Smallest => _sorted[0];

    internal double Largest => _sorted[^1];

    internal double Median => _sorted[_sorted.Length / 2];

    /// <summary>The call that a share of all calls is faster than; null where none is slower.</summary>
    internal double? At(double share) =>
        Count * (1 - share) < 1 ? null : _sorted[(int)(share * (Count - 1))];
}
