using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Screening;

/// <summary>Whether bounds would pay for a model: tried on a few rows made of its own support vectors.</summary>
/// <remarks>
/// <para>Half of the rows are support vectors, evenly spread, each without itself; half are midpoints of two that are far apart in
/// order. The former are what normal rows look like; bounds leave far less for them than for outliers, as less is near them
/// to be confused. Midpoints are close to the centre and to nothing else, as outliers are. MNIST's 2s at γ = 1.2648552 with 31, 63, 95, 127 axes: the former
/// leave 11, 3.8, 2.3, 1.7 %, the latter 25, 12, 8.0, 6.3 %, test images of all ten digits 34, 13, 6.9, 4.7 %.</para>
/// <para>All from the model alone, in a fixed order: the same decision everywhere.</para>
/// </remarks>
internal sealed class ScreenTrial
{
    /// <summary>Above this share of the cost of all distances, bounds are not worth their trouble.</summary>
    internal const double WorthwhileCost = 0.6;

    /// <summary>A distance computed on its own costs as much as this many among all others.</summary>
    private const double SurvivorCost = 6;

    /// <summary>Where more than this share matters, no bound helps.</summary>
    private const double MostMatter = 0.2;

    private const int LeastSupportVectors = 256;
    private const int LeastFeatures = 64;
    private const int Pairs = 24;
    private const int QuickRows = 8;
    private const int QuickSupportVectors = 1024;

    private static readonly int[] s_axisCounts = [31, 63, 95, 127];

    private readonly float[] _rows;
    private readonly int _count;
    private readonly int _featureCount;
    private readonly double[] _negativeLog;
    private readonly double _gamma;
    private readonly double _reach;
    private readonly float[] _tried;
    private readonly int[] _itself;
    private readonly double[] _nearest;

    /// <summary>Makes the rows to be tried; arguments as for <see cref="DistanceScreen.Choose"/>.</summary>
    internal ScreenTrial(float[] rows, int count, int featureCount, ReadOnlySpan<double> negativeLog, double gamma)
    {
        _rows = rows;
        _count = count;
        _featureCount = featureCount;
        _negativeLog = negativeLog[..count].ToArray();
        _gamma = gamma;
        _reach = Reach(count);
        _tried = new float[2 * Pairs * featureCount];
        _itself = new int[2 * Pairs];
        _nearest = new double[2 * Pairs];
        for (int q = 0; q < Pairs; q++)
        {
            int one = PrincipalAxes.Spread(q, Pairs, count);
            int other = PrincipalAxes.Spread((q + Pairs / 3) % Pairs, Pairs, count);
            _itself[2 * q] = one;
            _itself[2 * q + 1] = -1;
            Row(one).CopyTo(_tried.AsSpan(2 * q * featureCount));
            for (int j = 0; j < featureCount; j++)
                _tried[(2 * q + 1) * featureCount + j] = 0.5f * Row(one)[j] + 0.5f * Row(other)[j];
        }
    }

    /// <summary>Terms whose h exceeds the smallest by more than this change a score of m of them by under 5·10⁻⁸ together.</summary>
    internal static double Reach(int count) => Elementary.Log(count) + 17;

    /// <summary>Numbers of axes to be tried, ascending: none where the model is too small for bounds to pay.</summary>
    internal static int[] Candidates(int count, int featureCount) =>
        count < LeastSupportVectors || featureCount < LeastFeatures ? [] : Array.FindAll(s_axisCounts, k => 2 * (k + 1) <= featureCount);

    /// <summary>Whether few support vectors matter to a few of the rows, by true distances to some: a cheap look before axes are sought.</summary>
    internal bool FewMatter()
    {
        int some = Math.Min(_count, QuickSupportVectors);
        double[] h = new double[some];
        int within = 0;
        for (int t = 0; t < QuickRows; t++)
        {
            int q = PrincipalAxes.Spread(t, QuickRows, _itself.Length) + t % 2;
            for (int s = 0; s < some; s++)
            {
                int i = PrincipalAxes.Spread(s, some, _count);
                h[s] = i == _itself[q] ? double.PositiveInfinity : Effective(q, i);
            }

            double limit = h.Min() + _reach;
            within += h.Count(value => value <= limit);
        }

        return within <= MostMatter * QuickRows * some;
    }

    /// <summary>Finds the smallest h of every row, with the bounds of <paramref name="screen"/> to look at few.</summary>
    internal void FindNearest(DistanceScreen screen)
    {
        double[] bounds = Bounds(screen, out int stride);
        for (int q = 0; q < _itself.Length; q++)
        {
            ReadOnlySpan<double> row = bounds.AsSpan(q * stride, _count);
            int likely = 0;
            for (int i = 1; i < row.Length; i++)
            {
                if (row[i] < row[likely])
                    likely = i;
            }

            double nearest = double.IsPositiveInfinity(row[likely]) ? double.PositiveInfinity : Effective(q, likely);
            for (int i = 0; i < row.Length; i++)
            {
                if (row[i] < nearest)
                    nearest = Math.Min(nearest, Effective(q, i));
            }

            _nearest[q] = nearest;
        }
    }

    /// <summary>What scoring with <paramref name="screen"/> costs, relative to computing every distance. After <see cref="FindNearest"/>.</summary>
    internal double Cost(DistanceScreen screen) =>
        screen.Projection.AugmentedCount / (double)_featureCount + SurvivorCost * Share(screen);

    /// <summary>The mean share of support vectors that <paramref name="screen"/> leaves. After <see cref="FindNearest"/>.</summary>
    internal double Share(DistanceScreen screen)
    {
        double[] bounds = Bounds(screen, out int stride);
        long left = 0;
        for (int q = 0; q < _itself.Length; q++)
        {
            double limit = _nearest[q] + _reach;
            foreach (double bound in bounds.AsSpan(q * stride, _count))
                left += bound > limit ? 0 : 1;
        }

        return left / ((double)_itself.Length * _count);
    }

    /// <summary>Lower bounds of h, one row after the other; +∞ for a support vector that is the row itself.</summary>
    private double[] Bounds(DistanceScreen screen, out int stride)
    {
        AxisProjection projection = screen.Projection;
        float[] augmented = new float[_itself.Length * projection.AugmentedCount];
        double[] norms = new double[_itself.Length];
        projection.Project(new RowTile(ref _tried[0], _featureCount, _itself.Length, _featureCount), augmented, norms);
        var packed = new PackedSupportVectors(screen.Augmented, _count, projection.AugmentedCount);
        stride = packed.PaddedCount;
        double[] bounds = new double[_itself.Length * stride];
        PanelProducts.Compute(
            new RowTile(ref augmented[0], projection.AugmentedCount, _itself.Length, projection.AugmentedCount), packed, bounds);
        for (int q = 0; q < _itself.Length; q++)
        {
            Span<double> row = bounds.AsSpan(q * stride, _count);
            for (int i = 0; i < row.Length; i++)
                row[i] = Math.FusedMultiplyAdd(_gamma, norms[q] + screen.Norms[i] - 2 * row[i], _negativeLog[i]);
            if (_itself[q] >= 0)
                row[_itself[q]] = double.PositiveInfinity;
        }

        return bounds;
    }

    private double Effective(int q, int i) =>
        Math.FusedMultiplyAdd(_gamma, PairDistance.Compute(_tried.AsSpan(q * _featureCount, _featureCount), Row(i)), _negativeLog[i]);

    private ReadOnlySpan<float> Row(int i) => _rows.AsSpan(i * _featureCount, _featureCount);
}
