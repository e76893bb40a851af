using System.Runtime.InteropServices;
using OcDtd.Fast.Kernels;
using OcDtd.Fast.Screening;

namespace OcDtd.Fast;

/// <summary>
/// Effective distances where few support vectors matter to a row: lower bounds of all from a few principal axes, then distances of those that
/// the bounds do not rule out, pair by pair.
/// </summary>
/// <remarks>
/// <para>v_i is a lower bound of h_i − base, base = γ(K + N_x), by one dot product of k + 1 features (<see cref="AxisProjection"/>). The support vector
/// with the smallest is taken exactly, h*; then a cut h* + reach is sought such that all support vectors beyond it, each as heavy as its bound
/// allows, weigh at most <see cref="LeftOut"/> of e^(−h*), and so of the whole sum. The cut depends on the row alone.</para>
/// <para>Where too many are left, the row is screened by <see cref="DotScreen"/> as if there were no bounds.</para>
/// </remarks>
internal sealed class PrunedScreen
{
    /// <summary>What all support vectors that are left out may weigh together, relative to the sum: a score is off by that.</summary>
    internal const double LeftOut = 1e-7;

    /// <summary>Where more than this share survives, computing all is cheaper.</summary>
    private const double MostSurvivors = 0.4;

    private const double FirstReach = 18.5;

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
        Workspace.DoublesFor(rows * _centered.ScratchLength) + Workspace.DoublesFor(rows * _centered.ScratchLength) +
        Workspace.DoublesFor(rows * BoundFeatures) + Workspace.DoublesFor(DotProducts.GroupedLength(rows, BoundFeatures)) + 3 * rows + Capacity);

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
        int padded = _panels.PaddedCount, stride = _centered.ScratchLength, augmentedLength = BoundFeatures, n = rows.Count;
        Span<float> varying = workspace.Floats(n * stride), centered = workspace.Floats(n * stride);
        Span<float> augmented = workspace.Floats(n * augmentedLength);
        Span<float> grouped = workspace.Floats(DotProducts.GroupedLength(n, augmentedLength));
        Span<double> constants = workspace.Doubles(n), squares = workspace.Doubles(n), norms = workspace.Doubles(n);
        Span<double> distances = workspace.Doubles(Capacity);
        for (int r = 0; r < n; r++)
        {
            RowNorms of = _centered.Prepare(rows.Row(r), varying.Slice(r * stride, stride), centered.Slice(r * stride, stride));
            (constants[r], squares[r]) = (of.Constant, of.Squared);
        }

        _projection.Project(
            new RowTile(ref MemoryMarshal.GetReference(centered), stride, n, _centered.FeatureCount), augmented, norms);
        if (n > 1 && n % DotProducts.RowGroup != 0)
            grouped.Clear();
        for (int r = 0; r < n; r++)
            DotProducts.Group(augmented.Slice(r * augmentedLength, augmentedLength), r, n, grouped);
        DotProducts.Compute(grouped, n, _panels, relative);
        for (int r = 0; r < n; r++)
        {
            Span<float> bounds = relative.Slice(r * padded, padded);
            var row = new PrunedRow(
                varying.Slice(r * stride, _centered.FeatureCount),
                bounds,
                survivors.Slice(r * 2 * Capacity, 2 * Capacity),
                constants[r],
                _gamma * (constants[r] + norms[r]),
                _sharedSlack + MemberScreen.FirstOrder * 6 * _gamma * squares[r]);
            float minimum = RelativeSoftMinimum.FromDots(bounds, _bias.Span, _scale);
            screens[r] = Prune(row, minimum, distances);
        }
    }

    /// <summary>Finds a row's survivors and their distances.</summary>
    private RowScreen Prune(PrunedRow row, float minimum, Span<double> distances)
    {
        RowScreen otherwise = new(double.NaN, 0, 0, 0);
        if (!double.IsFinite(row.Base) || !float.IsFinite(minimum))
            return otherwise;

        Span<int> indices = row.Indices;
        indices[0] = row.Bounds.IndexOf(minimum);
        double start = Effective(row, indices[..1], distances)[0];
        if (!double.IsFinite(start))
            return otherwise;

        double aboveBound = start - (row.Base + minimum - row.Slack); // how far h* is above the smallest bound
        double mostLeftOut = LeftOut * Elementary.Exp(-Math.Max(0, aboveBound));
        for (double reach = FirstReach; ;)
        {
            float cut = MathF.BitIncrement((float)(start + reach - row.Base + row.Slack));
            int count = Collecting.Collect(row.Bounds, minimum, cut, indices, out double leftOut);
            if (count > Capacity)
                return otherwise;
            if (leftOut <= mostLeftOut)
                return Survivors(row, minimum, count, distances);

            // Bounds are about as dense as e^(h/3) there, so this is a little more than is needed.
            reach += Math.Max(0.5, 0.8 * (Elementary.Log(leftOut) - Elementary.Log(mostLeftOut)));
        }
    }

    private RowScreen Survivors(PrunedRow row, float minimum, int count, Span<double> distances)
    {
        Span<double> effective = Effective(row, row.Indices[..count], distances);
        double smallest = double.PositiveInfinity;
        foreach (double h in effective)
            smallest = Math.Min(smallest, h);
        if (!double.IsFinite(smallest))
            return new RowScreen(double.NaN, 0, 0, 0);

        Span<float> values = row.Values;
        double largest = 0;
        for (int c = 0; c < count; c++)
        {
            values[c] = (float)(effective[c] - smallest);
            largest = Math.Max(largest, effective[c]);
        }

        int whole = (count + Panels.Lanes - 1) / Panels.Lanes * Panels.Lanes;
        values[count..whole].Fill(float.PositiveInfinity);
        double error = MemberScreen.FirstOrder * (1 + FloatPairDistance.Roundings(_centered.FeatureCount)) * Math.Abs(largest);
        return new RowScreen(row.Base, 0, row.Slack, minimum) { Survivors = count, Smallest = smallest, SurvivorError = error };
    }

    /// <summary>h of some support vectors.</summary>
    private Span<double> Effective(PrunedRow row, ReadOnlySpan<int> indices, Span<double> distances)
    {
        distances = distances[..indices.Length];
        FloatPairDistance.Compute(row.Varying, _rows, indices, distances);
        for (int c = 0; c < indices.Length; c++)
            distances[c] = _gamma * (row.Constant + distances[c]) - _logs[indices[c]];
        return distances;
    }

    /// <summary>A row on its way.</summary>
    private readonly ref struct PrunedRow(
        ReadOnlySpan<float> varying, ReadOnlySpan<float> bounds, Span<float> survivors, double constant, double @base, double slack)
    {
        internal ReadOnlySpan<float> Varying { get; } = varying;

        internal ReadOnlySpan<float> Bounds { get; } = bounds;

        /// <summary>K.</summary>
        internal double Constant { get; } = constant;

        internal double Base { get; } = @base;

        /// <summary>By how much rounding may have lifted a bound.</summary>
        internal double Slack { get; } = slack;

        /// <summary>Survivors' h, relative to the smallest.</summary>
        internal Span<float> Values { get; } = survivors[..(survivors.Length / 2)];

        /// <summary>Which they are.</summary>
        internal Span<int> Indices { get; } = MemoryMarshal.Cast<float, int>(survivors[(survivors.Length / 2)..]);
    }
}
