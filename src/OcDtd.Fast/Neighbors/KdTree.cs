using System.Numerics;
using System.Numerics.Tensors;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Neighbors;

/// <summary>An exact k-d tree over a fixed set of points.</summary>
/// <remarks>
/// <para>Layout: a full binary tree without pointers. Node (level, position) owns the points from ⌊n·position/2^level⌋ to
/// ⌊n·(position+1)/2^level⌋ in tree order, so each split halves by count, whatever the values: duplicates cost nothing special and the
/// depth is ⌈log₂(n/16)⌉. Each node knows its points' tight bounding box; a split is at the median of the box's widest side.</para>
/// <para>Why no neighbour is lost to rounding: a box's bound is the pair distance from the query to the box's nearest point, by the same
/// code. In every feature that point is no further than any point of the box, and every rounded step (difference, square, sum) is
/// monotone, so the bound never exceeds a distance computed inside, to the last bit. A box is skipped only if its bound is strictly
/// greater than the k-th best: an equal distance may still win by its index.</para>
/// </remarks>
internal sealed class KdTree
{
    private const int LeafSize = 16;
    private readonly PaddedRows _rows; // in tree order
    private readonly int[] _indices; // tree order → the caller's
    private readonly PaddedRows _lower; // a node's box
    private readonly PaddedRows _upper;
    private readonly int _depth;

    /// <summary>Builds the tree; keeps a copy of <paramref name="points"/>.</summary>
    internal KdTree(PinnedRows points, CancellationToken cancellation = default)
    {
        int count = points.Count;
        _depth = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)((count + LeafSize - 1) / LeafSize)));
        _indices = new int[count];
        for (int i = 0; i < count; i++)
            _indices[i] = i;

        int nodes = (2 << _depth) - 1;
        _lower = new PaddedRows(nodes, points.FeatureCount);
        _upper = new PaddedRows(nodes, points.FeatureCount);
        Split(points, 0, 0, new float[count], cancellation);

        _rows = new PaddedRows(count, points.FeatureCount);
        for (int i = 0; i < count; i++)
            _rows.Set(i, points.Row(_indices[i]));
    }

    /// <summary>Writes each query's k nearest, row-major; <paramref name="distances"/> may be empty.</summary>
    internal void Find(PinnedRows queries, int k, int[] indices, double[] distances, ParallelOptions parallel)
    {
        const int Tile = 64; // queries between two looks at the cancellation token: about a millisecond
        Parallel.For(
            0,
            (queries.Count + Tile - 1) / Tile,
            parallel,
            () => new Walk(this, k),
            (tile, _, walk) =>
            {
                for (int q = tile * Tile; q < Math.Min((tile + 1) * Tile, queries.Count); q++)
                {
                    walk.Find(queries.Row(q));
                    walk.Best.Drain(indices.AsSpan(q * k, k), distances.Length == 0 ? [] : distances.AsSpan(q * k, k));
                }

                return walk;
            },
            static _ => { });
    }

    private int Begin(int level, int position) => (int)(((long)_indices.Length * position) >> level);

    private void Split(PinnedRows points, int level, int position, float[] keys, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int begin = Begin(level, position);
        int end = Begin(level, position + 1);
        int widest = Bound(points, (1 << level) - 1 + position, _indices.AsSpan(begin, end - begin));
        if (level == _depth)
            return;

        // Sorting where a selection would do: 20,000 points of 8 features take 25 ms, and there is no worst case to think of.
        for (int i = begin; i < end; i++)
            keys[i] = points.Row(_indices[i])[widest];
        keys.AsSpan(begin, end - begin).Sort(_indices.AsSpan(begin, end - begin));
        Split(points, level + 1, 2 * position, keys, cancellation);
        Split(points, level + 1, 2 * position + 1, keys, cancellation);
    }

    /// <summary>Sets a node's box; returns its widest side.</summary>
    private int Bound(PinnedRows points, int node, ReadOnlySpan<int> members)
    {
        Span<float> lower = _lower[node][..points.FeatureCount];
        Span<float> upper = _upper[node][..points.FeatureCount];
        points.Row(members[0]).CopyTo(lower);
        points.Row(members[0]).CopyTo(upper);
        foreach (int member in members[1..])
        {
            TensorPrimitives.Min(lower, points.Row(member), lower);
            TensorPrimitives.Max(upper, points.Row(member), upper);
        }

        int widest = 0;
        for (int j = 1; j < lower.Length; j++)
        {
            if ((double)upper[j] - lower[j] > (double)upper[widest] - lower[widest])
                widest = j;
        }

        return widest;
    }

    /// <summary>One thread's way through the tree: nearer child first, the other one on a stack.</summary>
    private sealed class Walk(KdTree tree, int k)
    {
        private readonly float[] _query = new float[tree._rows.PaddedFeatureCount];
        private readonly float[] _corner = new float[tree._rows.PaddedFeatureCount];
        private readonly Pending[] _stack = new Pending[tree._depth + 1];

        internal NeighborHeap Best { get; } = new(k);

        internal void Find(ReadOnlySpan<float> query)
        {
            query.CopyTo(_query);
            int waiting = 0;
            _stack[waiting++] = new Pending(0, 0, 0, 0);
            while (waiting > 0)
            {
                Pending node = _stack[--waiting];
                while (node.Bound <= Best.Worst)
                {
                    if (node.Level == tree._depth)
                    {
                        Leaf(node.Position);
                        break;
                    }

                    Pending left = Child(node, 0);
                    Pending right = Child(node, 1);
                    (node, Pending other) = left.Bound <= right.Bound ? (left, right) : (right, left);
                    _stack[waiting++] = other;
                }
            }
        }

        private Pending Child(Pending parent, int side)
        {
            int node = 2 * parent.Node + 1 + side;
            TensorPrimitives.Max(_query, tree._lower[node], _corner);
            TensorPrimitives.Min(_corner, tree._upper[node], _corner);
            return new Pending(node, parent.Level + 1, 2 * parent.Position + side, PairDistance.Compute(_query, _corner));
        }

        private void Leaf(int position)
        {
            int end = tree.Begin(tree._depth, position + 1);
            for (int i = tree.Begin(tree._depth, position); i < end; i++)
            {
                double distance = PairDistance.Compute(_query, tree._rows[i]);
                if (distance <= Best.Worst)
                    Best.Offer(distance, tree._indices[i]);
            }
        }
    }

    /// <summary>A node to visit, and what is known of it: no point in it is nearer than the bound.</summary>
    private readonly record struct Pending(int Node, int Level, int Position, double Bound);
}
