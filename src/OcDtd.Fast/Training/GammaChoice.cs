namespace OcDtd.Fast;

/// <summary>A kernel width and where it comes from.</summary>
/// <param name="Gamma">γ, in units of one over a squared distance.</param>
/// <param name="RowsUsed">Rows that were looked at.</param>
/// <param name="Mass">Share of the kernel mass that the nearest rows hold at this γ.</param>
/// <param name="Sampled">Whether the rows used are a random sample.</param>
/// <param name="Seed">Seed of the sample; has no meaning without one.</param>
public readonly record struct GammaChoice(double Gamma, int RowsUsed, double Mass, bool Sampled, int Seed);
