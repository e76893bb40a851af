using System.Buffers;
using OcDtd.Fast.Kernels;
using OcDtd.Fast.Neighbors;

namespace OcDtd.Fast;

/// <summary>The left side of eq 3.1 as a function of γ: the share of kernel mass that each row's k nearest other rows hold.</summary>
/// <remarks>
/// <para>A pair of rows enters both sums of the mass twice, once from each end, and may be a neighbour pair from both ends, one or
/// none. With S₂, S₁, S₀ the kernel sums of these three kinds of pairs, the mass is (2·S₂ + S₁) / (2·(S₂ + S₁ + S₀)). So each pair is
/// looked at once, and the distances are sorted by kind within their row.</para>
/// <para>All kernels are relative to the smallest distance's, so that the sums do not underflow. Each row is summed on its own, the rows
/// in order, so that threads change nothing.</para>
/// </remarks>
internal sealed class NeighborMassCurve
{
    private readonly PairDistances _pairs;
    private readonly PairRow[] _rows;
    private readonly double[] _zeros;

    /// <summary>Sorts the distances, squared or not, in place: <paramref name="pairs"/> hands them over.</summary>
    internal NeighborMassCurve(PairDistances pairs, int neighbors)
    {
        _pairs = pairs;
        Neighbors = neighbors;
        Reach[] reach = FurthestNeighbors();
        double[][] distances = pairs.Release();
        _zeros = new double[distances[0].Length];
        _rows = new PairRow[distances.Length];
        pairs.For(_rows.Length, i => _rows[i] = PairRow.Make(i, distances[i], reach));
    }

    /// <summary>k: neighbours a row.</summary>
    internal int Neighbors { get; }

    /// <summary>The share of the mass, 0 to 1, at a kernel width above 0.</summary>
    internal double At(double gamma)
    {
        double[] near = new double[_rows.Length];
        double[] all = new double[_rows.Length];
        _pairs.For(_rows.Length, i =>
        {
            double none = Sum(_rows[i].Kind(0), gamma);
            double one = Sum(_rows[i].Kind(1), gamma);
            double both = Sum(_rows[i].Kind(2), gamma);
            near[i] = 2 * both + one;
            all[i] = 2 * (both + one + none);
        });

        double nearSum = 0;
        double allSum = 0;
        for (int i = 0; i < near.Length; i++)
        {
            nearSum += near[i];
            allSum += all[i];
        }

        return nearSum / allSum;
    }

    /// <summary>Σ e^(−γ·(d² − smallest)) over whole eights of distances.</summary>
    private double Sum(ReadOnlySpan<double> distances, double gamma)
    {
        if (distances.IsEmpty)
            return 0;

        // Pooling shifts by the span's own minimum; the last factor shifts on to that of all pairs.
        Pooled pooled = SoftMinimum.Pool(distances, _zeros.AsSpan(0, distances.Length), gamma);
        return pooled.Sum * Elementary.Exp(Math.Min(0, gamma * _pairs.Smallest - pooled.Minimum));
    }

    /// <summary>Each row's k-th nearest other row.</summary>
    private Reach[] FurthestNeighbors()
    {
        int others = _pairs.Count - 1;
        return _pairs.EachRow((row, distances) =>
        {
            double[] buffer = ArrayPool<double>.Shared.Rent(OrderStatistic.BufferLength(others, Neighbors));
            int last = LastOfNearest(distances[..others], Neighbors, buffer);
            ArrayPool<double>.Shared.Return(buffer);
            return new Reach(distances[last], last < row ? last : last + 1);
        });
    }

    /// <summary>Position of the k-th smallest; among equal values the first come first.</summary>
    private static int LastOfNearest(ReadOnlySpan<double> values, int k, double[] buffer)
    {
        double kth = OrderStatistic.Find(values, k, buffer);
        int missing = k;
        foreach (double value in values)
            missing -= value < kth ? 1 : 0;
        int last = -1;
        for (; missing > 0; missing--)
            last += 1 + values[(last + 1)..].IndexOf(kth);
        return last;
    }

    /// <summary>A row's neighbours are the other rows up to and including this one.</summary>
    internal readonly record struct Reach(double Distance, int Index)
    {
        internal bool Covers(double distance, int index) => !NeighborOrder.Before(Distance, Index, distance, index);
    }

    /// <summary>A row's distances to the rows after it, by how many ends call the pair neighbours; each kind filled up with +∞.</summary>
    private readonly record struct PairRow(double[] Distances, int FirstOne, int FirstTwo, int End)
    {
        internal ReadOnlySpan<double> Kind(int ends) => ends switch
        {
            0 => Distances.AsSpan(0, FirstOne),
            1 => Distances.AsSpan(FirstOne, FirstTwo - FirstOne),
            _ => Distances.AsSpan(FirstTwo, End - FirstTwo),
        };

        /// <summary>Sorts a row by kind, in place: pairs are 400 MB at 10,000 rows and should not be held twice.</summary>
        internal static PairRow Make(int row, double[] room, Reach[] reach)
        {
            int count = reach.Length - 1 - row;
            double[] distances = ArrayPool<double>.Shared.Rent(count);
            byte[] kinds = ArrayPool<byte>.Shared.Rent(count);
            room.AsSpan(0, count).CopyTo(distances);
            Span<int> counts = stackalloc int[3];
            counts.Clear();
            for (int t = 0; t < count; t++)
            {
                int other = row + 1 + t;
                int ends = (reach[row].Covers(distances[t], other) ? 1 : 0) + (reach[other].Covers(distances[t], row) ? 1 : 0);
                kinds[t] = (byte)ends;
                counts[ends]++;
            }

            int firstOne = PairDistances.WholeLanes(counts[0]);
            int firstTwo = firstOne + PairDistances.WholeLanes(counts[1]);
            int end = firstTwo + PairDistances.WholeLanes(counts[2]);
            Span<int> next = [0, firstOne, firstTwo];
            Array.Fill(room, double.PositiveInfinity);
            for (int t = 0; t < count; t++)
                room[next[kinds[t]]++] = distances[t];

            ArrayPool<double>.Shared.Return(distances);
            ArrayPool<byte>.Shared.Return(kinds);
            return new PairRow(room, firstOne, firstTwo, end);
        }
    }
}
