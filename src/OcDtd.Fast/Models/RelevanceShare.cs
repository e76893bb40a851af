namespace OcDtd.Fast;

/// <summary>What one (real or virtual) support vector passes on: the one place where the two rules are written down.</summary>
/// <param name="Weight">c in R_j += c·(x_j − u_j)²: p·min(o/d², γ), or p·o/d² under the conservative rule.</param>
/// <param name="Residual">What it leaves to no feature.</param>
internal readonly record struct RelevanceShare(double Weight, double Residual)
{
    /// <summary>Conservative rule: below this γd² a support vector has no direction to give relevance to.</summary>
    private const double NothingToExplain = 1e-9;

    /// <summary>The share of a support vector with softmax weight p at squared distance d², in a model of width γ whose score is o.</summary>
    internal static RelevanceShare Of(RelevanceRule rule, double p, double squaredDistance, double gamma, double o)
    {
        double scaled = gamma * squaredDistance;
        if (rule == RelevanceRule.Conservative)
            return scaled < NothingToExplain ? new(0, p * o) : new(p * (o / squaredDistance), 0);

        // Not o/d² compared with γ: at d = 0 that is 0/0.
        return scaled <= o ? new(gamma * p, p * (o - scaled)) : new(p * (o / squaredDistance), 0);
    }
}
