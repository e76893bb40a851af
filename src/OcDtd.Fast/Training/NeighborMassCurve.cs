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

        Reach[] reach = FurthestNeighbors(samples, maxDegreeOfParallelism, cancellation);
        _zeros = new double[count + 3 * Lanes];
        _rows = new PairRow[count - 1];
        FillRows(rows, reach);
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

    /// <summary>Each row's k-th nearest other row.</summary>
    private Reach[] FurthestNeighbors(ReadOnlySpan2D<float> samples, int maxDegreeOfParallelism, CancellationToken cancellation)
    {
        int k = Neighbors;
        NeighborList found = NearestNeighbors.FindWithDistances(samples, samples, k + 1, cancellation, maxDegreeOfParallelism);
        Reach[] reach = new Reach[samples.Height];
        for (int i = 0; i < reach.Length; i++)
        {
            // A row is among its own k+1 nearest, and is no neighbour of itself, unless that many duplicates have smaller indices.
            ReadOnlySpan<int> indices = found.Indices.AsSpan(i * (k + 1), k + 1);
            int own = indices.IndexOf(i);
            int last = own < 0 || own == k ? k - 1 : k;
            reach[i] = new Reach(found.SquaredDistances[i * (k + 1) + last], indices[last]);
        }

        return reach;
    }

    private void FillRows(PaddedRows rows, Reach[] reach)
    {
        // Sixteen rows against one another row at a time: 16 rows stay in the cache while the others stream past once.
        const int Tile = 16;
        Parallel.For(0, (_rows.Length + Tile - 1) / Tile, _parallel, tile =>
        {
            int begin = tile * Tile;
            int end = Math.Min(begin + Tile, _rows.Length);
            double[][] distances = new double[end - begin][];
            for (int i = begin; i < end; i++)
                distances[i - begin] = new double[rows.Count - 1 - i];
            for (int j = begin + 1; j < rows.Count; j++)
            {
                ReadOnlySpan<float> other = rows[j];
                for (int i = begin; i < Math.Min(j, end); i++)
                    distances[i - begin][j - i - 1] = PairDistance.Compute(rows[i], other);
            }

            for (int i = begin; i < end; i++)
                _rows[i] = PairRow.Make(i, distances[i - begin], reach);
        });
    }

    /// <summary>A row's neighbours are the other rows up to and including this one.</summary>
    internal readonly record struct Reach(double Distance, int Index)
    {
        internal bool Covers(double distance, int index) => !NeighborOrder.Before(Distance, Index, distance, index);
    }

    /// <summary>A row's distances to the rows after it, by how many ends call the pair neighbours; each kind filled up with +∞.</summary>
    private readonly record struct PairRow(double[] Distances, int FirstOne, int FirstTwo, double Smallest, double Largest)
    {
        internal ReadOnlySpan<double> Kind(int ends) => ends switch
        {
            0 => Distances.AsSpan(0, FirstOne),
            1 => Distances.AsSpan(FirstOne, FirstTwo - FirstOne),
            _ => Distances.AsSpan(FirstTwo),
        };

        internal static PairRow Make(int row, ReadOnlySpan<double> distances, Reach[] reach)
        {
            Span<int> counts = stackalloc int[3];
            byte[] kinds = new byte[distances.Length];
            double smallest = double.PositiveInfinity;
            double largest = 0;
            for (int t = 0; t < distances.Length; t++)
            {
                int other = row + 1 + t;
                int ends = (reach[row].Covers(distances[t], other) ? 1 : 0) + (reach[other].Covers(distances[t], row) ? 1 : 0);
                kinds[t] = (byte)ends;
                counts[ends]++;
                smallest = Math.Min(smallest, distances[t]);
                largest = Math.Max(largest, distances[t]);
            }

            Span<int> next = [0, WholeLanes(counts[0]), WholeLanes(counts[0]) + WholeLanes(counts[1])];
            var result = new PairRow(new double[next[2] + WholeLanes(counts[2])], next[1], next[2], smallest, largest);
            Array.Fill(result.Distances, double.PositiveInfinity);
            for (int t = 0; t < distances.Length; t++)
                result.Distances[next[kinds[t]]++] = distances[t];
            return result;
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
