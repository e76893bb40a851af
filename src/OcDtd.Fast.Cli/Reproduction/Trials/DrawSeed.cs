namespace OcDtd.Fast.Cli.Reproduction.Trials;

/// <summary>The seed of one draw in a trial: another one for each trial, purpose and part, none of which tells anything about the others.</summary>
/// <remarks>
/// <see cref="Random"/> of seeds 0, 1, 2 … would not do: its numbers are linear in the seed, so that neighbouring seeds give draws that resemble each other, and
/// percentiles over seeds would be those of fewer. Mixed by SplitMix64 (Steele, Lea and Flood 2014), which never gives two of these the same 64 bits.
/// </remarks>
internal static class DrawSeed
{
    private const int PartBits = 24;

    /// <summary>A number from 0 to 2³¹−1.</summary>
    /// <param name="seed">The trial's seed.</param>
    /// <param name="draw">What is drawn.</param>
    /// <param name="part">Which of several draws of that kind, such as the member's place; 0 to 2²⁴−1.</param>
    internal static int Of(int seed, Drawn draw, int part = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(part, 1 << PartBits);
        return (int)(SplitMix64((ulong)(uint)seed << 32 | (ulong)draw << PartBits | (uint)part) >> 33);
    }

    /// <summary>The numbers 0 … <paramref name="count"/>−1 in a drawn order.</summary>
    internal static int[] Order(int count, int seed, Drawn draw, int part = 0)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(Of(seed, draw, part)).Shuffle(order);
        return order;
    }

    /// <summary>The first number that SplitMix64 gives from a state.</summary>
    internal static ulong SplitMix64(ulong state)
    {
        ulong mixed = state + 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}

/// <summary>What a trial draws.</summary>
internal enum Drawn : byte
{
    /// <summary>The training rows that members get.</summary>
    Rows,

    /// <summary>Of a member's rows those that a density keeps.</summary>
    Subset,

    /// <summary>Where a solver starts.</summary>
    Start,

    /// <summary>Which of equal coefficients are kept.</summary>
    Ties,

    /// <summary>An order of pixels.</summary>
    Order,
}
