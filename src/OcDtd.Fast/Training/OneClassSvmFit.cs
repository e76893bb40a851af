namespace OcDtd.Fast;

/// <summary>A trained one-class SVM and what training did.</summary>
/// <remarks>Immutable; safe to share between threads. All quantities are in the normalisation Σa_i = 1 (libsvm's divided by ν·n).</remarks>
public sealed class OneClassSvmFit
{
    private readonly double[] _coefficients;

    internal OneClassSvmFit(SupportVectorModel model, double[] coefficients)
    {
        Model = model;
        _coefficients = coefficients;
    }

    /// <summary>The support vectors with their coefficients a_i, sum 1: scores and explains rows.</summary>
    public SupportVectorModel Model { get; }

    /// <summary>a_i of every training row, 0 for those that are no support vectors.</summary>
    public ReadOnlySpan<double> TrainingCoefficients => _coefficients;

    /// <summary>C = 1/(ν·n): no coefficient is larger.</summary>
    public required double UpperBound { get; init; }

    /// <summary>
    /// ρ: a row lies beyond the boundary where Σ_i a_i·K(x, u_i) &lt; ρ. The mean gradient of the coefficients strictly between 0 and C; without
    /// such, the middle of what is possible; at ν = 1, where anything above is possible too, the largest gradient.
    /// </summary>
    public required double Rho { get; init; }

    /// <summary>The same boundary as an outlierness: −log ρ. Rows with a larger one are outliers.</summary>
    public double Threshold => -Kernels.Elementary.Log(Rho);

    /// <summary>½aᵀKa, which training minimises.</summary>
    public required double Objective { get; init; }

    /// <summary>What is left of the largest violation of the optimality conditions, relative to the mean gradient aᵀKa.</summary>
    public required double Violation { get; init; }

    /// <summary>
    /// The duality gap, in the objective's units: the true minimum is at most this much lower, usually far less. aᵀKa − max_ρ [ρ − C·Σ_i (ρ−g_i)⁺].
    /// </summary>
    public required double OptimalityGap { get; init; }

    /// <summary>
    /// Whether the tolerance asked for was reached: by <see cref="Violation"/>, also relative to 1 − aᵀKa where that is smaller than aᵀKa, and by
    /// <see cref="OptimalityGap"/>.
    /// </summary>
    public required bool Converged { get; init; }

    /// <summary>Pairwise steps.</summary>
    public required long Iterations { get; init; }

    /// <summary>
    /// Kernel values computed; a symmetric pair counts once. Not among them are those of a sparse matrix that was given up as too large: how
    /// many that takes depends on the threads.
    /// </summary>
    public required long KernelEvaluations { get; init; }

    /// <summary>How the kernel matrix was held.</summary>
    public required KernelStorage Storage { get; init; }
}

/// <summary>How a kernel matrix was held in memory.</summary>
public enum KernelStorage
{
    /// <summary>All of it.</summary>
    Dense,

    /// <summary>The entries that are not negligible: below a hundredth of the tolerance, all together.</summary>
    Sparse,

    /// <summary>A part at a time; the rest computed as it was needed.</summary>
    Streamed,
}
