using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>Whether float32 has the digits for a dense explanation of a Times ensemble, on the row's own numbers alone: docs/accuracy.md has the bound.</summary>
internal static class PairDigits
{
    /// <summary>What x̃ and parts of virtual support vectors may be off by, through their differences, relative to the largest relevance.</summary>
    private const double OfParts = 1e-5;

    /// <summary>What is promised, less that.</summary>
    internal const double Tolerance = 0.98e-4 - OfParts;

    private const double ToleranceOfOutlierness = 2e-7;

    /// <summary>Below this o, or γ'd², quotients want more digits than there are.</summary>
    private const double LeastDivisor = 0.01;

    /// <summary>Above this error of an h_i + h'_j its weight is not worth having.</summary>
    private const double LargestError = 0.01;

    /// <summary>Both kernels of a pair that matters (h within 40 of the smallest), relative to themselves, beyond the errors of h.</summary>
    private const double ErrorOfWeights = (2 * 6 + 3.1 * 40) / (1 << 24);

    /// <summary>
    /// The smallest o and γ'd² that may stand in p_ij·o/(γ'd²), if relevance is to have its digits but for what <see cref="AreEnough"/> asks; +∞ where
    /// none may.
    /// </summary>
    /// <remarks>
    /// The weight is off by the error of o, once for p and once, relative to it, for o; and by that of h_i + h'_j in the same way. γ'd² = base +
    /// (v_i + v'_j) − exponent is rounded where it is put together.
    /// </remarks>
    internal static double SmallestDivisor(PairedRow row, PairPool pool, double largestExponent)
    {
        if (!(row.LargestError <= LargestError) || !(pool.Sum >= LocalTimesTile.SmallestSafeSum))
            return double.PositiveInfinity;

        double error = row.LargestError + pool.Error;
        double ofParts = (3 * largestExponent + 2 * Math.Abs(row.Base)) * MemberScreen.FirstOrder;
        double left = Tolerance + ToleranceOfOutlierness * pool.Outlierness - error - ErrorOfWeights -
            WeightedSquares.RelativeError - RelevanceWeights.RelativeError;
        return left > 0 ? Math.Max(LeastDivisor, (error + ofParts) / left) : double.PositiveInfinity;
    }

    /// <summary>The smallest γ'd² of some pairs.</summary>
    internal static double Smallest(ReadOnlySpan<float> relative, ReadOnlySpan<float> exponents, float shift)
    {
        float smallest = float.PositiveInfinity;
        for (int e = 0; e < relative.Length; e++)
            smallest = Math.Min(smallest, shift + relative[e] + exponents[e]);
        return smallest;
    }

    /// <summary>
    /// Whether differences had digits enough. x̃_j is off by 2⁻²⁴·|x̃_j|, a virtual support vector by twice that of the largest parts, and so the
    /// relevance of a feature by 2·√(R_j·Σc) times as much, by Cauchy and Schwarz.
    /// </summary>
    internal static bool AreEnough(VirtualSupportVectors vectors, double largestOfRow, double passed, ReadOnlySpan<double> relevance)
    {
        double largest = 0;
        foreach (double value in relevance)
            largest = Math.Max(largest, value);
        double error = MemberScreen.FirstOrder * (largestOfRow + 2 * vectors.Largest);
        return 2.1 * error * Math.Sqrt(passed) <= OfParts * Math.Sqrt(largest);
    }
}
