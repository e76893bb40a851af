using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>One row on its way through a local Times ensemble in double: for explanations, and for scores of which the screens say too little.</summary>
internal ref struct LocalTimesRow
{
    /// <summary>
    /// Below this a sum of products of kernels may have lost terms that matter (double ends at 10⁻³⁰⁸): the half is pooled again by
    /// logarithms. It happens where no edge joins the support vectors nearest to the row.
    /// </summary>
    private const double SmallestSafeSum = 1e-260;

    private readonly LocalTimesEnsemble _model;
    private readonly Side _first;
    private readonly Side _second;
    private double _minimum;

    private LocalTimesRow(LocalTimesEnsemble model, ReadOnlySpan<float> sample, Side first, Side second)
    {
        _model = model;
        Sample = sample;
        _first = first;
        _second = second;
        ComputeKernels();
    }

    /// <summary>The row with distances in double, exact where either member says that they matter.</summary>
    internal static LocalTimesRow Create(
        LocalTimesEnsemble model, ReadOnlySpan<float> sample, ScreenedRow first, ScreenedRow second, scoped ref Workspace workspace) =>
        new(model, sample, new Side(model.First, sample, first, ref workspace), new Side(model.Second, sample, second, ref workspace));

    /// <summary>x.</summary>
    internal ReadOnlySpan<float> Sample { get; }

    /// <summary>e_i = e^(min − h_i) of both members, from the distances as they are now.</summary>
    internal void ComputeKernels() => _minimum = _first.ComputeKernels() + _second.ComputeKernels();

    /// <summary>−log Σ_edges β e^(−γ'D²) = shift − log Σ_edges e^(−h_i−h'_s), where shift is log α plus what renormalising adds.</summary>
    internal readonly HalfPool Pool(NeighborEdges edges, double shift)
    {
        double sum = SumProducts(edges);
        if (double.IsPositiveInfinity(_minimum) || !(sum < SmallestSafeSum))
            return new HalfPool(_minimum, sum, shift, byLogarithm: false);

        double smallest = double.PositiveInfinity;
        for (int e = 0; e < edges.Indices.Length; e++)
            smallest = Math.Min(smallest, Effective(edges, e / edges.NeighborCount, edges.Indices[e]));
        sum = 0;
        for (int e = 0; e < edges.Indices.Length; e++)
            sum += Elementary.Exp(smallest - Effective(edges, e / edges.NeighborCount, edges.Indices[e]));
        return new HalfPool(smallest, sum, shift, byLogarithm: true);
    }

    /// <summary>p_is, the edge's softmax weight in its half.</summary>
    internal readonly double EdgeWeight(NeighborEdges edges, HalfPool pool, int center, int partner) => pool.ByLogarithm
        ? Elementary.Exp(pool.Minimum - Effective(edges, center, partner)) / pool.Sum
        : CenterSide(edges).Kernels[center] * PartnerSide(edges).Kernels[partner] / pool.Sum;

    /// <summary>‖x − u_is‖².</summary>
    internal readonly double VirtualDistance(NeighborEdges edges, int center, int partner, double pairDistance, out bool isClose)
    {
        double ofCenter = CenterSide(edges).Distances[center], ofPartner = PartnerSide(edges).Distances[partner];
        return edges.StartAtFirst
            ? _model.VirtualDistance(ofCenter, ofPartner, pairDistance, out isClose)
            : _model.VirtualDistance(ofPartner, ofCenter, pairDistance, out isClose);
    }

    /// <summary>Recomputes in double the distances at both ends of every edge whose weight reaches <paramref name="smallest"/>.</summary>
    internal readonly void RefineCarriers(NeighborEdges edges, HalfPool pool, double smallest)
    {
        Side centers = CenterSide(edges), partners = PartnerSide(edges);

        // What is not exact yet may be off by its float32 error, and so may what it is compared with.
        smallest *= Elementary.Exp(Math.Max(-2 * (centers.LargestError + partners.LargestError), Elementary.ExpUnderflow));
        for (int e = 0; e < edges.Indices.Length; e++)
        {
            int i = e / edges.NeighborCount, s = edges.Indices[e];
            if (EdgeWeight(edges, pool, i, s) < smallest)
                continue; // not so where it is NaN
            centers.Refine(i, Sample);
            partners.Refine(s, Sample);
        }
    }

    /// <summary>Σ_i e_i Σ_s∈kNN(i) f_s: one addition an edge.</summary>
    private readonly double SumProducts(NeighborEdges edges)
    {
        ReadOnlySpan<double> centers = CenterSide(edges).Kernels, partners = PartnerSide(edges).Kernels;
        ReadOnlySpan<int> indices = edges.Indices;
        int k = edges.NeighborCount;
        double sum = 0;
        for (int i = 0; i < edges.Centers.SupportVectorCount; i++)
        {
            double ofPartners = 0;
            foreach (int s in indices.Slice(i * k, k))
                ofPartners += partners[s];
            sum = Math.FusedMultiplyAdd(centers[i], ofPartners, sum);
        }

        return sum;
    }

    private readonly double Effective(NeighborEdges edges, int center, int partner) =>
        CenterSide(edges).Effective(center) + PartnerSide(edges).Effective(partner);

    private readonly Side CenterSide(NeighborEdges edges) => edges.StartAtFirst ? _first : _second;

    private readonly Side PartnerSide(NeighborEdges edges) => edges.StartAtFirst ? _second : _first;

    /// <summary>One member's numbers for the row.</summary>
    private readonly ref struct Side
    {
        private readonly SupportVectorModel _member;
        private readonly Span<int> _isExact;

        internal Side(SupportVectorModel member, ReadOnlySpan<float> sample, ScreenedRow row, scoped ref Workspace workspace)
        {
            _member = member;
            Distances = member.ExactDistances(sample, row, ref workspace);
            Kernels = workspace.Doubles(Distances.Length);
            _isExact = workspace.Ints(Distances.Length);
            _isExact.Clear();
            LargestError = member.Screen.LargestError(row.Screen);
        }

        /// <summary>By how much an h that is not exact may be off.</summary>
        internal double LargestError { get; }

        /// <summary>d²_i.</summary>
        internal Span<double> Distances { get; }

        /// <summary>e_i.</summary>
        internal Span<double> Kernels { get; }

        /// <summary>Fills <see cref="Kernels"/>; returns the smallest h_i.</summary>
        internal double ComputeKernels()
        {
            Pooled pooled = _member.Pool(Distances);
            _member.Weights(Distances, pooled, Kernels);
            return pooled.Minimum;
        }

        internal double Effective(int i) => SoftMinimum.Effective(Distances, _member.NegativeLog, _member.Gamma, i);

        internal void Refine(int i, ReadOnlySpan<float> sample)
        {
            if (_isExact[i] != 0)
                return;
            Distances[i] = PairDistance.Compute(sample, _member.Vectors.Row(i));
            _isExact[i] = 1;
        }
    }
}

/// <summary>A half of local Times, pooled over its edges.</summary>
internal readonly record struct HalfPool
{
    internal HalfPool(double minimum, double sum, double shift, bool byLogarithm)
    {
        Minimum = minimum;
        Sum = sum;
        Effective = new Pooled(minimum, sum).Value;
        Outlierness = SupportVectorModel.NotNegative(shift + Effective);
        ByLogarithm = byLogarithm;
    }

    /// <summary>What exponents were shifted by.</summary>
    internal double Minimum { get; }

    /// <summary>Σ_edges e^(Minimum − h_i − h'_s).</summary>
    internal double Sum { get; }

    /// <summary>−log Σ_edges e^(−h_i − h'_s).</summary>
    internal double Effective { get; }

    /// <summary>The half's o, not below 0: rounding must not make the weights of its edges negative.</summary>
    internal double Outlierness { get; }

    /// <summary>Whether products of kernels would have vanished.</summary>
    internal bool ByLogarithm { get; }
}
