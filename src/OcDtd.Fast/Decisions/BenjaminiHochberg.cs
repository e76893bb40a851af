namespace OcDtd.Fast;

/// <summary>Benjamini and Hochberg's selection: of many rows those to call outliers, so that few of the selected are normal.</summary>
/// <remarks>
/// With the m p-values in ascending order, the largest i with p_(i) ≤ i·q/m is found and every row with p ≤ p_(i) is selected. The
/// expected share of normal rows among the selected is then at most q where p-values are independent, and also where they come from
/// one <see cref="ConformalCalibration"/>. Stateless: any thread may call it.
/// </remarks>
public static class BenjaminiHochberg
{
    /// <summary>
    /// Conformal p-values are whole numbers over n + 1 and often meet i·q/m exactly: what rounding p, q and two products can do to such an
    /// equality, as a factor.
    /// </summary>
    private const double Rounding = 1 + 4 * 2.220446049250313e-16;

    /// <summary>Selects rows at a false-discovery rate.</summary>
    /// <param name="pValues">
    /// m values in [0, 1], in any order; may be none. NaN, a row without a p-value, is never selected but is one of the m.
    /// </param>
    /// <param name="falseDiscoveryRate">q: above 0, below 1.</param>
    /// <param name="selected">Receives m values; may be longer, the rest stays as it is. Equal p-values have equal answers.</param>
    /// <returns>How many were selected.</returns>
    /// <exception cref="ArgumentException">The rate or a p-value is out of range, or there is too little room.</exception>
    /// <remarks>O(m log m); allocates a copy of the p-values.</remarks>
    public static int Select(ReadOnlySpan<double> pValues, double falseDiscoveryRate, Span<bool> selected)
    {
        Rates.Require(falseDiscoveryRate, "false-discovery rate", nameof(falseDiscoveryRate));
        if (selected.Length < pValues.Length)
            throw new ArgumentException($"selected has room for {selected.Length} values; {pValues.Length} are needed.", nameof(selected));

        double largest = LargestSelected(Sorted(pValues), pValues.Length, falseDiscoveryRate);
        int count = 0;
        for (int i = 0; i < pValues.Length; i++)
        {
            selected[i] = pValues[i] <= largest;
            count += selected[i] ? 1 : 0;
        }

        return count;
    }

    /// <summary>p_(i) of the largest i that is selected; below every p-value where none is.</summary>
    private static double LargestSelected(ReadOnlySpan<double> ascending, int total, double rate)
    {
        for (int i = ascending.Length; i > 0; i--)
        {
            if (ascending[i - 1] * total <= rate * i * Rounding)
                return ascending[i - 1];
        }

        return -1;
    }

    /// <summary>The p-values that are numbers, ascending.</summary>
    private static ReadOnlySpan<double> Sorted(ReadOnlySpan<double> pValues)
    {
        double[] sorted = new double[pValues.Length];
        int count = 0;
        for (int i = 0; i < pValues.Length; i++)
        {
            double p = pValues[i];
            if (p is < 0 or > 1)
                throw new ArgumentException($"p-value {i} is {p}; expected 0 to 1.", nameof(pValues));
            if (!double.IsNaN(p))
                sorted[count++] = p;
        }

        Array.Sort(sorted, 0, count);
        return sorted.AsSpan(0, count);
    }
}
