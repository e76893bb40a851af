using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>Support vectors, dual coefficients and a kernel width: a one-class SVM or a kernel density estimate (eqs 1.3, 1.9, 1.14).</summary>
/// <remarks>
/// o(x) = −log Σ_i a_i·e^(−γ‖x−u_i‖²). Memory: the support vectors by rows and, centred, in panels; and a third time where some features
/// are the same in all of them, without these.
/// See <see cref="OneClassModel"/> for what all models promise.
/// </remarks>
public sealed class SupportVectorModel : OneClassModel
{
    private readonly double[] _dualCoefficients;
    private readonly double[] _logDualCoefficients;
    private readonly double[] _negativeLog;
    private readonly MemberMean _alone;

    private SupportVectorModel(SupportVectorRows vectors, double[] dualCoefficients, double[] logDualCoefficients, double gamma)
        : this(vectors, dualCoefficients, logDualCoefficients, gamma, new MemberScreen(vectors, logDualCoefficients, gamma))
    {
    }

    private SupportVectorModel(
        SupportVectorRows vectors, double[] dualCoefficients, double[] logDualCoefficients, double gamma, MemberScreen screen)
        : base(vectors.FeatureCount, vectors.PaddedCount, screen.SurvivorLength)
    {
        Vectors = vectors;
        Screen = screen;
        Gamma = gamma;
        _dualCoefficients = dualCoefficients;
        _logDualCoefficients = logDualCoefficients;
        _negativeLog = new double[vectors.PaddedCount];
        Array.Fill(_negativeLog, double.PositiveInfinity);
        for (int i = 0; i < logDualCoefficients.Length; i++)
            _negativeLog[i] = -logDualCoefficients[i];
        _alone = new MemberMean([this]);
    }

    /// <summary>m: how many support vectors the model keeps.</summary>
    public int SupportVectorCount => Vectors.Count;

    /// <summary>Kernel width γ: the kernel is e^(−γ·squared distance).</summary>
    public double Gamma { get; }

    /// <summary>The support vectors, m × d; in scaled units where the model has a <see cref="OneClassModel.Scaling"/>.</summary>
    public ReadOnlySpan2D<float> SupportVectors => ReadOnlySpan2D<float>.DangerousCreate(in Vectors.Rows[0], Vectors.Count, FeatureCount, 0);

    /// <summary>Dual coefficients a_i &gt; 0, sum 1.</summary>
    public ReadOnlySpan<double> DualCoefficients => _dualCoefficients;

    /// <summary>log a_i as the model uses it; stored with a model so that it scores the same bits everywhere.</summary>
    public ReadOnlySpan<double> LogDualCoefficients => _logDualCoefficients;

    /// <summary>The support vectors, for everything that goes feature by feature.</summary>
    internal SupportVectorRows Vectors { get; }

    /// <summary>Effective distances of rows to all of them, fast, and by how much they may be off.</summary>
    internal MemberScreen Screen { get; }

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
        CheckRestored(supportVectors, dualCoefficients, logDualCoefficients, gamma);
        return new SupportVectorModel(
            Pack(supportVectors, indices: null), dualCoefficients.ToArray(), logDualCoefficients.ToArray(), gamma);
    }

    /// <summary>The same without a copy of the support vectors, which may take gigabytes: the model keeps the array that it is given.</summary>
    /// <param name="supportVectors">m · d values, row after row, finite; must not change afterwards.</param>
    /// <param name="featureCount">d.</param>
    /// <param name="dualCoefficients">m values &gt; 0 that sum to 1 within 10⁻⁹; used as they are.</param>
    /// <param name="logDualCoefficients">Their logarithms, within 10⁻⁹; used as they are.</param>
    /// <param name="gamma">Kernel width γ &gt; 0, finite.</param>
    /// <exception cref="ArgumentException">One of the above does not hold; the message says which, what was found and where.</exception>
    public static SupportVectorModel Restore(
        float[] supportVectors,
        int featureCount,
        ReadOnlySpan<double> dualCoefficients,
        ReadOnlySpan<double> logDualCoefficients,
        double gamma)
    {
        ArgumentNullException.ThrowIfNull(supportVectors);
        if (featureCount < 1 || supportVectors.Length % featureCount != 0)
        {
            throw new ArgumentException(
                $"{supportVectors.Length} values are no rows of {featureCount} features.", nameof(supportVectors));
        }

        int count = supportVectors.Length / featureCount;
        CheckRestored(new ReadOnlySpan2D<float>(supportVectors, count, featureCount), dualCoefficients, logDualCoefficients, gamma);
        return new SupportVectorModel(
            new SupportVectorRows(supportVectors, count, featureCount), dualCoefficients.ToArray(), logDualCoefficients.ToArray(), gamma);
    }

    /// <summary>−log Σ_i e^(−h_i) in parts, from this row's distances.</summary>
    internal Pooled Pool(ReadOnlySpan<double> squaredDistances) => SoftMinimum.Pool(squaredDistances, _negativeLog, Gamma);

    /// <summary>Responsibilities before they are normalised, e^(minimum − h_i).</summary>
    internal void Weights(ReadOnlySpan<double> squaredDistances, Pooled pooled, Span<double> weights) =>
        SoftMinimum.Weights(squaredDistances, _negativeLog, Gamma, pooled.Minimum, weights);

    /// <summary>o ≥ 0; NaN stays NaN.</summary>
    internal static double NotNegative(double outlierness) => outlierness < 0 ? 0 : outlierness;

    private protected override WorkspaceSize RowSize(int rows, bool explain) => _alone.Size(rows, explain);

    private protected override void Outlierness(RowTile samples, TileScreens screens, Span<double> outlierness, ref Workspace workspace) =>
        _alone.Score(samples, screens, outlierness, ref workspace);

    private protected override void Explain(
        RowTile samples,
        TileScreens screens,
        RelevanceRule rule,
        Span<double> outlierness,
        Span<double> relevance,
        Span<double> residual,
        ref Workspace workspace) =>
        _alone.Explain(samples, screens, rule, outlierness, relevance, residual, ref workspace);

    private protected override void AddPrototypes(
        ReadOnlySpan<float> sample, TileScreens screens, ref TopPrototypes top, ref Workspace workspace) =>
        OfferResponsibilities(0, sample, screens[0, 0], ref top, ref workspace);

    /// <summary>
    /// A row's squared distances in double, PaddedCount of them: as good as double can wherever h is within <paramref name="reach"/> of the
    /// smallest, screened ones elsewhere.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal Span<double> ExactDistances(
        ReadOnlySpan<float> sample, ScreenedRow row, scoped ref Workspace workspace, double reach = MemberScreen.Negligible)
    {
        Span<double> distances = ScreenedDistances(row, ref workspace);
        double bound = Screen.LargestThatMatters(row, reach);
        for (int i = 0; i < SupportVectorCount; i++)
        {
            // Not "≤ bound": what is not a number must not be left out.
            if (!(row.Relative[i] - Screen.Error(row.Screen, i) > bound))
                distances[i] = PairDistance.Compute(sample, Vectors.Row(i));
        }

        return distances;
    }

    /// <summary>A row's squared distances as the screen has them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal Span<double> ScreenedDistances(ScreenedRow row, scoped ref Workspace workspace)
    {
        Span<double> distances = workspace.Doubles(Vectors.PaddedCount);
        for (int i = 0; i < SupportVectorCount; i++)
            distances[i] = Math.Max(0, (row.Screen.Base + row.Relative[i] - _negativeLog[i]) / Gamma);
        distances[SupportVectorCount..].Clear();
        return distances;
    }

    /// <summary>Offers this model's softmax weights p_i (eq 1.9) as those of member <paramref name="member"/>.</summary>
    internal void OfferResponsibilities(
        int member, ReadOnlySpan<float> sample, ScreenedRow row, ref TopPrototypes top, ref Workspace workspace)
    {
        Span<double> distances = ExactDistances(sample, row, ref workspace);
        Pooled pooled = Pool(distances);
        Span<double> weights = workspace.Doubles(distances.Length);
        Weights(distances, pooled, weights);
        for (int i = 0; i < SupportVectorCount; i++)
            top.Offer(member, i, weights[i] / pooled.Sum);
    }

    private static SupportVectorRows Pack(ReadOnlySpan2D<float> rows, int[]? indices)
    {
        int count = indices?.Length ?? rows.Height;
        float[] kept = new float[checked(count * rows.Width)];
        for (int i = 0; i < count; i++)
            rows.GetRowSpan(indices?[i] ?? i).CopyTo(kept.AsSpan(i * rows.Width));

        return new SupportVectorRows(kept, count, rows.Width);
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

    private static void CheckRestored(
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
    }

    private static void Check(ReadOnlySpan2D<float> supportVectors, ReadOnlySpan<double> dualCoefficients, double gamma)
    {
        if (supportVectors.Height == 0 || supportVectors.Width == 0)
        {
            throw new ArgumentException(
                $"support vectors are {supportVectors.Height} × {supportVectors.Width}; expected at least one row and one feature.",
                nameof(supportVectors));
        }

        // In panels, or in rows of whole cache lines, they are one array.
        long padded = ((long)supportVectors.Height + Panels.Lanes) * ((long)supportVectors.Width + AlignedRows.Line);
        if (padded > Array.MaxLength)
        {
            throw new ArgumentException(
                $"support vectors are {supportVectors.Height} × {supportVectors.Width}, {padded} numbers with padding; "
                + $"a member holds at most {Array.MaxLength}.",
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
