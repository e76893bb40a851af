using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>The γ at which Σ_i log Σ_{j≠i} (γ/π)^(d/2) e^(−γ‖x_i−x_j‖²) is largest: leave-one-out maximum likelihood.</summary>
/// <remarks>
/// The derivative in log γ is n·d/2 − γ·Σ_i E_i, where E_i is the mean squared distance to the other rows under row i's softmax weights.
/// E_i lies between the distances to the nearest and the farthest row and falls with γ. The first confines every maximum to
/// [d/(2·largest), d/(2·mean nearest)]; the second says of an interval [a, b] that the likelihood rises all through it where
/// n·d/2 > b·ΣE_i(a), and falls where n·d/2 &lt; a·ΣE_i(b). Other intervals are halved down to a factor of √2, over which
/// kernels change too little to make two maxima worth telling apart; each that then has one is solved, and the best taken.
/// </remarks>
internal sealed class LeaveOneOutRule
{
    private const double Beyond = 1 + 1e-9; // so that rounding cannot hide a maximum where two intervals meet
    private static readonly double s_finest = Math.Sqrt(2);

    private readonly NeighborSoftmax _softmax;
    private readonly int _rows;
    private readonly double _halfFeatures;
    private GammaFinding _best = new(double.NaN, double.NegativeInfinity);

    private LeaveOneOutRule(NeighborSoftmax softmax, int featureCount)
    {
        _softmax = softmax;
        _rows = softmax.Nearest.Length;
        _halfFeatures = featureCount / 2.0;
    }

    /// <summary>Chooses γ.</summary>
    internal static GammaFinding Choose(PairDistances pairs, int featureCount)
    {
        var softmax = new NeighborSoftmax(pairs);
        double nearest = softmax.Nearest.Sum() / pairs.Count;
        if (nearest == 0)
        {
            throw new InvalidOperationException(
                $"The leave-one-out likelihood grows with gamma without bound: each of the {pairs.Count} rows coincides with another one. "
                + "At least one row that does not is needed.");
        }

        // Twice as wide as it must be, so that the slopes at both ends are far from 0.
        var rule = new LeaveOneOutRule(softmax, featureCount);
        rule.Search(rule.At(rule._halfFeatures / (2 * pairs.Largest)), rule.At(2 * rule._halfFeatures / nearest));
        return rule._best;
    }

    /// <summary>Takes the maxima between two places, if there are any, into account.</summary>
    private void Search(Place low, Place high)
    {
        if (_halfFeatures > Beyond * high.Gamma * low.MeanDistance || Beyond * _halfFeatures < low.Gamma * high.MeanDistance)
            return;

        double ratio = high.Gamma / low.Gamma;
        if (ratio > s_finest)
        {
            Place middle = At(low.Gamma * Math.Sqrt(ratio));
            Search(low, middle);
            Search(middle, high);
        }
        else if (Slope(low) > 0 && Slope(high) <= 0)
        {
            Refine(low, high);
        }
    }

    private void Refine(Place low, Place high)
    {
        double gamma = LogRoot.Find(
            gamma => Slope(At(gamma)),
            new LogRoot.Place(low.Gamma, Slope(low)),
            new LogRoot.Place(high.Gamma, Slope(high)));
        Place found = At(gamma);
        if (found.LogLikelihood > _best.Found)
            _best = new GammaFinding(gamma, found.LogLikelihood);
    }

    /// <summary>The derivative of a row's mean log-likelihood in log γ.</summary>
    private double Slope(Place place) => _halfFeatures - place.Gamma * place.MeanDistance;

    private Place At(double gamma)
    {
        Moments[] rows = _softmax.At(gamma);
        double exponents = 0; // Σ γ·E_i
        double logKernels = 0; // Σ log Σ_j e^(−γ·d²_ij)
        for (int i = 0; i < rows.Length; i++)
        {
            double nearest = gamma * _softmax.Nearest[i];
            exponents += nearest + rows[i].First / rows[i].Sum;
            logKernels += Elementary.Log(rows[i].Sum) - nearest;
        }

        double density = _halfFeatures * Elementary.Log(gamma / Math.PI) + logKernels / _rows - Elementary.Log(_rows - 1);
        return new Place(gamma, exponents / _rows / gamma, density);
    }

    /// <summary>A γ, the mean of E_i, and the mean log density of a row.</summary>
    private readonly record struct Place(double Gamma, double MeanDistance, double LogLikelihood);
}
