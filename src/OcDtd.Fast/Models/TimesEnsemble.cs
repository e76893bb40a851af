using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>The product of two members: what global and local Times share (eqs 2.6–2.8).</summary>
/// <remarks>
/// <para>The product is one model with m·n virtual support vectors u_ij = w₁u_i + w₂v_j of width γ' = γ₁ + γ₂, w₁ = γ₁/γ', w₂ = γ₂/γ'.
/// They are never kept: an explanation to which nearly all matter forms a few hundred at a time. Gaussians multiply, so a pair's effective
/// distance is h_ij = h_i + h'_j + log α, and ‖x − u_ij‖² = w₁d²_i + w₂d'²_j − w₁w₂‖u_i − v_j‖².</para>
/// <para>Both are differences of larger numbers where the members lie far apart; what carries weight is then taken in double.</para>
/// </remarks>
public abstract class TimesEnsemble : OneClassModel
{
    /// <summary>Pairs with a softmax weight below this are left out of explanations.</summary>
    private protected const double NegligiblePair = 1e-16;

    /// <summary>A share of support vectors so large, each with an h so near to the smallest, makes a row dense.</summary>
    private const double DenseFrom = 0.25;
    private const float DenseWithin = 16;

    private readonly Lazy<DenseParts> _dense;

    private protected TimesEnsemble(SupportVectorModel first, SupportVectorModel second, double? logAlpha, BatchOptions options)
        : base(EnsembleMembers.Check(first, second), prunes: false)
    {
        First = first;
        Second = second;
        Gamma = first.Gamma + second.Gamma;
        FirstWeight = first.Gamma / Gamma;
        SecondWeight = second.Gamma / Gamma;
        LogAlpha = logAlpha ?? MemberProduct.LogAlpha(first, second, options);
        if (!double.IsFinite(LogAlpha))
            throw new ArgumentException($"log alpha is {LogAlpha}; expected a finite value.", nameof(logAlpha));
        _dense = new Lazy<DenseParts>(() => new DenseParts(new VirtualSupportVectors(this), ListPairs()));
    }

    /// <summary>The first member, u.</summary>
    public SupportVectorModel First { get; }

    /// <summary>The second member, v.</summary>
    public SupportVectorModel Second { get; }

    /// <summary>γ' = γ₁ + γ₂, the width of the product's kernel.</summary>
    public double Gamma { get; }

    /// <summary>
    /// log α = log Σ_ij a_i b_j e^(−(γ₁γ₂/γ')‖u_i−v_j‖²) ≤ 0: how much of the product's mass the members share. Stored with a model.
    /// </summary>
    public double LogAlpha { get; }

    /// <summary>w₁ = γ₁/γ'.</summary>
    internal double FirstWeight { get; }

    /// <summary>w₂ = γ₂/γ'.</summary>
    internal double SecondWeight { get; }

    private protected sealed override void Explain(
        RowTile samples,
        TileScreens screens,
        RelevanceRule rule,
        Span<double> outlierness,
        Span<double> relevance,
        Span<double> residual,
        ref Workspace workspace)
    {
        int d = samples.FeatureCount;
        Outlierness(samples, screens, outlierness, ref workspace);
        Span<int> isDone = workspace.Ints(samples.Count);
        isDone.Clear();
        (int, int) mark = workspace.Mark;
        ExplainDense(samples, screens, rule, outlierness, relevance, residual, isDone, ref workspace);
        for (int r = 0; r < samples.Count; r++)
        {
            workspace.Release(mark);
            if (isDone[r] == 0 && double.IsFinite(outlierness[r]))
            {
                residual[r] = AddRelevance(
                    samples.Row(r), screens[0, r], screens[1, r], rule, relevance.Slice(r * d, d), ref workspace);
            }
        }
    }

    /// <summary>Scratch memory that explaining so many rows takes, beyond what <see cref="AddRelevance"/> takes for one.</summary>
    private protected WorkspaceSize ExplainSize(int rows, WorkspaceSize one)
    {
        WorkspaceSize dense = DenseTimes.Size(this, rows);
        return new WorkspaceSize(Math.Max(dense.Doubles, one.Doubles), checked(2 * rows + Math.Max(dense.Ints, one.Ints)));
    }

    /// <summary>Explains rows to which nearly all pairs matter, where float32 has the digits, and marks them.</summary>
    internal void ExplainDense(
        RowTile samples,
        TileScreens screens,
        RelevanceRule rule,
        ReadOnlySpan<double> outlierness,
        Span<double> relevance,
        Span<double> residual,
        Span<int> isDone,
        ref Workspace workspace)
    {
        Span<int> unsure = workspace.Ints(samples.Count);
        int count = 0, dense = 0;
        for (int r = 0; r < samples.Count; r++)
        {
            if (double.IsFinite(outlierness[r]) && IsDense(First, screens[0, r]) && IsDense(Second, screens[1, r]))
                unsure[dense++] = r;
        }

        if (dense == 0)
            return;

        var rows = new DenseTimes(this, samples.Count, ref workspace);
        foreach (int r in unsure[..dense])
        {
            if (!rows.TryAdd(screens, r, rule))
                unsure[count++] = r; // count ≤ what has been read
        }

        RefinedScreens.Compute(First, 0, samples, unsure[..count], screens, ref workspace);
        if (!ReferenceEquals(First, Second))
            RefinedScreens.Compute(Second, 1, samples, unsure[..count], screens, ref workspace);
        foreach (int r in unsure[..count])
            rows.TryAdd(screens, r, rule);
        rows.Explain(samples, screens, relevance, residual, isDone, ref workspace);
    }

    /// <summary>Whether so many support vectors lie so near to the nearest that taking all pairs costs less than choosing some.</summary>
    private static bool IsDense(SupportVectorModel member, ScreenedRow row)
    {
        if (!MemberScreen.SuitsFloats(member.Gamma))
            return false;
        int beyond = LaneCount.AtLeast(row.Relative, row.Screen.Minimum + DenseWithin);
        return row.Relative.Length - beyond >= DenseFrom * member.SupportVectorCount;
    }

    /// <summary>What dense explanations want, made at the first.</summary>
    internal DenseParts Dense => _dense.Value;

    /// <summary>The pairs whose softmax weights a row's relevance is summed over: one list, or one for each half.</summary>
    private protected abstract PairList[] ListPairs();

    /// <summary>Adds the relevance of one row, whose o is finite; returns its residual.</summary>
    private protected abstract double AddRelevance(
        ReadOnlySpan<float> sample,
        ScreenedRow first,
        ScreenedRow second,
        RelevanceRule rule,
        Span<double> relevance,
        ref Workspace workspace);

    /// <summary>
    /// ‖x − u_ij‖² from three distances. Close to a virtual support vector that is a small difference of large numbers: then
    /// <paramref name="isClose"/>, and what is divided by it had better be added up feature by feature.
    /// </summary>
    internal double VirtualDistance(double firstDistance, double secondDistance, double pairDistance, out bool isClose)
    {
        double sum = FirstWeight * firstDistance + SecondWeight * secondDistance;
        double distance = sum - FirstWeight * SecondWeight * pairDistance;
        isClose = distance < 1e-8 * sum;
        return Math.Max(0, distance); // rounding may leave less than nothing
    }

    /// <summary>
    /// Adds the relevance that one virtual support vector passes on, from w₁(x−u)+w₂(x−v) itself, and returns its residual: for pairs that
    /// <see cref="VirtualDistance"/> calls close.
    /// </summary>
    private protected double AddClosePair(
        ReadOnlySpan<float> sample, int i, int j, double p, RelevanceRule rule, double o, double share, Span<double> relevance)
    {
        var pair = new VirtualDifference(sample, First.Vectors.Row(i), Second.Vectors.Row(j), FirstWeight, SecondWeight);
        var passed = RelevanceShare.Of(rule, p, pair.SquaredLength(), Gamma, o);
        pair.AddSquares(share * passed.Weight, relevance);
        return share * passed.Residual;
    }
}
