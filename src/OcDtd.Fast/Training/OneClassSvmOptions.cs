namespace OcDtd.Fast;

/// <summary>How <see cref="OneClassSvm"/> trains.</summary>
public readonly record struct OneClassSvmOptions
{
    /// <summary>The smallest <see cref="Tolerance"/>: kernel values in float64 are good for no less.</summary>
    public const double SmallestTolerance = 1e-8;

    /// <summary>The largest <see cref="Tolerance"/>: with more the answer would be little but its start.</summary>
    public const double LargestTolerance = 0.1;

    /// <summary>The default options.</summary>
    public OneClassSvmOptions()
    {
    }

    /// <summary>
    /// ν, above 0 and at most 1: at most this share of the training rows lies beyond the boundary, at least this share are support
    /// vectors. 0.1 unless set. At ν·n ≤ 1 no row may be left outside; at 1 all coefficients are equal, as in a kernel density estimate.
    /// </summary>
    public double Nu { get; init; } = 0.1;

    /// <summary>
    /// The largest violation of the optimality conditions that is let pass, relative to the mean gradient aᵀKa, or to 1 − aᵀKa where that is
    /// smaller; 10⁻⁸ to 0.1, 10⁻³ unless set. The duality gap is brought to 10⁻⁶ of the objective besides (a thousandth of the tolerance if that
    /// is more), which often asks for more. Below 10⁻⁶, and where kernels are very wide, kernel values are computed and kept in float64: twice the
    /// memory and several times the time.
    /// </summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>Bytes that kernel values may take; 1 GiB unless set, 64 KiB at least. The rows themselves take 8 bytes a value besides.</summary>
    public long MemoryLimit { get; init; } = 1L << 30;

    /// <summary>Pairwise steps after which training gives up and says so in <see cref="OneClassSvmFit.Converged"/>; no limit unless set.</summary>
    public long MaxIterations { get; init; } = long.MaxValue;

    /// <summary>
    /// Where to start from: one coefficient a training row, such as <see cref="OneClassSvmFit.TrainingCoefficients"/> of a fit with another ν
    /// or γ. Empty, the default, for a start of the solver's own. The optimum does not depend on it, the time does.
    /// </summary>
    public ReadOnlyMemory<double> WarmStart { get; init; }

    /// <summary>Seed of the sample that a start is taken from where the kernel matrix does not fit in memory; 0 unless set.</summary>
    public int Seed { get; init; }

    /// <summary>Threads at most; 0, the default, for one a core. Changes not a bit of the answer.</summary>
    public int MaxDegreeOfParallelism { get; init; }

    /// <summary>Told how far training is, from any thread.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
