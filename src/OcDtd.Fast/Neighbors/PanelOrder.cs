using System.Numerics;
using System.Runtime.CompilerServices;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Neighbors;

/// <summary>Puts points in an order in which neighbours lie close together: halved again and again, down to whole panels.</summary>
/// <remarks>
/// Each range of panels is cut near its middle, at the median of its points' widest side, and only at multiples of the largest power of 16
/// below its length: so 16 neighbouring panels are always one part, 16 such parts are one, and so on (<see cref="PanelBoxes"/>).
/// Cut by count, whatever the values: duplicates cost nothing special. The order depends on the points alone.
/// </remarks>
internal sealed class PanelOrder
{
    private const int Panel = PackedSupportVectors.Lanes;
    private const int WorthAThread = 256; // panels
    private const int Sample = 1024; // points that say which side is widest
    private readonly PinnedRows _points;
    private readonly ulong[] _keys; // (value of the side that is cut, point), as one number that sorts
    private readonly ParallelOptions _parallel;

    private PanelOrder(PinnedRows points, ParallelOptions parallel)
    {
        _points = points;
        _parallel = parallel;
        _keys = new ulong[points.Count];
        for (int i = 0; i < _keys.Length; i++)
            _keys[i] = (uint)i;
    }

    /// <summary>The points' indices, in order.</summary>
    internal static int[] Find(PinnedRows points, ParallelOptions parallel)
    {
        var order = new PanelOrder(points, parallel);
        order.Split(0, (points.Count + Panel - 1) / Panel);
        return Array.ConvertAll(order._keys, static key => (int)(uint)key);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Split(int begin, int end)
    {
        _parallel.CancellationToken.ThrowIfCancellationRequested();
        int panels = end - begin;
        if (panels == 1)
            return;

        int unit = 1 << (BitOperations.Log2((uint)panels - 1) & ~3);
        int middle = begin + unit * (((panels + unit - 1) / unit + 1) / 2);
        Span<ulong> keys = _keys.AsSpan(begin * Panel, Math.Min(end * Panel, _keys.Length) - begin * Panel);
        int side = WidestSide(keys);
        foreach (ref ulong key in keys)
            key = ((ulong)Sortable(_points.Row((int)(uint)key)[side]) << 32) | (uint)key;
        OrderStatistic.Select(keys, (middle - begin) * Panel);

        if (panels < WorthAThread || _parallel.MaxDegreeOfParallelism == 1)
        {
            Split(begin, middle);
            Split(middle, end);
        }
        else
        {
            Parallel.Invoke(_parallel, () => Split(begin, middle), () => Split(middle, end));
        }
    }

    /// <summary>The feature whose values span most; of many points only some are looked at: it only has to be a good one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private int WidestSide(ReadOnlySpan<ulong> keys)
    {
        int step = (keys.Length + Sample - 1) / Sample;
        int widest = 0;
        double width = -1;
        for (int j = 0; j < _points.FeatureCount; j++)
        {
            float lower = float.PositiveInfinity, upper = float.NegativeInfinity;
            for (int i = 0; i < keys.Length; i += step)
            {
                float value = _points.Row((int)(uint)keys[i])[j];
                lower = float.MinNative(lower, value);
                upper = float.MaxNative(upper, value);
            }

            if ((double)upper - lower > width)
                (widest, width) = (j, (double)upper - lower);
        }

        return widest;
    }

    /// <summary>Bits that sort, unsigned, as the values do.</summary>
    private static uint Sortable(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
    }
}
