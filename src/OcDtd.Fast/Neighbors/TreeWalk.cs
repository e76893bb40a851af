using System.Numerics;
using System.Runtime.CompilerServices;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Neighbors;

/// <summary>One thread's way through a <see cref="KdTree"/>, whatever the vector width.</summary>
internal abstract class TreeWalk
{
    /// <summary>A walk for the k nearest at a chosen width.</summary>
    internal static TreeWalk Create(SimdWidth width, KdTree tree, int k) => width switch
    {
        SimdWidth.Bits512 => new TreeWalk<Float512>(width, tree, k),
        SimdWidth.Bits256 => new TreeWalk<Twice<Float256>>(width, tree, k),
        _ => new TreeWalk<Twice<Twice<Float128>>>(width, tree, k),
    };

    /// <summary>Finds the nearest of a query, and forgets those of the one before.</summary>
    internal abstract void Find(ReadOnlySpan<float> query, Span<int> indices, Span<double> distances);

    /// <summary>Panels screened and nodes bounded so far.</summary>
    internal abstract (long Panels, long Nodes) Visited { get; }
}

/// <summary>The walk over 16 lanes of <typeparamref name="T"/>.</summary>
/// <remarks>
/// <para>A node bounds its 16 children at once: Σ_j max(lower_j − x_j, x_j − upper_j, 0)², in float32, even features in one fused sum and
/// odd ones in another (one sum alone waits four cycles for each feature). A panel screens its 16 points at once: Σ_j (x_j − p_j)²,
/// likewise. Those that pass get their <see cref="PairDistance"/>, in double, which alone decides.</para>
/// <para>Why no neighbour is lost to rounding: a point nearer than the k-th best passes the screen (<see cref="ScreenBound"/>); and every
/// step of a box's bound is, rounded or not, at most that of any point inside, so a box that holds such a point passes as well.</para>
/// <para>Nearer nodes come first. Panels come as they lie: the nearest first only before there is a limit.</para>
/// </remarks>
internal sealed class TreeWalk<T> : TreeWalk
    where T : struct, IFloatLanes<T>
{
    private const int Lanes = PackedSupportVectors.Lanes;
    private readonly SimdWidth _width;
    private readonly PackedPoints _points;
    private readonly PanelBoxes _boxes;
    private readonly ScreenBound _bound;
    private readonly NearestSoFar _best;
    private readonly float[] _query;
    private readonly float[] _bounds;
    private readonly double[] _distances = new double[Lanes];
    private readonly int _featureCount;
    private float _limit;
    private long _visitedPanels;
    private long _visitedNodes;

    internal TreeWalk(SimdWidth width, KdTree tree, int k)
    {
        _width = width;
        _points = tree.Points;
        _boxes = tree.Boxes;
        _featureCount = _points.Rows.FeatureCount;
        _bound = ScreenBound.OfWholeSums(_featureCount);
        _best = new NearestSoFar(k);
        _query = new float[_points.Rows.PaddedFeatureCount];
        _bounds = new float[_boxes.Levels * Lanes];
    }

    internal override (long Panels, long Nodes) Visited => (_visitedPanels, _visitedNodes);

    internal override void Find(ReadOnlySpan<float> query, Span<int> indices, Span<double> distances)
    {
        query.CopyTo(_query);
        _limit = float.PositiveInfinity;
        Visit(_boxes.Levels - 1, 0);
        _best.Drain(indices, distances);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Visit(int level, int node)
    {
        ref float bounds = ref _bounds[level * Lanes];
        _visitedNodes++;
        T bound = BoundChildren(level, node);
        T.Store(bound, ref bounds);
        uint waiting = T.AtMost(bound, T.Broadcast(_limit)) & _boxes.Lanes(level, node);
        bool nearestFirst = level > 0 || _limit == float.PositiveInfinity;
        while (waiting != 0)
        {
            int child = nearestFirst ? Nearest(waiting, ref bounds) : BitOperations.TrailingZeroCount(waiting);
            waiting &= ~(1u << child);
            if (Unsafe.Add(ref bounds, child) <= _limit)
            {
                if (level == 0)
                    Screen(node * Lanes + child);
                else
                    Visit(level - 1, node * Lanes + child);
                waiting &= T.AtMost(T.Load(in bounds), T.Broadcast(_limit));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T BoundChildren(int level, int node)
    {
        ref float sides = ref _boxes.Node(level, node);
        ref float query = ref _query[0];
        T even = T.Broadcast(0), odd = even;
        int j = 0;
        for (; j + 1 < _featureCount; j += 2)
        {
            even = AddOutside(ref query, ref sides, j, even);
            odd = AddOutside(ref query, ref sides, j + 1, odd);
        }

        return T.Add(j < _featureCount ? AddOutside(ref query, ref sides, j, even) : even, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AddOutside(ref float query, ref float sides, int j, T sum)
    {
        T x = T.Broadcast(Unsafe.Add(ref query, j));
        T below = T.Subtract(T.Load(in Unsafe.Add(ref sides, 2 * j * Lanes)), x);
        T above = T.Subtract(x, T.Load(in Unsafe.Add(ref sides, (2 * j + 1) * Lanes)));
        T outside = T.Max(T.Max(below, above), T.Broadcast(0));
        return T.FusedMultiplyAdd(outside, outside, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AddSquare(ref float query, ref float points, int j, T sum)
    {
        T difference = T.Subtract(T.Broadcast(Unsafe.Add(ref query, j)), T.Load(in Unsafe.Add(ref points, j * Lanes)));
        return T.FusedMultiplyAdd(difference, difference, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Screen(int panel)
    {
        _visitedPanels++;
        ref float points = ref _points.Panels.Panel(panel);
        ref float query = ref _query[0];
        T even = T.Broadcast(0), odd = even;
        int j = 0;
        for (; j + 1 < _featureCount; j += 2)
        {
            even = AddSquare(ref query, ref points, j, even);
            odd = AddSquare(ref query, ref points, j + 1, odd);
        }

        T sum = T.Add(j < _featureCount ? AddSquare(ref query, ref points, j, even) : even, odd);
        uint passed = T.AtMost(sum, T.Broadcast(_limit)) & _points.Lanes(panel);
        if (passed != 0)
            Offer(panel, passed);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Offer(int panel, uint passed)
    {
        bool together = _featureCount <= PanelDistances.MostFeatures;
        if (together)
            PanelDistances.Compute(_width, _query.AsSpan(0, _featureCount), ref _points.Panels.Panel(panel), _distances);
        for (; passed != 0; passed &= passed - 1)
        {
            int lane = BitOperations.TrailingZeroCount(passed);
            int place = panel * Lanes + lane;
            double distance = together ? _distances[lane] : PairDistance.Compute(_width, _query, _points.Rows[place]);
            if (distance <= _best.Worst)
                _best.Offer(distance, _points.Index(place));
        }

        _limit = _bound.Limit(_best.Worst);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Nearest(uint waiting, ref float bounds)
    {
        int nearest = BitOperations.TrailingZeroCount(waiting);
        for (waiting &= waiting - 1; waiting != 0; waiting &= waiting - 1)
        {
            int lane = BitOperations.TrailingZeroCount(waiting);
            if (Unsafe.Add(ref bounds, lane) < Unsafe.Add(ref bounds, nearest))
                nearest = lane;
        }

        return nearest;
    }
}
