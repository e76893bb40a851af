using System.Numerics.Tensors;
using OcDtd.Fast.Bench.Rows;

namespace OcDtd.Fast.Bench.Peers;

/// <summary>
/// A kernel density score the way a BLAS invites: |x|² + |u|² − 2x·u of centred rows by sgemm, a block of rows at a time, then a shifted
/// log-sum-exp by TensorPrimitives. Each thread takes blocks of its own and calls a one-threaded sgemm, which is faster than a two-threaded
/// sgemm with pauses between. Float32 throughout: near duplicates cancel, and its error is what it is.
/// </summary>
internal sealed unsafe class OpenBlasScore
{
    private const int BlockRows = 128; // 3 MB of products a thread: they stay in the outer cache until they are pooled

    private readonly float[] _center;
    private readonly float[] _centered;
    private readonly float[] _squares;
    private readonly int _count;
    private readonly int _features;

    internal OpenBlasScore(NpyRows supportVectors)
    {
        _count = supportVectors.Count;
        _features = supportVectors.Features;
        double[] mean = new double[_features];
        for (int i = 0; i < _count; i++)
        {
            for (int j = 0; j < _features; j++)
                mean[j] += supportVectors.Row(i)[j] / (double)_count;
        }

        _center = [.. mean.Select(value => (float)value)];
        _centered = new float[_count * _features];
        _squares = new float[_count];
        for (int i = 0; i < _count; i++)
            _squares[i] = Center(supportVectors.Row(i), _centered.AsSpan(i * _features, _features));
    }

    internal void Compute(NpyRows rows, int count, float gamma, int threads, float[] scores)
    {
        OpenBlas.SetThreads(1);
        int blocks = (count + BlockRows - 1) / BlockRows, next = -1;
        void Work()
        {
            float[] centered = new float[BlockRows * _features], products = new float[BlockRows * _count];
            for (int block = Interlocked.Increment(ref next); block < blocks; block = Interlocked.Increment(ref next))
                ComputeBlock(rows, block * BlockRows, Math.Min(BlockRows, count - block * BlockRows), gamma, centered, products, scores);
        }

        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(_ => new Thread(Work))];
        foreach (Thread thread in others)
            thread.Start();
        Work();
        foreach (Thread thread in others)
            thread.Join();
    }

    private void ComputeBlock(NpyRows rows, int first, int count, float gamma, float[] centered, float[] products, float[] scores)
    {
        Span<float> squares = stackalloc float[BlockRows];
        for (int r = 0; r < count; r++)
            squares[r] = Center(rows.Row(first + r), centered.AsSpan(r * _features, _features));
        fixed (float* a = centered, b = _centered, c = products)
            OpenBlas.Multiply(a, b, c, count, _count, _features, -2);
        for (int r = 0; r < count; r++)
        {
            Span<float> h = products.AsSpan(r * _count, _count);
            TensorPrimitives.Add(h, _squares, h);
            TensorPrimitives.Multiply(h, -gamma, h);
            float largest = TensorPrimitives.Max<float>(h);
            TensorPrimitives.Subtract(h, largest, h);
            TensorPrimitives.Exp(h, h);
            scores[first + r] = MathF.Log(_count) - largest + gamma * squares[r] - MathF.Log(TensorPrimitives.Sum<float>(h));
        }
    }

    private float Center(ReadOnlySpan<float> row, Span<float> centered)
    {
        TensorPrimitives.Subtract(row, _center, centered);
        return TensorPrimitives.SumOfSquares<float>(centered);
    }
}
