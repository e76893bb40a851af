using System.Runtime.CompilerServices;

namespace OcDtd.Fast.Neighbors;

/// <summary>The best k neighbours seen so far: a sorted list where k is small, else a heap with the worst on top.</summary>
internal sealed class NearestSoFar(int capacity)
{
    private const int LongestList = 48; // a tail this long is moved in a few cache lines
    private readonly double[] _distances = new double[capacity];
    private readonly int[] _indices = new int[capacity];
    private readonly bool _sorted = capacity <= LongestList;
    private int _count;

    /// <summary>A point further away than this is not among the best k: +∞ until there are k.</summary>
    internal double Worst { get; private set; } = double.PositiveInfinity;

    /// <summary>Keeps the point if it is among the best k so far.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal void Offer(double distance, int index)
    {
        bool full = _count == _distances.Length;
        int worst = _sorted ? _count - 1 : 0;
        if (full && !NeighborOrder.Before(distance, index, _distances[worst], _indices[worst]))
            return;

        if (_sorted)
            Insert(full ? worst : _count++, distance, index);
        else if (full)
            SiftDown(distance, index);
        else
            SiftUp(distance, index);
        if (_count == _distances.Length)
            Worst = _distances[_sorted ? _count - 1 : 0];
    }

    /// <summary>Writes the best k, nearest first; <paramref name="distances"/> may be empty. Forgets all.</summary>
    internal void Drain(Span<int> indices, Span<double> distances)
    {
        Span<double> keptDistances = _distances.AsSpan(0, _count);
        Span<int> keptIndices = _indices.AsSpan(0, _count);
        if (!_sorted)
            NeighborOrder.Sort(keptDistances, keptIndices);
        keptIndices.CopyTo(indices);
        if (!distances.IsEmpty)
            keptDistances.CopyTo(distances);
        _count = 0;
        Worst = double.PositiveInfinity;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Insert(int at, double distance, int index)
    {
        double[] distances = _distances;
        int[] indices = _indices;
        for (; at > 0 && NeighborOrder.Before(distance, index, distances[at - 1], indices[at - 1]); at--)
        {
            distances[at] = distances[at - 1];
            indices[at] = indices[at - 1];
        }

        distances[at] = distance;
        indices[at] = index;
    }

    private void SiftUp(double distance, int index)
    {
        int at = _count++;
        while (at > 0)
        {
            int parent = (at - 1) / 2;
            if (!NeighborOrder.Before(_distances[parent], _indices[parent], distance, index))
                break;
            (_distances[at], _indices[at]) = (_distances[parent], _indices[parent]);
            at = parent;
        }

        (_distances[at], _indices[at]) = (distance, index);
    }

    private void SiftDown(double distance, int index)
    {
        int at = 0;
        for (int child = 1; child < _count; child = 2 * at + 1)
        {
            int right = child + 1;
            if (right < _count && NeighborOrder.Before(_distances[child], _indices[child], _distances[right], _indices[right]))
                child = right;
            if (!NeighborOrder.Before(distance, index, _distances[child], _indices[child]))
                break;
            (_distances[at], _indices[at]) = (_distances[child], _indices[child]);
            at = child;
        }

        (_distances[at], _indices[at]) = (distance, index);
    }
}
