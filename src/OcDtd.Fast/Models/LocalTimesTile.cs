using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>Rows of a tile on their way through a local Times ensemble by their screens: kernels in float32, up to sixteen rows side by side.</summary>
internal readonly ref struct LocalTimesTile
{
    /// <summary>
    /// Kernels under 2⁻¹²⁵ are 0 in float32: up to 10⁷ of them would be missed by less than 10⁻⁶ of a sum this large. Below it no edge may join
    /// the support vectors nearest to the row.
    /// </summary>
    internal const double SmallestSafeSum = 1e-25;

    /// <summary>Fewer rows than this are summed one by one.</summary>
    private const int FewestSideBySide = 3;

    private readonly LocalTimesEnsemble _model;
    private readonly Span<float> _first;
    private readonly Span<float> _second;
    private readonly Span<float> _firstAside;
    private readonly Span<float> _secondAside;

    internal LocalTimesTile(LocalTimesEnsemble model, int rows, scoped ref Workspace workspace)
    {
        int m = model.First.Vectors.PaddedCount, n = model.Second.Vectors.PaddedCount, side = RowsAtATime(rows);
        _model = model;
        _first = workspace.Floats(side * m);
        _second = workspace.Floats(side * n);
        _firstAside = side == 1 ? default : workspace.Floats(EdgeSums.Lanes * m);
        _secondAside = side == 1 ? default : workspace.Floats(EdgeSums.Lanes * n);
    }

    /// <summary>Doubles of scratch memory for so many rows.</summary>
    internal static int WorkspaceFor(LocalTimesEnsemble model, int rows)
    {
        int m = model.First.Vectors.PaddedCount, n = model.Second.Vectors.PaddedCount, side = RowsAtATime(rows);
        int lanes = checked((side + (side == 1 ? 0 : EdgeSums.Lanes)) * (m + n));
        return Workspace.DoublesFor(lanes) + 4;
    }

    /// <summary>o of every row of which the screens say enough; NaN for the others.</summary>
    internal void Score(TileScreens screens, Span<double> outlierness)
    {
        int step = RowsAtATime(screens.RowCount);
        Span<double> sums = stackalloc double[2 * EdgeSums.Lanes];
        Span<RowPair> rows = stackalloc RowPair[EdgeSums.Lanes];
        for (int first = 0; first < screens.RowCount; first += step)
        {
            int count = Math.Min(step, screens.RowCount - first);
            for (int r = 0; r < count; r++)
                rows[r] = Pool(screens, first + r, r);
            AddUp(count, step, sums);
            for (int r = 0; r < count; r++)
                outlierness[first + r] = Outlierness(rows[r], sums[r], sums[EdgeSums.Lanes + r]);
        }
    }

    private static int RowsAtATime(int rows) => rows < FewestSideBySide ? 1 : EdgeSums.Lanes;

    /// <summary>Kernels of both members for one row.</summary>
    private RowPair Pool(TileScreens screens, int row, int place)
    {
        int m = _model.First.Vectors.PaddedCount, n = _model.Second.Vectors.PaddedCount;
        ScreenedRow u = screens[0, row], v = screens[1, row];
        Span<float> weights = _first.Slice(place * m, m), partnerWeights = _second.Slice(place * n, n);
        ScreenedPool p = _model.First.Screen.Pool(u, weights), q = p;
        if (ReferenceEquals(_model.First, _model.Second))
            weights.CopyTo(partnerWeights);
        else
            q = _model.Second.Screen.Pool(v, partnerWeights);
        double minimum = u.Screen.Base + u.Screen.Minimum + (v.Screen.Base + v.Screen.Minimum);
        return new RowPair(minimum, p.LargestError + q.LargestError, u.Screen.Base + v.Screen.Base);
    }

    private void AddUp(int count, int step, Span<double> sums)
    {
        int m = _model.First.Vectors.PaddedCount, n = _model.Second.Vectors.PaddedCount;
        NeighborEdges first = _model.FirstHalf, second = _model.SecondHalf;
        Span<double> firstSums = sums[..EdgeSums.Lanes], secondSums = sums[EdgeSums.Lanes..];
        if (step == 1)
        {
            firstSums[0] = EdgeSums.OfOne(_first, _second, first.Indices, first.NeighborCount);
            secondSums[0] = _model.HalvesAgree ? firstSums[0] : EdgeSums.OfOne(_second, _first, second.Indices, second.NeighborCount);
            return;
        }

        // Lanes without a row are 0.
        _first[(count * m)..].Clear();
        _second[(count * n)..].Clear();
        EdgeSums.PutSideBySide(_first, m, _firstAside);
        EdgeSums.PutSideBySide(_second, n, _secondAside);
        EdgeSums.OfSixteen(_firstAside, _secondAside, first.Indices, first.NeighborCount, firstSums);
        if (_model.HalvesAgree)
            firstSums.CopyTo(secondSums);
        else
            EdgeSums.OfSixteen(_secondAside, _firstAside, second.Indices, second.NeighborCount, secondSums);
    }

    private double Outlierness(RowPair row, double firstSum, double secondSum)
    {
        if (!double.IsFinite(row.Base))
            return row.Base;

        double o = (_model.HalfOutlierness(row.Minimum, firstSum, isFirst: true) +
            _model.HalfOutlierness(row.Minimum, secondSum, isFirst: false)) / 2;
        double edges = Math.Max(_model.FirstHalf.Indices.Length, _model.SecondHalf.Indices.Length);
        double error = Error(row.Error, edges, Math.Min(firstSum, secondSum));
        bool isEnough = row.Error <= 0.01 && firstSum >= SmallestSafeSum && secondSum >= SmallestSafeSum &&
            error <= MemberMean.ScoreTolerance * Math.Max(1, o);
        return isEnough ? o : double.NaN;
    }

    /// <summary>By how much the logarithm of a sum over edges may be off, where each h_i + h'_s is by <paramref name="ofPairs"/>, 0.01 or less.</summary>
    internal static double Error(double ofPairs, double edges, double sum) =>
        1.01 * ofPairs + RelativeSoftMinimum.SumErrorOf(Elementary.Log(edges / sum)) + EdgeSums.RelativeError;

    /// <summary>What a row's kernels are relative to.</summary>
    private readonly record struct RowPair(double Minimum, double Error, double Base);
}
