using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>Support vectors, dual coefficients and a kernel width: a one-class SVM or a kernel density estimate (eqs 1.3, 1.9, 1.14).</summary>
/// <remarks>
/// o(x) = −log Σ_i a_i·e^(−γ‖x−u_i‖²). Memory: twice the support vectors (once by rows, once in panels of 16 lanes).
/// See <see cref="OneClassModel"/> for what all models promise.
/// </remarks>
public sealed class SupportVectorModel : OneClassModel
{
    /// <summary>
    /// Support vectors whose effective distance exceeds the smallest by more than this carry under 10⁻⁹·o together, for up to 79,000
    /// of them: they are left out of explanations.
    /// </summary>
    private const double Negligible = 32;

    /// <summary>
    /// A float32 distance is off by up to <see cref="SquaredDistances.RelativeError"/>, and a softmax weight by that times γd²: up to
    /// here that is under the 10⁻⁴ that relevance is promised to. Beyond, distances that matter are taken in double.
    /// </summary>
    private const double FloatSuffices = 24;

    /// <summary>
    /// Further than this from the nearest (in h) a softmax weight is under 2·10⁻⁹ and may be off by more than 10⁻⁴ of itself: either the
    /// nearer ones pass on far more, or all of them lie on the row and γd² is not much above this.
    /// </summary>
    private const double Decisive = 20;

    private readonly double[] _dualCoefficients;
    private readonly double[] _logDualCoefficients;
    private readonly double[] _negativeLog;

    private SupportVectorModel(PackedSupportVectors packed, double[] dualCoefficients, double[] logDualCoefficients, double gamma)
        : base(packed.FeatureCount, packed.PaddedCount)
    {
        Packed = packed;
        Gamma = gamma;
        _dualCoefficients = dualCoefficients;
        _logDualCoefficients = logDualCoefficients;
        _negativeLog = new double[packed.PaddedCount];
        Array.Fill(_negativeLog, double.PositiveInfinity);
        for (int i = 0; i < logDualCoefficients.Length; i++)
            _negativeLog[i] = -logDualCoefficients[i];
    }

    /// <summary>m: how many support vectors the model keeps.</summary>
    public int SupportVectorCount => Packed.Count;

    /// <summary>Kernel width γ: the kernel is e^(−γ·squared distance).</summary>
    public double Gamma { get; }

    /// <summary>The support vectors, m × d; in scaled units where the model has a <see cref="OneClassModel.Scaling"/>.</summary>
    public ReadOnlySpan2D<float> SupportVectors => ReadOnlySpan2D<float>.DangerousCreate(in Packed.Rows[0], Packed.Count, FeatureCount, 0);

    /// <summary>Dual coefficients a_i &gt; 0, sum 1.</summary>
    public ReadOnlySpan<double> DualCoefficients => _dualCoefficients;

    /// <summary>log a_i as the model uses it; stored with a model so that it scores the same bits everywhere.</summary>
    public ReadOnlySpan<double> LogDualCoefficients => _logDualCoefficients;

    internal PackedSupportVectors Packed { get; }

    /// <summary>−log a_i, and +∞ for the padding lanes of the last panel.</summary>
    internal ReadOnlySpan<double> NegativeLog => _negativeLog;

    /// <summary>Makes a model from support vectors trained here or elsewhere.</summary>
    /// <param name="supportVectors">m × d, finite, m and d at least 1; copied.</param>
    /// <param name="dualCoefficients">
    /// m values ≥ 0 with a positive sum, in any normalisation (libsvm's sum to ν·n): they are normalised to sum 1, and support vectors
    /// whose coefficient is 0 are dropped, so indices in <see cref="Prototype"/> count the kept ones.
    /// </param>
    /// <param name="gamma">Kernel width γ &gt; 0, finite.</param>
    /// <exception cref="ArgumentException">One of the above does not hold; the message says which, what was found and where.</exception>
    public static SupportVectorModel Create(
        ReadOnlySpan2D<float> supportVectors, ReadOnlySpan<double> dualCoefficients, double gamma)
    {
        Check(supportVectors, dualCoefficients, gamma);
        double[] kept = Normalize(dualCoefficients, out int[] indices);
        double[] logs = Array.ConvertAll(kept, Elementary.Log);
        return new SupportVectorModel(Pack(supportVectors, indices), kept, logs, gamma);
    }

    /// <summary>Makes a model from what <see cref="DualCoefficients"/> and <see cref="LogDualCoefficients"/> gave: to the bit the same.</summary>
    /// <param name="supportVectors">m × d, finite; copied.</param>
    /// <param name="dualCoefficients">m values &gt; 0 that sum to 1 within 10⁻⁹; used as they are.</param>
    /// <param name="logDualCoefficients">Their logarithms, within 10⁻⁹; used as they are.</param>
    /// <param name="gamma">Kernel width γ &gt; 0, finite.</param>
    /// <exception cref="ArgumentException">One of the above does not hold; the message says which, what was found and where.</exception>
    public static SupportVectorModel Restore(
        ReadOnlySpan2D<float> supportVectors,
        ReadOnlySpan<double> dualCoefficients,
        ReadOnlySpan<double> logDualCoefficients,
        double gamma)
    {
        Check(supportVectors, dualCoefficients, gamma);
        double sum = 0;
        foreach (double a in dualCoefficients)
            sum += a;
        if (!(Math.Abs(sum - 1) <= 1e-9))
            throw new ArgumentException($"dual coefficients sum to {sum}; expected 1.", nameof(dualCoefficients));
        if (logDualCoefficients.Length != dualCoefficients.Length)
        {
            throw new ArgumentException(
                $"{logDualCoefficients.Length} logarithms for {dualCoefficients.Length} dual coefficients.", nameof(logDualCoefficients));
        }

        for (int i = 0; i < dualCoefficients.Length; i++)
        {
            if (!(dualCoefficients[i] > 0) || !(Math.Abs(logDualCoefficients[i] - Elementary.Log(dualCoefficients[i])) <= 1e-9))
            {
                throw new ArgumentException(
                    $"dual coefficient {i} is {dualCoefficients[i]} with logarithm {logDualCoefficients[i]}; they do not belong together.",
                    nameof(logDualCoefficients));
            }
        }

        return new SupportVectorModel(
            Pack(supportVectors, indices: null), dualCoefficients.ToArray(), logDualCoefficients.ToArray(), gamma);
    }

    /// <summary>−log Σ_i e^(−h_i) in parts, from this row's distances.</summary>
    internal Pooled Pool(ReadOnlySpan<double> squaredDistances) => SoftMinimum.Pool(squaredDistances, _negativeLog, Gamma);

    /// <summary>Responsibilities before they are normalised, e^(minimum − h_i).</summary>
    internal void Weights(ReadOnlySpan<double> squaredDistances, Pooled pooled, Span<double> weights) =>
        SoftMinimum.Weights(squaredDistances, _negativeLog, Gamma, pooled.Minimum, weights);

    /// <summary>o ≥ 0; NaN stays NaN.</summary>
    internal static double NotNegative(double outlierness) => outlierness < 0 ? 0 : outlierness;

    private protected override WorkspaceSize RowSize(bool explain) =>
        explain ? new WorkspaceSize(Packed.PaddedCount, Packed.PaddedCount) : default;

    private protected override double Outlierness(ReadOnlySpan<float> sample, RowDistances distances, ref Workspace workspace) =>
        NotNegative(Pool(distances[0]).Value);

    private protected override double Explain(
        ReadOnlySpan<float> sample,
        RowDistances distances,
        RelevanceRule rule,
        Span<double> relevance,
        out double residual,
        ref Workspace workspace)
    {
        Pooled pooled = Pool(distances[0]);
        double o = NotNegative(pooled.Value);
        residual = 0;
        if (double.IsFinite(o))
            AddRelevance(sample, distances[0], pooled, rule, share: 1, relevance, out residual, ref workspace);
        return o;
    }

    /// <summary>Adds <paramref name="share"/> times this model's relevance of a row (eq 1.14), whose o is finite. Refines distances.</summary>
    internal void AddRelevance(
        ReadOnlySpan<float> sample,
        Span<double> squaredDistances,
        Pooled pooled,
        RelevanceRule rule,
        double share,
        Span<double> relevance,
        out double residual,
        ref Workspace workspace)
    {
        pooled = PoolDecisive(sample, squaredDistances, pooled);
        double o = NotNegative(pooled.Value);
        residual = 0;
        Span<double> weights = workspace.Doubles(Packed.PaddedCount);
        Weights(squaredDistances, pooled, weights);
        Span<int> chosen = workspace.Ints(Packed.PaddedCount);
        double smallest = Elementary.Exp(-Negligible);
        int count = 0;
        for (int i = 0; i < Packed.Count; i++)
        {
            if (weights[i] < smallest)
                continue;

            var passed = RelevanceShare.Of(rule, weights[i] / pooled.Sum, squaredDistances[i], Gamma, o);
            residual += share * passed.Residual;
            chosen[count] = i;
            weights[count++] = share * passed.Weight; // count ≤ i: what is overwritten has been read
        }

        Relevance.AddWeightedSquares(sample, Packed, chosen[..count], weights[..count], relevance);
    }

    /// <summary>Pools again what <paramref name="pooled"/> is of, where its softmax weights ask for more digits than float32 has.</summary>
    private Pooled PoolDecisive(ReadOnlySpan<float> sample, Span<double> squaredDistances, Pooled pooled) =>
        RefineNearest(sample, squaredDistances, pooled, Decisive, FloatSuffices) ? Pool(squaredDistances) : pooled;

    /// <summary>
    /// Takes in double the distances of the support vectors whose h is within <paramref name="reach"/> of the smallest and whose γd² is
    /// above <paramref name="sufficient"/>; the rest stay as they are. Returns whether there were any.
    /// </summary>
    internal bool RefineNearest(
        ReadOnlySpan<float> sample, Span<double> squaredDistances, Pooled pooled, double reach, double sufficient = 0)
    {
        // The smallest h may itself be off by its float32 error, and so may the one compared with it.
        double bound = pooled.Minimum + reach + 2.5 * SquaredDistances.RelativeError * Math.Abs(pooled.Minimum);
        bool any = false;
        for (int i = 0; i < Packed.Count; i++)
        {
            if (SoftMinimum.Effective(squaredDistances, _negativeLog, Gamma, i) <= bound && Gamma * squaredDistances[i] > sufficient)
            {
                squaredDistances[i] = PairDistance.Compute(sample, Packed.Row(i));
                any = true;
            }
        }

        return any;
    }

    private protected override void AddPrototypes(
        ReadOnlySpan<float> sample, RowDistances distances, ref TopPrototypes top, ref Workspace workspace) =>
        OfferResponsibilities(0, sample, distances[0], ref top, ref workspace);

    /// <summary>Offers this model's softmax weights p_i (eq 1.9) as those of member <paramref name="member"/>.</summary>
    internal void OfferResponsibilities(
        int member, ReadOnlySpan<float> sample, Span<double> squaredDistances, ref TopPrototypes top, ref Workspace workspace)
    {
        Pooled pooled = PoolDecisive(sample, squaredDistances, Pool(squaredDistances));
        Span<double> weights = workspace.Doubles(Packed.PaddedCount);
        Weights(squaredDistances, pooled, weights);
        for (int i = 0; i < Packed.Count; i++)
            top.Offer(member, i, weights[i] / pooled.Sum);
    }

    private static PackedSupportVectors Pack(ReadOnlySpan2D<float> rows, int[]? indices)
    {
        int count = indices?.Length ?? rows.Height;
        float[] kept = new float[checked(count * rows.Width)];
        for (int i = 0; i < count; i++)
            rows.GetRowSpan(indices?[i] ?? i).CopyTo(kept.AsSpan(i * rows.Width));

        return new PackedSupportVectors(kept, count, rows.Width);
    }

    private static double[] Normalize(ReadOnlySpan<double> dualCoefficients, out int[] indices)
    {
        double largest = 0;
        for (int i = 0; i < dualCoefficients.Length; i++)
        {
            if (!(dualCoefficients[i] >= 0) || !double.IsFinite(dualCoefficients[i]))
            {
                throw new ArgumentException(
                    $"dual coefficient {i} is {dualCoefficients[i]}; expected a finite value, 0 or more.", nameof(dualCoefficients));
            }

            largest = Math.Max(largest, dualCoefficients[i]);
        }

        if (largest == 0)
            throw new ArgumentException($"all {dualCoefficients.Length} dual coefficients are 0; expected a positive sum.", nameof(dualCoefficients));

        // Relative to the largest first, so that coefficients near the ends of double's range neither overflow nor vanish in the sum.
        double sum = 0;
        foreach (double a in dualCoefficients)
            sum += a / largest;
        var kept = new List<int>(dualCoefficients.Length);
        var normalized = new List<double>(dualCoefficients.Length);
        for (int i = 0; i < dualCoefficients.Length; i++)
        {
            double a = dualCoefficients[i] / largest / sum;
            if (a > 0)
            {
                kept.Add(i);
                normalized.Add(a);
            }
        }

        indices = [.. kept];
        return [.. normalized];
    }

    private static void Check(ReadOnlySpan2D<float> supportVectors, ReadOnlySpan<double> dualCoefficients, double gamma)
    {
        if (supportVectors.Height == 0 || supportVectors.Width == 0)
        {
            throw new ArgumentException(
                $"support vectors are {supportVectors.Height} × {supportVectors.Width}; expected at least one row and one feature.",
                nameof(supportVectors));
        }

        FiniteRows.Require(supportVectors, "support vector");
        if (dualCoefficients.Length != supportVectors.Height)
        {
            throw new ArgumentException(
                $"{dualCoefficients.Length} dual coefficients for {supportVectors.Height} support vectors; expected one each.",
                nameof(dualCoefficients));
        }

        if (!(gamma > 0) || !double.IsFinite(gamma))
            throw new ArgumentOutOfRangeException(nameof(gamma), $"gamma is {gamma}; expected a finite value above 0.");
    }
}
