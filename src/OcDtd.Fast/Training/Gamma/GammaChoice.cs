namespace OcDtd.Fast;

/// <summary>A kernel width and where it comes from.</summary>
/// <param name="Rule">What it was chosen by.</param>
/// <param name="Gamma">γ, in units of one over a squared distance.</param>
/// <param name="RowsUsed">Rows that were looked at.</param>
/// <param name="Sampled">Whether the rows used are a random sample.</param>
/// <param name="Seed">Seed of the sample; has no meaning without one.</param>
/// <param name="Found">
/// What the rule found at this γ. <see cref="GammaRule.NeighborMass"/> and <see cref="GammaRule.NeighborMassUnsquared"/>: the share of the
/// kernel mass that the nearest rows hold, 0 to 1. <see cref="GammaRule.Scale"/>: the variance of all entries.
/// <see cref="GammaRule.Median"/>: the median squared distance. <see cref="GammaRule.Perplexity"/>: the mean perplexity, in rows.
/// <see cref="GammaRule.LeaveOneOut"/>: the mean over rows of the log density, in nats, that the other rows give a row.
/// </param>
public readonly record struct GammaChoice(GammaRule Rule, double Gamma, int RowsUsed, bool Sampled, int Seed, double Found);

/// <summary>What a rule answers: γ and what <see cref="GammaChoice.Found"/> says.</summary>
internal readonly record struct GammaFinding(double Gamma, double Found);
