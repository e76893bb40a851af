using System.Buffers;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;
using OcDtd.Fast.Neighbors;

namespace OcDtd.Fast;

/// <summary>The left side of eq 3.1 as a function of γ: the share of kernel mass that each row's k nearest other rows hold.</summary>
/// <remarks>
/// <para>A pair of rows enters both sums of the mass twice, once from each end, and may be a neighbour pair from both ends, one or
/// none. With S₂, S₁, S₀ the kernel sums of these three kinds of pairs, the mass is (2·S₂ + S₁) / (2·(S₂ + S₁ + S₀)). So each pair is
/// kept once, one double, sorted by kind within its row: 4·n² bytes, 400 MB at 10,000 rows.</para>
/// <para>All kernels are relative to the smallest distance's, so that the sums do not underflow. Each row is summed on its own, the rows
/// in order, so that threads change nothing.</para>
/// </remarks>
internal sealed class NeighborMassCurve
{
    private const int Lanes = 8; // SoftMinimum takes whole eights
    private readonly PairRow[] _rows;
    private readonly double[] _zeros;
    private readonly ParallelOptions _parallel;

    /// <summary>Computes all distances of <paramref name="samples"/>, at least two rows of finite values.</summary>
    internal NeighborMassCurve(ReadOnlySpan2D<float> samples, int maxDegreeOfParallelism, CancellationToken cancellation)
    {
        int count = samples.Height;
        Neighbors = NeighborCount(count);
        _parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = maxDegreeOfParallelism };
        var rows = new PaddedRows(count, samples.Width);
        for (int i = 0; i < count; i++)
            rows.Set(i, samples.GetRowSpan(i));

        _zeros = new double[count + 3 * Lanes];
        double[][] distances = AllDistances(rows);
        Reach[] reach = FurthestNeighbors(distances);
        _rows = new PairRow[count - 1];
        Parallel.For(0, _rows.Length, _parallel, i => _rows[i] = PairRow.Make(i, distances[i], reach));
        Smallest = _rows.Min(static row => row.Smallest);
        Largest = _rows.Max(static row => row.Largest);
    }

    /// <summary>k: neighbours a row.</summary>
    internal int Neighbors { get; }

    /// <summary>The smallest squared distance of two rows.</summary>
    internal double Smallest { get; }

    /// <summary>The largest squared distance of two rows.</summary>
    internal double Largest { get; }

    /// <summary>max(1, ⌊0.1·n⌋); the small addend keeps whole numbers whole.</summary>
    internal static int NeighborCount(int rows) => Math.Max(1, (int)Math.Floor(0.1 * rows + 1e-9));

    /// <summary>The share of the mass, 0 to 1, at a kernel width above 0.</summary>
    internal double At(double gamma)
    {
        double[] near = new double[_rows.Length];
        double[] all = new double[_rows.Length];
        Parallel.For(0, _rows.Length, _parallel, i =>
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

    /// <summary>The smallest squared distance above <see cref="Smallest"/>; +∞ where all are equal.</summary>
    internal double SecondSmallest() => _rows.Min(row => row.SmallestAbove(Smallest));

    /// <summary>Pairs of rows at the smallest distance.</summary>
    internal long PairsAtSmallest() => _rows.Sum(row => row.CountOf(Smallest));

    /// <summary>Σ e^(−γ·(d² − smallest)) over whole eights of distances.</summary>
    private double Sum(ReadOnlySpan<double> distances, double gamma)
    {
        if (distances.IsEmpty)
            return 0;

        // Pooling shifts by the span's own minimum; the last factor shifts on to that of all pairs.
        Pooled pooled = SoftMinimum.Pool(distances, _zeros.AsSpan(0, distances.Length), gamma);
        return pooled.Sum * Elementary.Exp(Math.Min(0, gamma * Smallest - pooled.Minimum));
    }

    /// <summary>Each row's distances to the rows after it, and room to fill three kinds of them up.</summary>
    private double[][] AllDistances(PaddedRows rows)
    {
        double[][] distances = new double[rows.Count - 1][];
        ForTiles(distances.Length, (begin, end) =>
        {
            for (int i = begin; i < end; i++)
                distances[i] = new double[rows.Count - 1 - i + 3 * Lanes];
            for (int j = begin + 1; j < rows.Count; j++)
            {
                ReadOnlySpan<float> other = rows[j];
                for (int i = begin; i < Math.Min(j, end); i++)
                    distances[i][j - i - 1] = PairDistance.Compute(rows[i], other);
            }
        });
        return distances;
    }

    /// <summary>Each row's k-th nearest other row.</summary>
    private Reach[] FurthestNeighbors(double[][] distances)
    {
        int others = distances.Length;
        Reach[] reach = new Reach[others + 1];
        ForTiles(reach.Length, (begin, end) =>
        {
            double[] buffer = ArrayPool<double>.Shared.Rent(OrderStatistic.BufferLength(others, Neighbors));
            double[] tile = ArrayPool<double>.Shared.Rent((end - begin) * others);
            for (int j = 0; j < end; j++)
            {
                for (int i = Math.Max(j + 1, begin); i < end; i++)
                    tile[(i - begin) * others + j] = distances[j][i - j - 1];
            }

            for (int i = begin; i < end; i++)
            {
                Span<double> row = tile.AsSpan((i - begin) * others, others);
                if (i < others)
                    distances[i].AsSpan(0, others - i).CopyTo(row[i..]);
                int last = LastOfNearest(row, Neighbors, buffer);
                reach[i] = new Reach(row[last], last < i ? last : last + 1);
            }

            ArrayPool<double>.Shared.Return(buffer);
            ArrayPool<double>.Shared.Return(tile);
        });
        return reach;
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

    /// <summary>Runs over rows a few at a time: these stay in the cache while all others stream past once.</summary>
    private void ForTiles(int count, Action<int, int> body)
    {
        const int Tile = 8; // of 784 features: 25 kB
        Parallel.For(0, (count + Tile - 1) / Tile, _parallel, tile => body(tile * Tile, Math.Min((tile + 1) * Tile, count)));
    }

    /// <summary>A row's neighbours are the other rows up to and including this one.</summary>
    internal readonly record struct Reach(double Distance, int Index)
    {
        internal bool Covers(double distance, int index) => !NeighborOrder.Before(Distance, Index, distance, index);
    }

    /// <summary>A row's distances to the rows after it, by how many ends call the pair neighbours; each kind filled up with +∞.</summary>
    private readonly record struct PairRow(double[] Distances, int FirstOne, int FirstTwo, int End, double Smallest, double Largest)
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

            int firstOne = WholeLanes(counts[0]);
            int firstTwo = firstOne + WholeLanes(counts[1]);
            int end = firstTwo + WholeLanes(counts[2]);
            Span<int> next = [0, firstOne, firstTwo];
            Array.Fill(room, double.PositiveInfinity);
            for (int t = 0; t < count; t++)
                room[next[kinds[t]]++] = distances[t];

            ReadOnlySpan<double> all = distances.AsSpan(0, count);
            var made = new PairRow(room, firstOne, firstTwo, end, TensorPrimitives.Min(all), TensorPrimitives.Max(all));
            ArrayPool<double>.Shared.Return(distances);
            ArrayPool<byte>.Shared.Return(kinds);
            return made;
        }

        internal double SmallestAbove(double value)
        {
            double smallest = double.PositiveInfinity;
            foreach (double distance in Distances)
            {
                if (distance > value && distance < smallest)
                    smallest = distance;
            }

            return smallest;
        }

        internal long CountOf(double value) => Distances.Count(distance => distance == value);

        private static int WholeLanes(int count) => (count + Lanes - 1) / Lanes * Lanes;
    }
}
