namespace OcDtd.Fast;

/// <summary>Eq 3.1 as the thesis author's program evaluates it, with distances that are not squared.</summary>
/// <remarks>
/// A row takes one of its own k = max(1, ⌊0.1·n⌋) places, so that k−1 others are left, but its kernel is in neither sum. γ is the one of
/// 50 values, 10^−1 to 10^1 in equal steps of the logarithm, at which the mass is nearest to 0.9; the smallest of these where several are
/// as near. It is then used with squared distances.
/// </remarks>
internal static class UnsquaredMassRule
{
    private const int Values = 50;

    /// <summary>Chooses γ; uses the distances up.</summary>
    internal static GammaFinding Choose(PairDistances pairs)
    {
        int neighbors = NeighborMassRule.NeighborCount(pairs.Count) - 1;
        if (neighbors == 0)
        {
            throw new InvalidOperationException(
                $"Gamma by {Name} needs at least 20 rows; there are {pairs.Count}. A row's nearest are a tenth of all, itself among them.");
        }

        if (pairs.Smallest == pairs.Largest)
        {
            throw new InvalidOperationException(
                $"Every gamma lets a row's nearest hold the same kernel mass: all {pairs.PairCount} pairs are at the squared distance "
                + $"{pairs.Smallest:0.###E+0}. {Name} needs rows at different distances.");
        }

        pairs.TakeRoots();
        var curve = new NeighborMassCurve(pairs, neighbors);
        GammaFinding[] found = [.. Enumerable.Range(0, Values).Select(Value).Select(gamma => new GammaFinding(gamma, curve.At(gamma)))];
        return found.MinBy(at => Math.Abs(at.Found - NeighborMassRule.WantedMass));
    }

    /// <summary>The values tried: NumPy's logspace(-1, 1, 50).</summary>
    /// <remarks>
    /// The exponents are NumPy's to the bit: rounded step by step, and the last one set. The powers may not be, as NumPy's own differ in the
    /// last bit from processor to processor.
    /// </remarks>
    internal static double Value(int index) => Math.Pow(10, index == Values - 1 ? 1 : index * (2.0 / (Values - 1)) - 1);

    private static string Name => GammaRules.Name(GammaRule.NeighborMassUnsquared);
}
