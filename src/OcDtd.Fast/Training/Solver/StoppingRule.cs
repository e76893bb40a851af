namespace OcDtd.Fast.Solver;

/// <summary>When a solution is good enough: gradients agree within a limit, and the duality gap says that the objective is at its minimum.</summary>
/// <remarks>
/// Both are relative to aᵀKa, the mean gradient, or to 1 − aᵀKa where that is smaller: since Σa_i = 1, a constant added to K changes
/// nothing, and where kernels are so wide that all of K is nearly 1, what gradients differ by is of that order.
/// </remarks>
internal sealed class StoppingRule(double tolerance)
{
    /// <summary>How far above its minimum the objective may be at most, relative to itself; a loose tolerance lets it be a thousandth of that.</summary>
    private readonly double _largestGap = Math.Max(1e-6, 1e-3 * tolerance);

    /// <summary>Gradients are sums of rounded products: what they differ by is not better known than this, relative to the mean.</summary>
    private const double Rounding = 1e-14;

    private double _tightened = double.PositiveInfinity;

    /// <summary>How much gradients may disagree.</summary>
    internal double Limit(Optimality optimality) => Math.Max(Math.Min(_tightened, tolerance * Scale(optimality)), Rounding * optimality.Mean);

    /// <summary>Whether that is enough; if the gap is still too large, the limit is lowered as far as the gap has to fall.</summary>
    internal bool IsMet(DualState state, Optimality optimality)
    {
        if (optimality.Spread > Limit(optimality))
            return false;
        double gap = state.Gap(optimality.Mean), allowed = _largestGap * Scale(optimality) / 2;
        if (gap <= allowed || optimality.Spread <= Rounding * optimality.Mean)
            return true;
        _tightened = optimality.Spread * Math.Clamp(allowed / gap, 0.05, 0.5);
        return false;
    }

    private static double Scale(Optimality optimality) =>
        Math.Max(Math.Min(optimality.Mean, 1 - optimality.Mean), Rounding * optimality.Mean);
}
