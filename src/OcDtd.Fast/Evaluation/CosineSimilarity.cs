namespace OcDtd.Fast.Evaluation;

/// <summary>Cosine similarity, between a heatmap and the ground truth: a·b / (‖a‖·‖b‖).</summary>
/// <remarks>All sums are in double, where no product of finite floats over- or underflows.</remarks>
public static class CosineSimilarity
{
    /// <summary>The similarity of two vectors.</summary>
    /// <param name="first">At least one value.</param>
    /// <param name="second">As many.</param>
    /// <returns>−1 to 1. NaN where a vector is all zeros and so has no direction, or holds a value that is not finite.</returns>
    /// <exception cref="ArgumentException">The lengths differ or are zero.</exception>
    public static double Compute(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        if (first.IsEmpty)
            throw new ArgumentException("first is empty; at least one value is needed.", nameof(first));
        if (first.Length != second.Length)
            throw new ArgumentException($"second has {second.Length} values; first has {first.Length}.", nameof(second));

        double product = 0;
        double firstSquares = 0;
        double secondSquares = 0;
        for (int j = 0; j < first.Length; j++)
        {
            double a = first[j];
            double b = second[j];
            product += a * b;
            firstSquares += a * a;
            secondSquares += b * b;
        }

        // Rounding may lead a little past 1; Clamp leaves NaN alone.
        return Math.Clamp(product / (Math.Sqrt(firstSquares) * Math.Sqrt(secondSquares)), -1, 1);
    }
}
