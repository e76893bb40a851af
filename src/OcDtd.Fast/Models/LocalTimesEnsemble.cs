using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>
/// Local Times: the product of two members kept to near pairs, in two halves whose outlierness and relevance are averaged
/// (eqs 2.10–2.15; C1 × C2, neural network 4).
/// </summary>
/// <remarks>
/// <para>The first half keeps, for each u_i, its k nearest v_j; the second, for each v_j, its l nearest u_i; ties go to the smaller index.
/// With k = n and l = m it is global Times. Weights β stay normalised over all pairs unless renormalised.</para>
/// <para>Scoring costs m + n distances and m·k + n·l additions; explaining d for every edge that carries weight, in float32 where
/// nearly all do.</para>
/// <para>See <see cref="OneClassModel"/> for what all models promise.</para>
/// </remarks>
public sealed class LocalTimesEnsemble : TimesEnsemble
{
    private readonly NeighborEdges _fromFirst;
    private readonly NeighborEdges _fromSecond;
    private readonly double _shiftOfFirst;
    private readonly double _shiftOfSecond;
    private readonly bool _halvesAgree;

    /// <summary>Multiplies two members with k = l.</summary>
    /// <param name="first">u, m support vectors; may be <paramref name="second"/> itself.</param>
    /// <param name="second">v, n support vectors.</param>
    /// <param name="neighbors">k = l, from 1 to min(m, n).</param>
    /// <param name="options">Threads and cancellation while it is made.</param>
    /// <exception cref="ArgumentException">
    /// The members have a scaling or disagree on the number of features, or k is out of range.
    /// </exception>
    public LocalTimesEnsemble(SupportVectorModel first, SupportVectorModel second, int neighbors, BatchOptions options = default)
        : this(first, second, neighbors, neighbors, renormalize: false, options)
    {
    }

    /// <summary>Multiplies two members. Computes log α over all m·n pairs and the nearest neighbours, on all cores.</summary>
    /// <param name="first">u, m support vectors; may be <paramref name="second"/> itself.</param>
    /// <param name="second">v, n support vectors.</param>
    /// <param name="neighborsOfFirst">k, from 1 to n: partners of each u_i.</param>
    /// <param name="neighborsOfSecond">l, from 1 to m: partners of each v_j.</param>
    /// <param name="renormalize">Whether each half's β is made to sum to 1 after truncation: same ranking, shifted scores.</param>
    /// <param name="options">Threads and cancellation while it is made.</param>
    /// <exception cref="ArgumentException">
    /// The members have a scaling or disagree on the number of features, or k or l is out of range.
    /// </exception>
    public LocalTimesEnsemble(
        SupportVectorModel first,
        SupportVectorModel second,
        int neighborsOfFirst,
        int neighborsOfSecond,
        bool renormalize = false,
        BatchOptions options = default)
        : base(first, second, logAlpha: null, options)
    {
        CheckNeighbors(neighborsOfFirst, second, nameof(neighborsOfFirst));
        CheckNeighbors(neighborsOfSecond, first, nameof(neighborsOfSecond));
        _halvesAgree = ReferenceEquals(first, second) && neighborsOfFirst == neighborsOfSecond;
        _fromFirst = NeighborEdges.Find(first, second, startAtFirst: true, neighborsOfFirst, options);
        _fromSecond = _halvesAgree ? _fromFirst : NeighborEdges.Find(second, first, startAtFirst: false, neighborsOfSecond, options);
        LogKeptMassOfFirst = _fromFirst.LogKeptMass(LogAlpha);
        LogKeptMassOfSecond = _fromSecond.LogKeptMass(LogAlpha);
        IsRenormalized = renormalize;
        (_shiftOfFirst, _shiftOfSecond) = Shifts();
    }

    private LocalTimesEnsemble(
        SupportVectorModel first, SupportVectorModel second, NeighborEdges fromFirst, NeighborEdges fromSecond, LocalTimesConstants constants)
        : base(first, second, constants.LogAlpha, default)
    {
        _fromFirst = fromFirst;
        _fromSecond = fromSecond;
        LogKeptMassOfFirst = constants.LogKeptMassOfFirst;
        LogKeptMassOfSecond = constants.LogKeptMassOfSecond;
        IsRenormalized = constants.IsRenormalized;
        _halvesAgree = ReferenceEquals(first, second) && fromFirst.Indices.SequenceEqual(fromSecond.Indices);
        (_shiftOfFirst, _shiftOfSecond) = Shifts();
    }

    /// <summary>k: partners of each support vector of the first member.</summary>
    public int NeighborsOfFirst => _fromFirst.NeighborCount;

    /// <summary>l: partners of each support vector of the second member.</summary>
    public int NeighborsOfSecond => _fromSecond.NeighborCount;

    /// <summary>Whether each half's weights sum to 1 after truncation.</summary>
    public bool IsRenormalized { get; }

    /// <summary>log of the mass β that the first half keeps, ≤ 0.</summary>
    public double LogKeptMassOfFirst { get; }

    /// <summary>log of the mass β that the second half keeps, ≤ 0.</summary>
    public double LogKeptMassOfSecond { get; }

    /// <summary>m × k indices into the second member, nearest first.</summary>
    public ReadOnlySpan2D<int> EdgesOfFirst =>
        ReadOnlySpan2D<int>.DangerousCreate(in _fromFirst.Indices[0], First.SupportVectorCount, NeighborsOfFirst, 0);

    /// <summary>n × l indices into the first member, nearest first.</summary>
    public ReadOnlySpan2D<int> EdgesOfSecond =>
        ReadOnlySpan2D<int>.DangerousCreate(in _fromSecond.Indices[0], Second.SupportVectorCount, NeighborsOfSecond, 0);

    /// <summary>The first half's edges, for pixel flipping.</summary>
    internal NeighborEdges FirstHalf => _fromFirst;

    /// <summary>The second half's edges, for pixel flipping.</summary>
    internal NeighborEdges SecondHalf => _fromSecond;

    /// <summary>Whether both halves are one and the same, as for C × C with k = l: they are computed, and stored, once.</summary>
    public bool HalvesAgree => _halvesAgree;

    /// <summary>The same with edges and constants as they were stored, bit for bit; no neighbour is searched.</summary>
    /// <param name="first">u, m support vectors.</param>
    /// <param name="second">v, n support vectors.</param>
    /// <param name="edgesOfFirst">m × k indices into <paramref name="second"/>.</param>
    /// <param name="edgesOfSecond">n × l indices into <paramref name="first"/>.</param>
    /// <param name="constants">What the model computed when it was made.</param>
    /// <exception cref="ArgumentException">Sizes disagree, an index is out of range, or a constant is not finite.</exception>
    public static LocalTimesEnsemble Restore(
        SupportVectorModel first,
        SupportVectorModel second,
        ReadOnlySpan2D<int> edgesOfFirst,
        ReadOnlySpan2D<int> edgesOfSecond,
        LocalTimesConstants constants)
    {
        if (!double.IsFinite(constants.LogKeptMassOfFirst) || !double.IsFinite(constants.LogKeptMassOfSecond))
        {
            throw new ArgumentException(
                $"log kept masses are {constants.LogKeptMassOfFirst} and {constants.LogKeptMassOfSecond}; expected finite values.",
                nameof(constants));
        }

        return new LocalTimesEnsemble(
            first,
            second,
            NeighborEdges.Restore(first, second, startAtFirst: true, edgesOfFirst),
            NeighborEdges.Restore(second, first, startAtFirst: false, edgesOfSecond),
            constants);
    }

    private protected override WorkspaceSize RowSize(int rows, bool explain)
    {
        int m = First.Vectors.PaddedCount, n = Second.Vectors.PaddedCount;
        int longest = Math.Max(NeighborsOfFirst, NeighborsOfSecond);
        return explain
            ? ExplainSize(rows, new WorkspaceSize(
                Math.Max(4 * (m + n) + longest + FeatureCount, LocalTimesTile.WorkspaceFor(this, rows)), 2 * (m + n) + longest))
            : new WorkspaceSize(Math.Max(2 * (m + n), LocalTimesTile.WorkspaceFor(this, rows)), m + n);
    }

    private protected override void Outlierness(
        RowTile samples, TileScreens screens, Span<double> outlierness, ref Workspace workspace)
    {
        (int, int) mark = workspace.Mark;
        new LocalTimesTile(this, samples.Count, ref workspace).Score(screens, outlierness);
        for (int r = 0; r < samples.Count; r++)
        {
            workspace.Release(mark);
            ScreenedRow first = screens[0, r], second = screens[1, r];
            if (!double.IsNaN(outlierness[r]) || double.IsNaN(first.Screen.Base + second.Screen.Base))
                continue;

            var row = LocalTimesRow.Create(this, samples.Row(r), first, second, ref workspace);
            PoolExact(ref row, out HalfPool firstHalf, out HalfPool secondHalf);
            outlierness[r] = (firstHalf.Outlierness + secondHalf.Outlierness) / 2;
        }

        workspace.Release(mark);
    }

    /// <summary>o of one half: shift + minimum − log Σ_edges e^(minimum − h_i − h'_s).</summary>
    internal double HalfOutlierness(double minimum, double sum, bool isFirst) =>
        new HalfPool(minimum, sum, LogAlpha + (isFirst ? _shiftOfFirst : _shiftOfSecond), byLogarithm: false).Outlierness;

    /// <summary>Pools both halves with exact distances at both ends of every edge that carries weight.</summary>
    private void PoolExact(ref LocalTimesRow row, out HalfPool first, out HalfPool second)
    {
        PoolHalves(ref row, out first, out second);
        row.RefineCarriers(_fromFirst, first, NegligiblePair);
        if (!_halvesAgree)
            row.RefineCarriers(_fromSecond, second, NegligiblePair);
        row.ComputeKernels();
        PoolHalves(ref row, out first, out second);
    }

    private void PoolHalves(ref LocalTimesRow row, out HalfPool first, out HalfPool second)
    {
        first = row.Pool(_fromFirst, LogAlpha + _shiftOfFirst);
        second = _halvesAgree ? first : row.Pool(_fromSecond, LogAlpha + _shiftOfSecond);
    }

    private protected override PairList[] ListPairs() =>
        _halvesAgree ? [new EdgePairs(this, _fromFirst)] : [new EdgePairs(this, _fromFirst), new EdgePairs(this, _fromSecond)];

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
        var row = LocalTimesRow.Create(this, sample, first, second, ref workspace);
        PoolExact(ref row, out HalfPool firstHalf, out HalfPool secondHalf);
        if (_halvesAgree)
        {
            AddHalf(ref row, _fromFirst, firstHalf, 1, rule, relevance, out double residual, ref workspace);
            return residual;
        }

        (int, int) mark = workspace.Mark;
        AddHalf(ref row, _fromFirst, firstHalf, 0.5, rule, relevance, out double firstResidual, ref workspace);
        workspace.Release(mark);
        AddHalf(ref row, _fromSecond, secondHalf, 0.5, rule, relevance, out double secondResidual, ref workspace);
        return firstResidual + secondResidual;
    }

    /// <summary>
    /// One half's relevance: edge weights c, their sums by centre and by partner before w²(x−u)² and w²(x−v)², and for every centre the
    /// cross term 2w₁w₂(x−u_i)⊙Σ_s c_is(x−v_s).
    /// </summary>
    private void AddHalf(
        scoped ref LocalTimesRow row,
        NeighborEdges edges,
        HalfPool pool,
        double share,
        RelevanceRule rule,
        Span<double> relevance,
        out double residual,
        ref Workspace workspace)
    {
        SupportVectorModel centers = edges.Centers, partners = edges.Partners;
        double centerWeight = centers.Gamma / Gamma, partnerWeight = partners.Gamma / Gamma;
        int k = edges.NeighborCount;
        Span<double> partnerSums = workspace.Zeros(partners.Vectors.PaddedCount);
        Span<double> centerSums = workspace.Doubles(centers.Vectors.PaddedCount);
        Span<int> chosenCenters = workspace.Ints(centers.Vectors.PaddedCount);
        Span<int> chosen = workspace.Ints(k);
        Span<double> weights = workspace.Doubles(k);
        Span<double> cross = workspace.Doubles(FeatureCount);
        ReadOnlySpan<int> indices = edges.Indices;
        int centerCount = 0;
        residual = 0;
        for (int i = 0; i < centers.SupportVectorCount; i++)
        {
            int count = 0;
            double sum = 0;
            for (int e = i * k; e < (i + 1) * k; e++)
            {
                int s = indices[e];
                double p = row.EdgeWeight(edges, pool, i, s);
                if (p < NegligiblePair)
                    continue;

                double distance = row.VirtualDistance(edges, i, s, edges.Distances[e], out bool isClose);
                if (isClose)
                {
                    (int u, int v) = edges.StartAtFirst ? (i, s) : (s, i);
                    residual += AddClosePair(row.Sample, u, v, p, rule, pool.Outlierness, share, relevance);
                    continue;
                }

                var passed = RelevanceShare.Of(rule, p, distance, Gamma, pool.Outlierness);
                residual += share * passed.Residual;
                double weight = share * passed.Weight;
                sum += weight;
                partnerSums[s] += weight;
                chosen[count] = s;
                weights[count++] = weight;
            }

            if (count == 0)
                continue;

            chosenCenters[centerCount] = i;
            centerSums[centerCount++] = centerWeight * centerWeight * sum;
            cross.Clear();
            Relevance.AddWeightedDifferences(row.Sample, partners.Vectors, chosen[..count], weights[..count], cross);
            Relevance.AddProduct(2 * centerWeight * partnerWeight, row.Sample, centers.Vectors.Row(i), cross, relevance);
        }

        Relevance.AddWeightedSquares(row.Sample, centers.Vectors, chosenCenters[..centerCount], centerSums[..centerCount], relevance);

        Span<int> chosenPartners = workspace.Ints(partners.Vectors.PaddedCount);
        int partnerCount = 0;
        for (int s = 0; s < partners.SupportVectorCount; s++)
        {
            if (partnerSums[s] <= 0)
                continue;
            chosenPartners[partnerCount] = s;
            partnerSums[partnerCount++] = partnerWeight * partnerWeight * partnerSums[s]; // partnerCount ≤ s
        }

        Relevance.AddWeightedSquares(row.Sample, partners.Vectors, chosenPartners[..partnerCount], partnerSums[..partnerCount], relevance);
    }

    private protected override void AddPrototypes(
        ReadOnlySpan<float> sample, TileScreens screens, ref TopPrototypes top, ref Workspace workspace)
    {
        var row = LocalTimesRow.Create(this, sample, screens[0, 0], screens[1, 0], ref workspace);
        PoolExact(ref row, out HalfPool first, out HalfPool second);
        Span<double> firstMarginal = workspace.Zeros(First.Vectors.PaddedCount);
        Span<double> secondMarginal = workspace.Zeros(Second.Vectors.PaddedCount);
        AddMarginals(ref row, _fromFirst, first, firstMarginal, secondMarginal);
        AddMarginals(ref row, _fromSecond, second, secondMarginal, firstMarginal);
        for (int i = 0; i < First.SupportVectorCount; i++)
            top.Offer(0, i, firstMarginal[i]);
        for (int j = 0; j < Second.SupportVectorCount; j++)
            top.Offer(1, j, secondMarginal[j]);
    }

    private static void AddMarginals(
        ref LocalTimesRow row, NeighborEdges edges, HalfPool pool, Span<double> ofCenters, Span<double> ofPartners)
    {
        for (int e = 0; e < edges.Indices.Length; e++)
        {
            int i = e / edges.NeighborCount, s = edges.Indices[e];
            double p = row.EdgeWeight(edges, pool, i, s) / 2;
            ofCenters[i] += p;
            ofPartners[s] += p;
        }
    }

    private (double First, double Second) Shifts() => IsRenormalized ? (LogKeptMassOfFirst, LogKeptMassOfSecond) : (0, 0);

    private static void CheckNeighbors(int neighbors, SupportVectorModel partners, string name)
    {
        if (neighbors < 1 || neighbors > partners.SupportVectorCount)
        {
            throw new ArgumentOutOfRangeException(
                name, $"{neighbors} neighbours of {partners.SupportVectorCount} support vectors; expected 1 … {partners.SupportVectorCount}.");
        }
    }
}

/// <summary>What a local Times ensemble computes when it is made and a model file keeps.</summary>
/// <param name="LogAlpha">log α over all pairs.</param>
/// <param name="LogKeptMassOfFirst">log of the mass the first half keeps.</param>
/// <param name="LogKeptMassOfSecond">log of the mass the second half keeps.</param>
/// <param name="IsRenormalized">Whether each half's weights sum to 1 after truncation.</param>
public readonly record struct LocalTimesConstants(
    double LogAlpha, double LogKeptMassOfFirst, double LogKeptMassOfSecond, bool IsRenormalized);
