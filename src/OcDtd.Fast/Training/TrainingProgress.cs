namespace OcDtd.Fast;

/// <summary>What a training run is doing.</summary>
public enum TrainingStage
{
    /// <summary>Computing kernel values between training rows.</summary>
    Kernel,

    /// <summary>Bringing the coefficients to their optimum.</summary>
    Solving,
}

/// <summary>How far a training run is.</summary>
/// <param name="Stage">What it is doing; stages may alternate where the kernel matrix does not fit in memory.</param>
/// <param name="Fraction">How much of that is done, 0 to 1: of the kernel values to compute, or on a log scale of the violation.</param>
/// <param name="Violation">Largest violation of the optimality conditions relative to the mean gradient; NaN before it is known; as last measured while kernel values are computed.</param>
/// <param name="Iterations">Pairwise steps so far.</param>
/// <param name="KernelEvaluations">Kernel values computed so far.</param>
public readonly record struct TrainingProgress(
    TrainingStage Stage, double Fraction, double Violation, long Iterations, long KernelEvaluations);
