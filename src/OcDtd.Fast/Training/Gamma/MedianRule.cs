using System.Runtime.InteropServices;

namespace OcDtd.Fast;

/// <summary>1/(2·median squared distance of two different rows): at the median distance the exponent is one half.</summary>
internal static class MedianRule
{
    private const int DigitBits = 16;

    /// <summary>Chooses γ; of an even number of pairs the median is the mean of the middle two.</summary>
    internal static GammaFinding Choose(PairDistances pairs)
    {
        double lower = Find(pairs, (pairs.PairCount + 1) / 2);
        double median = pairs.PairCount % 2 == 1 ? lower : (lower + Find(pairs, pairs.PairCount / 2 + 1)) / 2;
        if (median == 0)
        {
            throw new InvalidOperationException(
                $"Gamma by {GammaRules.Name(GammaRule.Median)} is one over twice the median squared distance, which is 0: "
                + $"{pairs.CountOf(0)} of {pairs.PairCount} pairs of rows coincide. Fewer than half may.");
        }

        return new GammaFinding(1 / (2 * median), median);
    }

    /// <summary>The distance of a rank, from 1.</summary>
    /// <remarks>
    /// Numbers that are not negative are in the order of their bits, so the answer is found sixteen bits at a time by counting, which
    /// neither moves nor copies hundreds of megabytes.
    /// </remarks>
    private static double Find(PairDistances pairs, long rank)
    {
        long prefix = 0;
        for (int shift = 64 - DigitBits; shift >= 0; shift -= DigitBits)
        {
            long[] counts = CountDigits(pairs, prefix, shift);
            int digit = 0;
            while (rank > counts[digit])
                rank -= counts[digit++];
            prefix = (prefix << DigitBits) | (uint)digit;
        }

        return BitConverter.Int64BitsToDouble(prefix);
    }

    /// <summary>How often each digit comes next, among the distances whose digits so far are <paramref name="prefix"/>.</summary>
    private static long[] CountDigits(PairDistances pairs, long prefix, int shift)
    {
        long[] counts = new long[1 << DigitBits];
        pairs.ForEachFirst(
            () => new long[counts.Length],
            (distances, own) =>
            {
                foreach (long bits in MemoryMarshal.Cast<double, long>(distances))
                {
                    long digits = bits >> shift;
                    if (digits >> DigitBits == prefix)
                        own[digits & (counts.Length - 1)]++;
                }
            },
            own =>
            {
                for (int digit = 0; digit < counts.Length; digit++)
                    counts[digit] += own[digit];
            });
        return counts;
    }
}
