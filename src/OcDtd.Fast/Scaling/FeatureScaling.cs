using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>What every feature is shifted and multiplied by before a model sees it: fitted on training rows, kept with the model.</summary>
/// <remarks>
/// <para>A scaled value is (float)((x_j − shift_j)·factor_j): double arithmetic and one rounding to float32, so that engine and graph
/// agree to the bit. NaN stays NaN. A scaled value beyond float is ±∞; the row's score then is +∞ and its explanation NaN.</para>
/// <para>Each feature is scaled on its own, so a feature's relevance is relevance of the user's feature. Kernel widths are in scaled units:
/// choose γ on scaled rows.</para>
/// <para>Immutable; safe to share between threads.</para>
/// </remarks>
public sealed class FeatureScaling
{
    private readonly double[] _shifts;
    private readonly double[] _factors;

    private FeatureScaling(ScalingKind kind, double[] shifts, double[] factors)
    {
        Kind = kind;
        _shifts = shifts;
        _factors = factors;
    }

    /// <summary>How shifts and factors were found; never None.</summary>
    public ScalingKind Kind { get; }

    /// <summary>d: how many features a row has.</summary>
    public int FeatureCount => _shifts.Length;

    /// <summary>What is subtracted from each feature: mean, minimum or median, d finite values in the user's units.</summary>
    public ReadOnlySpan<double> Shifts => _shifts;

    /// <summary>
    /// What each difference is multiplied by: 1/standard deviation, 1/(maximum − minimum) or 1/interquartile range; d finite values other
    /// than 0. Where the spread is exactly 0 the factor is 1.
    /// </summary>
    public ReadOnlySpan<double> Factors => _factors;

    /// <summary>Fits a scaling on training rows, each feature on its own.</summary>
    /// <param name="kind">
    /// Standard: mean and population standard deviation (divided by n). MinMax: to [0, 1]. Robust: median and interquartile range,
    /// percentiles interpolated linearly at q·(n−1).
    /// </param>
    /// <param name="rows">n × d, finite, n and d at least 1.</param>
    /// <returns>The scaling; the same bits whenever the rows are the same. Takes O(n·d) steps, Robust O(n·d·log n).</returns>
    /// <exception cref="ArgumentException">No rows, a value that is not finite, or a kind with nothing to fit.</exception>
    public static FeatureScaling Fit(ScalingKind kind, ReadOnlySpan2D<float> rows)
    {
        RequireKind(kind);
        if (rows.Height == 0 || rows.Width == 0)
        {
            throw new ArgumentException(
                $"rows are {rows.Height} × {rows.Width}; a scaling is fitted on at least one row and one feature.", nameof(rows));
        }

        FiniteRows.Require(rows, "row");
        (double[] shifts, double[] spreads) = kind switch
        {
            ScalingKind.Standard => ScalingFit.Standard(rows),
            ScalingKind.MinMax => ScalingFit.MinMax(rows),
            _ => ScalingFit.Robust(rows),
        };
        return new FeatureScaling(kind, shifts, Array.ConvertAll(spreads, spread => spread == 0 ? 1 : 1 / spread));
    }

    /// <summary>Makes a scaling from what <see cref="Shifts"/> and <see cref="Factors"/> gave: to the bit the same.</summary>
    /// <param name="kind">Any but None.</param>
    /// <param name="shifts">d finite values, d at least 1; copied.</param>
    /// <param name="factors">d finite values, none 0; copied.</param>
    /// <exception cref="ArgumentException">One of the above does not hold; the message says which, what was found and where.</exception>
    public static FeatureScaling Restore(ScalingKind kind, ReadOnlySpan<double> shifts, ReadOnlySpan<double> factors)
    {
        RequireKind(kind);
        if (shifts.IsEmpty || shifts.Length != factors.Length)
        {
            throw new ArgumentException(
                $"{shifts.Length} shifts and {factors.Length} factors; expected one of each a feature, and at least one feature.",
                nameof(factors));
        }

        for (int j = 0; j < shifts.Length; j++)
        {
            if (!double.IsFinite(shifts[j]))
                throw new ArgumentException($"the shift of feature {j} is {shifts[j]}; expected a finite value.", nameof(shifts));
            if (!double.IsFinite(factors[j]) || factors[j] == 0)
            {
                throw new ArgumentException(
                    $"the factor of feature {j} is {factors[j]}; expected a finite value other than 0.", nameof(factors));
            }
        }

        return new FeatureScaling(kind, shifts.ToArray(), factors.ToArray());
    }

    /// <summary>Scales one row. Allocates nothing.</summary>
    /// <param name="row">d values in the user's units.</param>
    /// <param name="scaled">
    /// Receives d values; may be longer, the rest stays as it is. May be <paramref name="row"/> itself, but not overlap it otherwise.
    /// </param>
    /// <exception cref="ArgumentException">Another number of features, or too little room.</exception>
    public void Apply(ReadOnlySpan<float> row, Span<float> scaled)
    {
        if (row.Length != FeatureCount)
            throw new ArgumentException($"row has {row.Length} values; the scaling expects {FeatureCount}.", nameof(row));
        if (scaled.Length < FeatureCount)
            throw new ArgumentException($"scaled has room for {scaled.Length} values; {FeatureCount} are needed.", nameof(scaled));

        ScaledRow.Compute(row, _shifts, _factors, scaled);
    }

    /// <summary>Scales every row into a new n × d array.</summary>
    /// <param name="rows">n × d in the user's units.</param>
    /// <exception cref="ArgumentException">Another number of features.</exception>
    public float[,] Apply(ReadOnlySpan2D<float> rows)
    {
        if (rows.Height > 0 && rows.Width != FeatureCount)
            throw new ArgumentException($"rows have {rows.Width} features; the scaling expects {FeatureCount}.", nameof(rows));

        float[,] scaled = new float[rows.Height, FeatureCount];
        for (int i = 0; i < rows.Height; i++)
            Apply(rows.GetRowSpan(i), new Span2D<float>(scaled).GetRowSpan(i));
        return scaled;
    }

    private static void RequireKind(ScalingKind kind)
    {
        if (kind is not (ScalingKind.Standard or ScalingKind.MinMax or ScalingKind.Robust))
            throw new ArgumentOutOfRangeException(nameof(kind), $"scaling is {(int)kind}; expected Standard, MinMax or Robust.");
    }
}
