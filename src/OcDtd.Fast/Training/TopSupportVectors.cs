namespace OcDtd.Fast;

/// <summary>Cuts a model down to its most important support vectors.</summary>
public static class TopSupportVectors
{
    /// <summary>Keeps the support vectors with the largest coefficients, renormalised to sum 1; a smaller model that scores other values.</summary>
    /// <param name="model">The model.</param>
    /// <param name="count">How many to keep, 1 or more; a model that has no more is returned as it is.</param>
    /// <param name="tolerance">
    /// Coefficients count as equal to the last one that is kept where they differ from it by no more than this share of it: a solver's own tolerance,
    /// below which their order is chance. 0 or more.
    /// </param>
    /// <param name="seed">Draws among those, every subset equally likely.</param>
    /// <returns>The kept support vectors in their old order. A threshold that belonged to the old model is void.</returns>
    /// <exception cref="ArgumentException">An argument is not as asked.</exception>
    public static SupportVectorModel Keep(SupportVectorModel model, int count, double tolerance, int seed)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (count < 1)
            throw new ArgumentOutOfRangeException(nameof(count), $"count is {count}; expected 1 or more.");
        if (!(tolerance >= 0) || !double.IsFinite(tolerance))
            throw new ArgumentOutOfRangeException(nameof(tolerance), $"tolerance is {tolerance}; expected a finite number, 0 or more.");
        if (count >= model.SupportVectorCount)
            return model;

        int[] kept = Choose(model.DualCoefficients, count, tolerance, seed);
        double[] coefficients = new double[count];
        for (int i = 0; i < count; i++)
            coefficients[i] = model.DualCoefficients[kept[i]];
        return SupportVectorModel.Create(MemberRows.Take(model.SupportVectors, kept), coefficients, model.Gamma);
    }

    /// <summary>All that are clearly larger than the last one kept, and a draw among those equal to it.</summary>
    private static int[] Choose(ReadOnlySpan<double> coefficients, int count, double tolerance, int seed)
    {
        double[] sorted = coefficients.ToArray();
        Array.Sort(sorted);
        double last = sorted[^count];
        var larger = new List<int>();
        var equal = new List<int>();
        for (int i = 0; i < coefficients.Length; i++)
        {
            if (coefficients[i] > last * (1 + tolerance))
                larger.Add(i);
            else if (coefficients[i] >= last * (1 - tolerance))
                equal.Add(i);
        }

        int[] drawn = RowSample.Draw(equal.Count, count - larger.Count, seed);
        int[] kept = [.. larger, .. drawn.Select(i => equal[i])];
        Array.Sort(kept);
        return kept;
    }
}
