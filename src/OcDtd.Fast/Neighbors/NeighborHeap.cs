namespace OcDtd.Fast.Neighbors;

/// <summary>The best k neighbours seen so far, the worst of them on top.</summary>
internal sealed class NeighborHeap(int capacity)
{
    private readonly double[] _distances = new double[capacity];
    private readonly int[] _indices = new int[capacity];
    private int _count;

    /// <summary>A point further away than this is not among the best k: +∞ until there are k.</summary>
    internal double Worst => _count < _distances.Length ? double.PositiveInfinity : _distances[0];

    /// <summary>Forgets all.</summary>
    internal void Clear() => _count = 0;

    /// <summary>Keeps the point if it is among the best k so far.</summary>
    internal void Offer(double distance, int index)
    {
        if (_count < _distances.Length)
            SiftUp(distance, index);
        else if (NeighborOrder.Before(distance, index, _distances[0], _indices[0]))
            SiftDown(distance, index);
    }

    /// <summary>Writes the best k, nearest first; <paramref name="distances"/> may be empty. Empties the heap.</summary>
    internal void Drain(Span<int> indices, Span<double> distances)
    {
        Span<double> keptDistances = _distances.AsSpan(0, _count);
        Span<int> keptIndices = _indices.AsSpan(0, _count);
        NeighborOrder.Sort(keptDistances, keptIndices);
        keptIndices.CopyTo(indices);
        if (!distances.IsEmpty)
            keptDistances.CopyTo(distances);
        Clear();
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
