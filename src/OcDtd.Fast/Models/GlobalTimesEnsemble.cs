using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>Global Times: the product of two members, over all pairs of support vectors (eqs 2.6–2.9; C1 × C2, neural network 3).</summary>
/// <remarks>
/// <para>Scoring costs what bagging costs: o = o₁ + o₂ + log α; no pair is visited.</para>
/// <para>Explaining factors as well where few pairs matter: those whose relevance is not clipped contribute a product of two member-wise sums, so
/// only clipped pairs that carry weight cost d each. Where nearly all matter each costs d in float32. The distances between members, m·n doubles,
/// are computed at the first explanation and kept, up to 2²⁷ of them (1 GiB); beyond that pair by pair, all in double.</para>
/// <para>See <see cref="OneClassModel"/> for what all models promise.</para>
/// </remarks>
public sealed class GlobalTimesEnsemble : TimesEnsemble
{
    private const long MostPairsKept = 1L << 27;
    private readonly Lazy<double[]?> _pairDistances;

    /// <summary>Multiplies two members, of any two widths. Computes log α over all m·n pairs, on all cores.</summary>
    /// <param name="first">u; may be <paramref name="second"/> itself.</param>
    /// <param name="second">v.</param>
    /// <param name="options">Threads and cancellation while it is made.</param>
    /// <exception cref="ArgumentException">The members have a scaling or disagree on the number of features.</exception>
    public GlobalTimesEnsemble(SupportVectorModel first, SupportVectorModel second, BatchOptions options = default)
        : this(first, second, logAlpha: null, options)
    {
    }

    private GlobalTimesEnsemble(SupportVectorModel first, SupportVectorModel second, double? logAlpha, BatchOptions options)
        : base(first, second, logAlpha, options)
    {
        _pairDistances = new Lazy<double[]?>(ComputePairDistances);
    }

    /// <summary>The same with <see cref="TimesEnsemble.LogAlpha"/> as it was stored, bit for bit, and nothing computed.</summary>
    /// <exception cref="ArgumentException">
    /// The members have a scaling or disagree on the number of features, or log α is not finite.
    /// </exception>
    public static GlobalTimesEnsemble Restore(SupportVectorModel first, SupportVectorModel second, double logAlpha) =>
        new(first, second, logAlpha, default);

    private protected override WorkspaceSize RowSize(int rows, bool explain)
    {
        int m = First.Vectors.PaddedCount, n = Second.Vectors.PaddedCount;
        return explain ? ExplainSize(rows, new WorkspaceSize(3 * m + 4 * n + 3 * FeatureCount, m + 2 * n)) : new WorkspaceSize(m + n, 0);
    }

    private protected override void Outlierness(
        RowTile samples, TileScreens screens, Span<double> outlierness, ref Workspace workspace)
    {
        (int, int) mark = workspace.Mark;
        for (int r = 0; r < samples.Count; r++)
        {
            outlierness[r] = Outlierness(samples.Row(r), screens[0, r], screens[1, r], ref workspace);
            workspace.Release(mark);
        }
    }

    private double Outlierness(ReadOnlySpan<float> sample, ScreenedRow first, ScreenedRow second, ref Workspace workspace)
    {
        ScreenedPool p = First.Screen.Pool(first), q = Second.Screen.Pool(second);
        double o = p.Outlierness + q.Outlierness + LogAlpha;
        if (!double.IsFinite(first.Screen.Base + second.Screen.Base) || p.Error + q.Error <= MemberMean.ScoreTolerance * Math.Max(1, o))
            return SupportVectorModel.NotNegative(o);

        // A small difference of large numbers, or a row far from the centre: what carries weight is taken in double.
        Pooled exactFirst = First.Pool(First.ExactDistances(sample, first, ref workspace));
        Pooled exactSecond = Second.Pool(Second.ExactDistances(sample, second, ref workspace));
        return ExactOutlierness(exactFirst, exactSecond);
    }

    private double ExactOutlierness(Pooled first, Pooled second) =>
        SupportVectorModel.NotNegative(first.Value + second.Value + LogAlpha);

    private protected override PairList[] ListPairs() => [new AllPairs(this, _pairDistances.Value)];

    private protected override double AddRelevance(
        ReadOnlySpan<float> sample,
        ScreenedRow first,
        ScreenedRow second,
        RelevanceRule rule,
        Span<double> relevance,
        ref Workspace workspace)
    {
        // An explanation asks for more than the score's digits: softmax weights lose them in proportion to h, relevance is promised to
        // a share of itself however small o is, and virtual distances cancel.
        Span<double> firstDistances = First.ExactDistances(sample, first, ref workspace);
        Span<double> secondDistances = Second.ExactDistances(sample, second, ref workspace);
        Pooled firstPool = First.Pool(firstDistances), secondPool = Second.Pool(secondDistances);
        double o = ExactOutlierness(firstPool, secondPool);
        var u = new Survivors(First, firstDistances, firstPool, ref workspace);
        var v = new Survivors(Second, secondDistances, secondPool, ref workspace);
        AddPairs(sample, firstDistances, secondDistances, rule, o, u, v, relevance, out double residual, ref workspace);
        if (rule == RelevanceRule.Thesis)
            AddUnclipped(sample, u, v, relevance, ref workspace);
        return residual;
    }

    /// <summary>
    /// Everything pair by pair that is a scalar: each pair's weight goes into its row's and its column's sum, which stand before
    /// w₁²(x−u_i)² and w₂²(x−v_j)². The cross terms 2w₁w₂·c_ij(x−u_i)⊙(x−v_j) of pairs whose weight is γ'p_iq_j are one product, added
    /// by <see cref="AddUnclipped"/>; here only what the others differ by.
    /// </summary>
    private void AddPairs(
        ReadOnlySpan<float> sample,
        ReadOnlySpan<double> firstDistances,
        ReadOnlySpan<double> secondDistances,
        RelevanceRule rule,
        double o,
        scoped Survivors first,
        scoped Survivors second,
        Span<double> relevance,
        out double residual,
        ref Workspace workspace)
    {
        Span<double> columnSums = workspace.Zeros(second.Chosen.Length);
        Span<double> rowSums = workspace.Doubles(first.Chosen.Length);
        Span<double> partnerWeights = workspace.Doubles(second.Chosen.Length);
        Span<int> partners = workspace.Ints(second.Chosen.Length);
        Span<double> partnerSum = workspace.Doubles(FeatureCount);
        double cross = 2 * FirstWeight * SecondWeight;
        residual = 0;
        for (int a = 0; a < first.Chosen.Length; a++)
        {
            int i = first.Chosen[a], count = 0;
            double rowSum = 0;
            for (int b = 0; b < second.Chosen.Length; b++)
            {
                int j = second.Chosen[b];
                double p = first.Weights[a] * second.Weights[b];
                double unclipped = rule == RelevanceRule.Conservative ? 0 : Gamma * p; // what AddUnclipped does for the pair
                if (p < NegligiblePair)
                {
                    // Left as it is in all three terms: together they are little, one without the others may be much.
                    rowSum += unclipped;
                    columnSums[b] += unclipped;
                    continue;
                }

                double distance = VirtualDistance(firstDistances[i], secondDistances[j], PairDistanceOf(i, j), out bool isClose);
                if (isClose && rule == RelevanceRule.Conservative)
                {
                    residual += AddClosePair(sample, i, j, p, rule, o, share: 1, relevance);
                    continue;
                }

                var passed = RelevanceShare.Of(rule, p, distance, Gamma, o);
                residual += passed.Residual;
                rowSum += passed.Weight;
                columnSums[b] += passed.Weight;
                if (passed.Weight != unclipped)
                {
                    partners[count] = j;
                    partnerWeights[count++] = passed.Weight - unclipped;
                }
            }

            rowSums[a] = FirstWeight * FirstWeight * rowSum;
            if (count == 0)
                continue;

            partnerSum.Clear();
            Relevance.AddWeightedDifferences(sample, Second.Vectors, partners[..count], partnerWeights[..count], partnerSum);
            Relevance.AddProduct(cross, sample, First.Vectors.Row(i), partnerSum, relevance);
        }

        for (int b = 0; b < columnSums.Length; b++)
            columnSums[b] *= SecondWeight * SecondWeight;
        Relevance.AddWeightedSquares(sample, First.Vectors, first.Chosen, rowSums, relevance);
        Relevance.AddWeightedSquares(sample, Second.Vectors, second.Chosen, columnSums, relevance);
    }

    /// <summary>The cross terms of all pairs as if none were clipped: 2w₁w₂γ'·E_p[x−u]⊙E_q[x−v].</summary>
    private void AddUnclipped(
        ReadOnlySpan<float> sample, scoped Survivors first, scoped Survivors second, Span<double> relevance, ref Workspace workspace)
    {
        Span<double> meanFirst = workspace.Zeros(FeatureCount);
        Span<double> meanSecond = workspace.Zeros(FeatureCount);
        Relevance.AddWeightedDifferences(sample, First.Vectors, first.Chosen, first.Weights, meanFirst);
        Relevance.AddWeightedDifferences(sample, Second.Vectors, second.Chosen, second.Weights, meanSecond);
        Relevance.AddProduct(2 * FirstWeight * SecondWeight * Gamma, meanFirst, meanSecond, relevance);
    }

    private protected override void AddPrototypes(
        ReadOnlySpan<float> sample, TileScreens screens, ref TopPrototypes top, ref Workspace workspace)
    {
        // p_ij = p_i·q_j, so the marginals are the members' own responsibilities.
        First.OfferResponsibilities(0, sample, screens[0, 0], ref top, ref workspace);
        Second.OfferResponsibilities(1, sample, screens[1, 0], ref top, ref workspace);
    }

    private double PairDistanceOf(int i, int j) => _pairDistances.Value is { } kept
        ? kept[(long)i * Second.SupportVectorCount + j]
        : PairDistance.Compute(First.Vectors.Row(i), Second.Vectors.Row(j));

    private double[]? ComputePairDistances()
    {
        if ((long)First.SupportVectorCount * Second.SupportVectorCount > MostPairsKept)
            return null;

        int n = Second.SupportVectorCount;
        double[] distances = new double[First.SupportVectorCount * n];
        Parallel.For(0, First.SupportVectorCount, i =>
            MemberProduct.FillDistances(First.Vectors.Row(i), Second.Vectors, distances.AsSpan(i * n, n)));
        return distances;
    }

    /// <summary>The support vectors of one member that carry weight for a row, with their normalised softmax weights.</summary>
    private readonly ref struct Survivors
    {
        internal Survivors(SupportVectorModel member, ReadOnlySpan<double> distances, Pooled pooled, ref Workspace workspace)
        {
            Span<double> weights = workspace.Doubles(member.Vectors.PaddedCount);
            Span<int> chosen = workspace.Ints(member.Vectors.PaddedCount);
            member.Weights(distances, pooled, weights);
            double smallest = Elementary.Exp(-MemberScreen.Negligible);
            int count = 0;
            for (int i = 0; i < member.SupportVectorCount; i++)
            {
                if (weights[i] < smallest)
                    continue;
                chosen[count] = i;
                weights[count++] = weights[i] / pooled.Sum; // count ≤ i: what is overwritten has been read
            }

            Chosen = chosen[..count];
            Weights = weights[..count];
        }

        internal ReadOnlySpan<int> Chosen { get; }

        internal ReadOnlySpan<double> Weights { get; }
    }
}
