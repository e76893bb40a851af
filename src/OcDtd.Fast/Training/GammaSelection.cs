using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast;

/// <summary>Rules that choose the kernel width γ from the training rows alone.</summary>
public static class GammaSelection
{
    private const double WantedMass = 0.9;
    private const double Tolerance = 1e-10; // relative, of γ

    /// <summary>The γ at which each row's 10 % nearest other rows hold 0.9 of the kernel mass of all other rows (eq 3.1).</summary>
    /// <param name="samples">n × d, finite, at least two rows.</param>
    /// <param name="configure">Changes the default options.</param>
    /// <param name="cancellation">Stops the search; checked between rows.</param>
    /// <returns>γ to a relative 1e-10, with what it was chosen from.</returns>
    /// <exception cref="ArgumentException">Fewer than two rows, a value that is not finite, or fewer than two rows allowed.</exception>
    /// <exception cref="InvalidOperationException">No γ reaches 0.9: too many rows coincide, or there are only two.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <remarks>
    /// Neighbours are the k = max(1, ⌊0.1·n⌋) nearest; kernels are e^(−γ‖x_i−x_j‖²), i ≠ j, and both sums run over all rows. Exact up to
    /// <see cref="NeighborMassOptions.MaxRows"/> rows, above that on a seeded sample of so many, which the result states. Takes
    /// 4·rows² bytes and rows²·d/2 steps. Should several γ do, it is one from the first doubling, on the way up, at whose end the mass
    /// is 0.9 or more; the same one whatever the number of threads.
    /// </remarks>
    public static GammaChoice NeighborMass(
        ReadOnlySpan2D<float> samples,
        Func<NeighborMassOptions, NeighborMassOptions>? configure = null,
        CancellationToken cancellation = default)
    {
        var options = new NeighborMassOptions();
        options = configure?.Invoke(options) ?? options;
        Check(samples, options);

        bool sampled = samples.Height > options.MaxRows;
        ReadOnlySpan2D<float> used = sampled ? Draw(samples, options) : samples;
        int threads = new BatchOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism }.Threads;
        var curve = new NeighborMassCurve(used, threads, cancellation);
        double gamma = Solve(curve, used.Height);
        return new GammaChoice(gamma, used.Height, curve.At(gamma), sampled, options.Seed);
    }

    private static double Solve(NeighborMassCurve curve, int rows)
    {
        // Where only the nearest pairs are left, a larger γ changes nothing more: e^-750 is 0 beside 1.
        double last = 750 / (curve.SecondSmallest() - curve.Smallest);
        if (rows == 2 || last == 0)
            throw NoRoot(curve, rows, curve.At(1));

        // At γ = 1/largest all kernels are within a factor e, so that the k ≤ (n−1)/2 neighbours hold at most e/(e+1) = 0.73.
        double low = 1 / curve.Largest;
        double high = low;
        while (curve.At(high) < WantedMass)
        {
            if (high > last)
                throw NoRoot(curve, rows, curve.At(high));
            low = high;
            high *= 2;
        }

        return Bisect(curve, low, high);
    }

    /// <summary>Halves [low, high] in log γ, where the mass is below the wanted one at low and not at high.</summary>
    private static double Bisect(NeighborMassCurve curve, double low, double high)
    {
        while (high / low - 1 > Tolerance)
        {
            double middle = low * Math.Sqrt(high / low);
            if (curve.At(middle) < WantedMass)
                low = middle;
            else
                high = middle;
        }

        return low * Math.Sqrt(high / low);
    }

    private static InvalidOperationException NoRoot(NeighborMassCurve curve, int rows, double reached) => new(
        $"No gamma lets the {curve.Neighbors} nearest of each row's {rows - 1} other rows hold {WantedMass} of the kernel mass; "
        + $"for large gamma it is {reached:0.###}. {curve.PairsAtSmallest()} of {(long)rows * (rows - 1) / 2} pairs are at the smallest "
        + $"squared distance, {curve.Smallest:0.###E+0}. At least three rows are needed, and few that coincide.");

    private static void Check(ReadOnlySpan2D<float> samples, NeighborMassOptions options)
    {
        if (samples.Height < 2 || samples.Width == 0)
        {
            throw new ArgumentException(
                $"samples is {samples.Height} × {samples.Width}; at least two rows of one value are needed.", nameof(samples));
        }

        if (options.MaxRows < 2)
            throw new ArgumentException($"MaxRows is {options.MaxRows}; at least 2 are needed.", nameof(options));
        FiniteRows.Require(samples, "sample");
    }

    private static float[,] Draw(ReadOnlySpan2D<float> samples, NeighborMassOptions options)
    {
        int[] rows = RowSample.Draw(samples.Height, options.MaxRows, options.Seed);
        float[,] drawn = new float[rows.Length, samples.Width];
        for (int i = 0; i < rows.Length; i++)
            samples.GetRowSpan(rows[i]).CopyTo(new Span2D<float>(drawn).GetRowSpan(i));
        return drawn;
    }
}
