namespace OcDtd.Fast.Data;

/// <summary>
/// A one-class SVM with kernel e^(−γ‖x−u‖²) as libsvm stores it: its decision is Σ_i coefficient_i · e^(−γ‖x−u_i‖²) − ρ, an outlier
/// where that is negative.
/// </summary>
/// <param name="SupportVectors">u_i: (m, d), m and d at least 1, rounded to float32.</param>
/// <param name="DualCoefficients">m finite values, 0 or more, in libsvm's normalisation: they sum to ν times the rows trained on.</param>
/// <param name="Gamma">Kernel width γ, finite and above 0.</param>
/// <param name="Rho">ρ, finite.</param>
public sealed record LibsvmModel(DataTable SupportVectors, double[] DualCoefficients, double Gamma, double Rho) : IDisposable
{
    /// <summary>d: features of a row.</summary>
    public int FeatureCount => SupportVectors.FeatureCount;

    /// <summary>Disposes <see cref="SupportVectors"/>.</summary>
    public void Dispose() => SupportVectors.Dispose();
}
