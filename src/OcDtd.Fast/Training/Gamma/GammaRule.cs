namespace OcDtd.Fast;

/// <summary>What a kernel width γ is chosen by; n rows of d features, distances to other rows only.</summary>
/// <remarks><see cref="GammaRules"/> has the names on the command line and in files.</remarks>
public enum GammaRule
{
    /// <summary>Eq 3.1: each row's 10 % nearest others hold 0.9 of the kernel mass of all others.</summary>
    NeighborMass,

    /// <summary>
    /// The thesis author's program for eq 3.1: kernels e^(−γ‖x_i−x_j‖) of distances that are not squared, and of 50 values from 0.1 to 10
    /// the one whose mass is nearest to 0.9.
    /// </summary>
    NeighborMassUnsquared,

    /// <summary>1/(d·variance of all entries), scikit-learn's 'scale'.</summary>
    Scale,

    /// <summary>1/(2·median squared distance of two rows).</summary>
    Median,

    /// <summary>A row's softmax weights spread, in the mean over rows, over as many others as a quarter of all rows.</summary>
    Perplexity,

    /// <summary>The largest likelihood of each row under the kernel density of the others.</summary>
    LeaveOneOut,
}
