namespace OcDtd.Fast;

/// <summary>How a support vector's share of the outlierness is given to the features.</summary>
public enum RelevanceRule
{
    /// <summary>
    /// Eq 1.14: relevance p_i·min(o, γd²_i) flows to the features in proportion to (x_j − u_ij)²; what a support vector close to the
    /// row does not pass on is the residual. The default.
    /// </summary>
    Thesis = 0,

    /// <summary>
    /// No clip: all of p_i·o flows to the features, except from support vectors with γd²_i below 10⁻⁹, which have no direction to give
    /// it to and leave it as residual.
    /// </summary>
    Conservative = 1,
}
