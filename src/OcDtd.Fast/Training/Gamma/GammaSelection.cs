using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast;

/// <summary>Rules that choose the kernel width γ from the training rows alone.</summary>
/// <remarks>Each rule is a file of its own; docs/maths.md has the formulas side by side.</remarks>
public static class GammaSelection
{
    /// <summary>The γ at which each row's 10 % nearest other rows hold 0.9 of the kernel mass of all other rows (eq 3.1).</summary>
    /// <param name="samples">n × d, finite, at least two rows.</param>
    /// <param name="configure">Changes the default options.</param>
    /// <param name="cancellation">Stops the search; checked between rows.</param>
    /// <returns>γ to a relative 1e-10, with what it was chosen from.</returns>
    /// <exception cref="ArgumentException">Fewer than two rows, a value that is not finite, or fewer than two rows allowed.</exception>
    /// <exception cref="InvalidOperationException">No γ reaches 0.9: too many rows coincide, or there are only two.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <remarks>
    /// Short for <see cref="Choose"/> with <see cref="GammaRule.NeighborMass"/>. Neighbours are the k = max(1, ⌊0.1·n⌋) nearest; kernels
    /// are e^(−γ‖x_i−x_j‖²), i ≠ j, and both sums run over all rows. Should several γ do, it is one from the first doubling, on the way
    /// up, at whose end the mass is 0.9 or more; the same one whatever the number of threads.
    /// </remarks>
    public static GammaChoice NeighborMass(
        ReadOnlySpan2D<float> samples,
        Func<GammaOptions, GammaOptions>? configure = null,
        CancellationToken cancellation = default) => Choose(GammaRule.NeighborMass, samples, configure, cancellation);

    /// <summary>The γ that a rule chooses.</summary>
    /// <param name="rule">What to choose it by.</param>
    /// <param name="samples">n × d, finite, at least two rows.</param>
    /// <param name="configure">Changes the default options.</param>
    /// <param name="cancellation">Stops the search; checked between rows.</param>
    /// <returns>γ, and what it was chosen from. Where it is searched for, to a relative 1e-10.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rule, or the number of threads is negative.</exception>
    /// <exception cref="ArgumentException">Fewer than two rows, a value that is not finite, or fewer than two rows allowed.</exception>
    /// <exception cref="InvalidOperationException">These rows have no such γ; the message says why and what is needed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <remarks>
    /// Exact up to <see cref="GammaOptions.MaxRows"/> rows; above that on a seeded sample of so many, which the result states.
    /// <see cref="GammaRule.Scale"/> takes two passes over all rows; every other rule 4·rows² bytes, rows²·d/2 steps for the distances, and
    /// rows² to 50·rows² for the rest. The answer is the same, bit for bit, whatever the number of threads and the vector width.
    /// </remarks>
    public static GammaChoice Choose(
        GammaRule rule,
        ReadOnlySpan2D<float> samples,
        Func<GammaOptions, GammaOptions>? configure = null,
        CancellationToken cancellation = default)
    {
        string name = GammaRules.Name(rule);
        var options = new GammaOptions();
        options = configure?.Invoke(options) ?? options;
        Check(name, samples, options);

        bool sampled = rule != GammaRule.Scale && samples.Height > options.MaxRows;
        ReadOnlySpan2D<float> used = sampled
            ? MemberRows.Take(samples, RowSample.Draw(samples.Height, options.MaxRows, options.Seed))
            : samples;
        GammaFinding found = rule == GammaRule.Scale
            ? ScaleRule.Choose(samples, cancellation)
            : Apply(rule, Distances(used, options, cancellation), samples.Width);
        return new GammaChoice(rule, found.Gamma, used.Height, sampled, options.Seed, found.Found);
    }

    private static GammaFinding Apply(GammaRule rule, PairDistances pairs, int featureCount) => rule switch
    {
        GammaRule.NeighborMass => NeighborMassRule.Choose(pairs),
        GammaRule.NeighborMassUnsquared => UnsquaredMassRule.Choose(pairs),
        GammaRule.Median => MedianRule.Choose(pairs),
        GammaRule.Perplexity => PerplexityRule.Choose(pairs),
        _ => LeaveOneOutRule.Choose(pairs, featureCount),
    };

    private static PairDistances Distances(ReadOnlySpan2D<float> samples, GammaOptions options, CancellationToken cancellation)
    {
        var batch = new BatchOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism, CancellationToken = cancellation };
        return new PairDistances(samples, batch.Parallel);
    }

    private static void Check(string rule, ReadOnlySpan2D<float> samples, GammaOptions options)
    {
        if (samples.Height < 2 || samples.Width == 0)
        {
            throw new ArgumentException(
                $"samples are {samples.Height} × {samples.Width}; gamma by {rule} needs at least two rows and one feature.", nameof(samples));
        }

        if (options.MaxRows < 2)
            throw new ArgumentException($"MaxRows is {options.MaxRows}; at least 2 are needed.", nameof(options));
        FiniteRows.Require(samples, "sample");
    }
}
