namespace OcDtd.Fast;

/// <summary>Eq 3.1: the γ at which each row's 10 % nearest other rows hold 0.9 of the kernel mass of all others.</summary>
internal static class NeighborMassRule
{
    /// <summary>The share of the mass that eq 3.1 asks for.</summary>
    internal const double WantedMass = 0.9;

    /// <summary>k = max(1, ⌊0.1·n⌋); the small addend keeps whole numbers whole.</summary>
    internal static int NeighborCount(int rows) => Math.Max(1, (int)Math.Floor(0.1 * rows + 1e-9));

    /// <summary>Chooses γ; uses the distances up.</summary>
    internal static GammaFinding Choose(PairDistances pairs)
    {
        // Where only the nearest pairs are left, a larger γ changes nothing more: e^-750 is 0 beside 1.
        double last = 750 / (pairs.SmallestAbove(pairs.Smallest) - pairs.Smallest);
        long coincident = pairs.CountOf(pairs.Smallest);
        var curve = new NeighborMassCurve(pairs, NeighborCount(pairs.Count));
        if (pairs.Count == 2 || last == 0)
            throw NoRoot(pairs, curve, coincident, curve.At(1));

        // At γ = 1/largest all kernels are within a factor e, so that the k ≤ (n−1)/2 neighbours hold at most e/(e+1) = 0.73.
        var low = new LogRoot.Place(1 / pairs.Largest, curve.At(1 / pairs.Largest) - WantedMass);
        LogRoot.Place high = low;
        while (high.Value < 0)
        {
            if (high.Gamma > last)
                throw NoRoot(pairs, curve, coincident, high.Value + WantedMass);
            low = high;
            high = new LogRoot.Place(2 * low.Gamma, curve.At(2 * low.Gamma) - WantedMass);
        }

        double gamma = LogRoot.Find(gamma => curve.At(gamma) - WantedMass, low, high);
        return new GammaFinding(gamma, curve.At(gamma));
    }

    private static InvalidOperationException NoRoot(PairDistances pairs, NeighborMassCurve curve, long coincident, double reached) => new(
        $"No gamma lets the {curve.Neighbors} nearest of each row's {pairs.Count - 1} other rows hold {WantedMass} of the kernel mass; "
        + $"for large gamma it is {reached:0.###}. {coincident} of {pairs.PairCount} pairs are at the smallest "
        + $"squared distance, {pairs.Smallest:0.###E+0}. At least three rows are needed, and few that coincide.");
}
