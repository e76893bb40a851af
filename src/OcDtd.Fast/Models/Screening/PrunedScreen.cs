using System.Runtime.InteropServices;
using OcDtd.Fast.Kernels;
using OcDtd.Fast.Screening;

namespace OcDtd.Fast;

/// <summary>
/// Effective distances where few support vectors matter to a row: lower bounds of all from a few principal axes, then distances of those that
/// the bounds do not rule out, pair by pair.
/// </summary>
/// <remarks>
/// <para>v_i is a lower bound of h_i − base, base = γ(K + N_x), by one dot product of k + 1 features (<see cref="AxisProjection"/>). The few support
/// vectors with the smallest are taken exactly and pooled, o*; then a cut is sought such that all support vectors beyond it, each as heavy as its
/// bound allows, weigh at most <see cref="LeftOut"/> of e^(−o*), and so of the whole sum. The cut depends on the row alone.</para>
/// <para>Where too many are left, the row is screened by <see cref="DotScreen"/> as if there were no bounds.</para>
/// </remarks>
internal sealed class PrunedScreen
{
    /// <summary>What all support vectors that are left out may weigh together, relative to the sum: a score is off by that.</summary>
    internal const double LeftOut = 3e-7;

    /// <summary>Where more than this share survives, computing all is cheaper.</summary>
    private const double MostSurvivors = 0.4;

    private const double FirstReach = 17.5;

    /// <summary>Bounds within this of the smallest, up to so many of them, are looked into before the cut is sought.</summary>
    private const float LikelyReach = 4;
    private const int MostLikely = 16;

    private readonly CenteredSupportVectors _centered;
    private readonly AxisProjection _projection;
    private readonly Panels _panels;
    private readonly AlignedRows _rows;
    private readonly AlignedArray<float> _bias;
    private readonly double[] _logs;
    private readonly double _gamma;
    private readonly float _scale;
    private readonly double _sharedSlack;

    private PrunedScreen(CenteredSupportVectors centered, DistanceScreen bounds, ReadOnlySpan<double> logDualCoefficients, double gamma)
    {
        int count = logDualCoefficients.Length;
        _centered = centered;
        _projection = bounds.Projection;
        _panels = new Panels(bounds.Augmented, count, _projection.AugmentedCount);
        _rows = new AlignedRows(centered.Varying.Rows, count, centered.FeatureCount);
        _logs = logDualCoefficients.ToArray();
        _gamma = gamma;
        _scale = (float)(-2 * gamma);
        _bias = new AlignedArray<float>(_panels.PaddedCount);
        _bias.Span.Fill(float.PositiveInfinity);
        double largest = 0;
        for (int i = 0; i < count; i++)
        {
            _bias[i] = (float)(gamma * bounds.Norms[i] - _logs[i]);
            largest = Math.Max(largest, 10 * gamma * centered.SquaredNorms[i] + 2 * Math.Abs(_logs[i]));
        }

        _sharedSlack = MemberScreen.FirstOrder * largest;
        Capacity = (int)(MostSurvivors * _panels.PaddedCount) / Panels.Lanes * Panels.Lanes;
    }

    /// <summary>As many may survive.</summary>
    internal int Capacity { get; }

    /// <summary>Axes and the length of what they leave: features of a bound.</summary>
    internal int BoundFeatures => _projection.AugmentedCount;

    /// <summary>Finds axes; null where bounds would not pay.</summary>
    internal static PrunedScreen? TryCreate(CenteredSupportVectors centered, ReadOnlySpan<double> logDualCoefficients, double gamma)
    {
        int count = logDualCoefficients.Length, features = centered.FeatureCount;
        if (!MemberScreen.SuitsFloats(gamma) || ScreenTrial.Candidates(count, features).Length == 0)
            return null;

        double[] negativeLog = new double[count];
        for (int i = 0; i < count; i++)
            negativeLog[i] = -logDualCoefficients[i];
        var bounds = DistanceScreen.Choose(centered.CenterAll(), count, features, negativeLog, gamma, DotProducts.RelativeError(features));
        return bounds is null ? null : new PrunedScreen(centered, bounds, logDualCoefficients, gamma);
    }

    /// <summary>Doubles of scratch memory for so many rows.</summary>
    internal int WorkspaceFor(int rows) => checked(
        Workspace.DoublesFor(rows * RowStride) + Workspace.DoublesInCacheLine + Workspace.DoublesFor(rows * _centered.ScratchLength) +
        Workspace.DoublesFor(rows * BoundFeatures) + Workspace.DoublesFor(DotProducts.GroupedLength(rows, BoundFeatures)) + 3 * rows + Capacity);

    /// <summary>Floats from one row's varying features to the next one's, in whole cache lines.</summary>
    private int RowStride => Math.Max(_rows.PaddedFeatureCount, AlignedRows.Padded(_centered.ScratchLength));

    /// <summary>Screens all <paramref name="rows"/>.</summary>
    /// <param name="rows">Rows in the model's units.</param>
    /// <param name="relative">Receives v, bounds; has room for whole groups of rows.</param>
    /// <param name="survivors">Receives each row's survivors, 2·Capacity a row.</param>
    /// <param name="screens">Receives what goes with them; Survivors is −1 where a row is to be screened otherwise.</param>
    /// <param name="workspace">Scratch memory.</param>
    internal void Compute(
        scoped RowTile rows,
        scoped Span<float> relative,
        scoped Span<float> survivors,
        scoped Span<RowScreen> screens,
        scoped ref Workspace workspace)
    {
        int padded = _panels.PaddedCount, length = BoundFeatures, n = rows.Count, stride = _centered.ScratchLength;
        Span<float> varying = workspace.AlignedFloats(n * RowStride), centered = workspace.Floats(n * stride);
        Span<float> augmented = workspace.Floats(n * length), grouped = workspace.Floats(DotProducts.GroupedLength(n, length));
        Span<double> constants = workspace.Doubles(n), squares = workspace.Doubles(n), norms = workspace.Doubles(n);
        Span<double> distances = workspace.Doubles(Capacity);
        screens = screens[..n];
        for (int r = 0; r < n; r++)
        {
            Span<float> own = varying.Slice(r * RowStride, RowStride);
            RowNorms of = _centered.Prepare(rows.Row(r), own, centered.Slice(r * stride, stride));
            own[_centered.FeatureCount..].Clear(); // whole cache lines, as the support vectors'
            (constants[r], squares[r]) = (of.Constant, of.Squared);
        }

        _projection.Project(
            new RowTile(ref MemoryMarshal.GetReference(centered), stride, n, _centered.FeatureCount), augmented, norms);
        if (n > 1 && n % DotProducts.RowGroup != 0)
            grouped.Clear();
        for (int r = 0; r < n; r++)
            DotProducts.Group(augmented.Slice(r * length, length), r, n, grouped);
        DotProducts.Compute(grouped, n, _panels, relative);
        for (int r = 0; r < n; r++)
        {
            Span<float> bounds = relative.Slice(r * padded, padded);
            float minimum = RelativeSoftMinimum.FromDots(bounds, _bias.Span, _scale);
            var screen = new RowScreen(
                _gamma * (constants[r] + norms[r]), 0, _sharedSlack + MemberScreen.FirstOrder * 6 * _gamma * squares[r], minimum);
            var row = new PrunedRow(
                varying.Slice(r * RowStride, _rows.PaddedFeatureCount), bounds, survivors.Slice(r * 2 * Capacity, 2 * Capacity), constants[r]);
            int count = Prune(row, screen, distances, out double pruned);
            screens[r] = count < 0 ? screen : Finish(row, screen with { Pruned = pruned }, Effective(row, count, distances));
        }
    }

    /// <summary>
    /// Finds a row's survivors; returns how many, or −1 where the row is to be screened otherwise, and what the others weigh at most.
    /// </summary>
    private int Prune(PrunedRow row, RowScreen screen, Span<double> distances, out double pruned)
    {
        pruned = 0;
        if (!double.IsFinite(screen.Base) || !float.IsFinite(screen.Minimum))
            return -1;

        Span<int> indices = row.Indices;
        int likely = Collecting.Collect(row.Bounds, screen.Minimum, screen.Minimum + LikelyReach, indices[..MostLikely], out _);
        double pooled = Pool(Effective(row, Math.Min(likely, MostLikely), distances));
        if (!double.IsFinite(pooled))
            return -1;

        double aboveBound = pooled - (screen.Base + screen.Minimum - screen.Offset); // how far o* is above the smallest bound
        double mostLeftOut = LeftOut * Elementary.Exp(-Math.Max(0, aboveBound));
        for (double reach = FirstReach; ;)
        {
            float cut = MathF.BitIncrement((float)(pooled + reach - screen.Base + screen.Offset));
            int count = Collecting.Collect(row.Bounds, screen.Minimum, cut, indices, out double leftOut);
            if (count > Capacity)
                return -1;
            if (leftOut <= mostLeftOut)
            {
                pruned = LeftOut * (leftOut / mostLeftOut);
                return count;
            }

            // Bounds are about as dense as e^(h/3) there, so this is a little more than is needed.
            reach += Math.Max(0.5, 0.8 * (Elementary.Log(leftOut) - Elementary.Log(mostLeftOut)));
        }
    }

    private static double Pool(ReadOnlySpan<double> effective)
    {
        double smallest = double.PositiveInfinity, sum = 0;
        foreach (double h in effective)
            smallest = Math.Min(smallest, h);
        foreach (double h in effective)
            sum += Elementary.Exp(smallest - h);
        return smallest - Elementary.Log(sum);
    }

    /// <summary>Writes the survivors' h relative to the smallest.</summary>
    private RowScreen Finish(PrunedRow row, RowScreen screen, ReadOnlySpan<double> effective)
    {
        double smallest = double.PositiveInfinity, largest = 0;
        foreach (double h in effective)
            (smallest, largest) = (Math.Min(smallest, h), Math.Max(largest, h));
        if (!double.IsFinite(smallest) || !double.IsFinite(largest))
            return screen;

        Span<float> values = row.Values;
        for (int c = 0; c < effective.Length; c++)
            values[c] = (float)(effective[c] - smallest);
        values[effective.Length..((effective.Length + Panels.Lanes - 1) / Panels.Lanes * Panels.Lanes)].Fill(float.PositiveInfinity);
        double error = MemberScreen.FirstOrder * (1 + FloatPairDistance.Roundings(_centered.FeatureCount)) * Math.Abs(largest);
        return screen with { Survivors = effective.Length, Smallest = smallest, SurvivorError = error };
    }

    /// <summary>h of the first <paramref name="count"/> support vectors that the row lists.</summary>
    private Span<double> Effective(PrunedRow row, int count, Span<double> distances)
    {
        ReadOnlySpan<int> indices = row.Indices[..count];
        distances = distances[..count];
        FloatPairDistance.Compute(row.Varying, ref _rows.Reference(0), _rows.PaddedFeatureCount, indices, distances);
        for (int c = 0; c < count; c++)
            distances[c] = _gamma * (row.Constant + distances[c]) - _logs[indices[c]];
        return distances;
    }

    /// <summary>A row on its way.</summary>
    private readonly ref struct PrunedRow(ReadOnlySpan<float> varying, ReadOnlySpan<float> bounds, Span<float> survivors, double constant)
    {
        internal ReadOnlySpan<float> Varying { get; } = varying;

        internal ReadOnlySpan<float> Bounds { get; } = bounds;

        /// <summary>K.</summary>
        internal double Constant { get; } = constant;

        /// <summary>Survivors' h, relative to the smallest.</summary>
        internal Span<float> Values { get; } = survivors[..(survivors.Length / 2)];

        /// <summary>Which they are.</summary>
        internal Span<int> Indices { get; } = MemoryMarshal.Cast<float, int>(survivors[(survivors.Length / 2)..]);
    }
}
