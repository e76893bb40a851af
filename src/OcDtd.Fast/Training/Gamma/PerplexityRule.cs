using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>The γ at which the mean over rows of exp(entropy of the row's softmax weights over the other rows) is 0.25·n.</summary>
/// <remarks>
/// A row's weights are w_j = e_j/S with e_j = e^(−u_j), so that its entropy −Σ w_j log w_j is log S + Σ e_j·u_j/S. Its derivative in γ is
/// −γ·(variance of the distances under w): the mean falls with γ, and there is one solution at most.
/// </remarks>
internal static class PerplexityRule
{
    private const double WantedShare = 0.25;

    /// <summary>Chooses γ.</summary>
    internal static GammaFinding Choose(PairDistances pairs)
    {
        var softmax = new NeighborSoftmax(pairs);
        double wanted = WantedShare * pairs.Count;
        RequireRoot(pairs, softmax, wanted);

        // At γ = 1/largest all of a row's kernels are within a factor e, so that its perplexity is (n−1)/e or more: enough from five rows
        // on, and with fewer there is no solution.
        var low = new LogRoot.Place(1 / pairs.Largest, Mean(softmax, 1 / pairs.Largest) - wanted);
        LogRoot.Place high = low;
        while (high.Value > 0)
        {
            low = high;
            high = new LogRoot.Place(2 * low.Gamma, Mean(softmax, 2 * low.Gamma) - wanted);
        }

        double gamma = LogRoot.Find(gamma => Mean(softmax, gamma) - wanted, low, high);
        return new GammaFinding(gamma, Mean(softmax, gamma));
    }

    private static double Mean(NeighborSoftmax softmax, double gamma)
    {
        double sum = 0;
        foreach (Moments row in softmax.At(gamma))
            sum += row.Sum / Elementary.Exp(-row.First / row.Sum);
        return sum / softmax.Nearest.Length;
    }

    /// <summary>For large γ only a row's nearest others are left, one or, at the same distance, several.</summary>
    private static void RequireRoot(PairDistances pairs, NeighborSoftmax softmax, double wanted)
    {
        int[] nearest = pairs.EachRow((i, distances) => distances.Count(softmax.Nearest[i]));
        double least = nearest.Sum(static count => (long)count) / (double)pairs.Count;
        if (least >= wanted)
        {
            throw new InvalidOperationException(
                $"No gamma gives {pairs.Count} rows a mean perplexity of {wanted}, a quarter of them; for large gamma it falls to "
                + $"{least:0.###}, the nearest others of a row that are at one distance. At least five rows are needed, and few that coincide.");
        }
    }
}
