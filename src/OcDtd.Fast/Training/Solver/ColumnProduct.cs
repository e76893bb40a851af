using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Solver;

/// <summary>Products with columns that lie in memory, cut so that threads and caches are used and sums stay as they are.</summary>
internal sealed class ColumnProduct<T, TValue>(ParallelOptions parallel)
    where T : unmanaged
    where TValue : struct, IKernelValue<T>
{
    private const int Stretch = 1024; // rows a task: 8 kB of sums
    private const int Columns = 128; // at a time: as many pages as the processor keeps translations of
    private const long WorthThreads = 1 << 18;

    /// <summary>result_i += Σ_b weights_b·columns[offsets_b + i].</summary>
    internal void Add(T[] columns, int[] offsets, double[] weights, double[] result)
    {
        int stretches = (result.Length + Stretch - 1) / Stretch;
        if ((long)result.Length * offsets.Length < WorthThreads)
        {
            for (int s = 0; s < stretches; s++)
                AddStretch(s);
        }
        else
        {
            Parallel.For(0, stretches, parallel, AddStretch);
        }

        void AddStretch(int s)
        {
            int first = s * Stretch;
            Span<double> target = result.AsSpan(first, Math.Min(Stretch, result.Length - first));
            for (int b = 0; b < offsets.Length; b += Columns)
            {
                int count = Math.Min(Columns, offsets.Length - b);
                WeightedColumns.Add<T, TValue>(columns, offsets.AsSpan(b, count), weights.AsSpan(b, count), first, target);
            }
        }
    }
}
