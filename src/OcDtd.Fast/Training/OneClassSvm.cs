using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;
using OcDtd.Fast.Solver;

namespace OcDtd.Fast;

/// <summary>Trains ν-one-class SVMs with the Gaussian kernel (eq 1.1).</summary>
/// <remarks>
/// Minimises ½aᵀKa over 0 ≤ a_i ≤ 1/(ν·n), Σa_i = 1, K_ij = e^(−γ‖x_i−x_j‖²): libsvm's problem divided by ν·n. docs/training.md says how.
/// </remarks>
public static class OneClassSvm
{
    private const long SmallestMemoryLimit = 1 << 16;

    /// <summary>Trains on all rows of <paramref name="samples"/>.</summary>
    /// <param name="samples">n × d, finite, n and d at least 1; copied.</param>
    /// <param name="gamma">Kernel width γ &gt; 0, finite.</param>
    /// <param name="configure">Changes the default options: <c>o => o with { Nu = 0.05 }</c>.</param>
    /// <param name="cancellation">Ends training early; checked between tiles of kernel values and between working sets.</param>
    /// <returns>The model, its boundary, and what training did. The same bits for any number of threads and at any vector width.</returns>
    /// <exception cref="ArgumentException">Rows, γ or an option are not as asked; the message says what was found and where.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <remarks>
    /// Memory: 8 bytes a value of the rows, kernel values up to <see cref="OneClassSvmOptions.MemoryLimit"/>, about 250 bytes a row, and for a while
    /// what docs/training.md lists; then the model. Duplicates, constant features and a single row are fine. NaN is refused.
    /// </remarks>
    public static OneClassSvmFit Fit(
        ReadOnlySpan2D<float> samples,
        double gamma,
        Func<OneClassSvmOptions, OneClassSvmOptions>? configure = null,
        CancellationToken cancellation = default)
    {
        var options = new OneClassSvmOptions();
        options = configure?.Invoke(options) ?? options;
        Check(samples, gamma, options);
        ParallelOptions parallel = new BatchOptions
        {
            MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
            CancellationToken = cancellation,
        }.Parallel;
        var work = new KernelWork(parallel, options.Progress);
        return KernelPrecision.NeedsDouble(samples, gamma, options.Tolerance)
            ? TrainingRun<double, DoubleValue>.Fit(samples, gamma, options, work)
            : TrainingRun<float, SingleValue>.Fit(samples, gamma, options, work);
    }

    private static void Check(ReadOnlySpan2D<float> samples, double gamma, OneClassSvmOptions options)
    {
        if (samples.Height == 0 || samples.Width == 0)
        {
            throw new ArgumentException(
                $"samples are {samples.Height} × {samples.Width}; expected at least one row and one feature.", nameof(samples));
        }

        if (((long)samples.Height + PackedSupportVectors.Lanes) * samples.Width >= Array.MaxLength)
        {
            throw new ArgumentException(
                $"samples are {samples.Height} × {samples.Width}; an array holds at most {Array.MaxLength} values, rows rounded up to sixteens.", nameof(samples));
        }

        if (!(gamma > 0) || !double.IsFinite(gamma))
            throw new ArgumentOutOfRangeException(nameof(gamma), $"gamma is {gamma}; expected a finite value above 0.");
        if (!(options.Nu > 0 && options.Nu <= 1))
            throw new ArgumentException($"nu is {options.Nu}; expected a number above 0, at most 1.", nameof(options));
        if (!(options.Tolerance is >= OneClassSvmOptions.SmallestTolerance and <= OneClassSvmOptions.LargestTolerance))
        {
            throw new ArgumentException(
                $"tolerance is {options.Tolerance}; expected {OneClassSvmOptions.SmallestTolerance:0E+0} to {OneClassSvmOptions.LargestTolerance}.",
                nameof(options));
        }

        if (options.MemoryLimit < SmallestMemoryLimit)
            throw new ArgumentException($"MemoryLimit is {options.MemoryLimit} bytes; expected {SmallestMemoryLimit} or more.", nameof(options));
        if (options.MaxIterations < 0)
            throw new ArgumentException($"MaxIterations is {options.MaxIterations}; expected 0 or more.", nameof(options));
        if (!options.WarmStart.IsEmpty && options.WarmStart.Length != samples.Height)
        {
            throw new ArgumentException(
                $"the warm start has {options.WarmStart.Length} coefficients for {samples.Height} rows; expected one each.", nameof(options));
        }

        foreach (double a in options.WarmStart.Span)
        {
            if (!(a >= 0) || !double.IsFinite(a))
                throw new ArgumentException($"the warm start holds {a}; expected finite coefficients, 0 or more.", nameof(options));
        }

        FiniteRows.Require(samples, "sample");
    }
}
