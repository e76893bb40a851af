using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Solver;

/// <summary>The rows a one-class SVM is trained on, packed for the distance kernel, and the kernel between them.</summary>
internal sealed class TrainingRows
{
    private readonly PackedSupportVectors _packed;
    private readonly bool _exact;

    /// <summary>
    /// Copies <paramref name="rows"/>, in another order if there is one; distances are float32's, or double's if <paramref name="exact"/>.
    /// </summary>
    internal TrainingRows(ReadOnlySpan2D<float> rows, double gamma, bool exact, ScreeningOrder? order)
        : this(order is null ? Copy(rows) : Copy(rows, order), rows.Height, rows.Width, gamma, exact)
    {
    }

    private TrainingRows(float[] rows, int count, int featureCount, double gamma, bool exact)
    {
        _packed = new PackedSupportVectors(rows, count, featureCount);
        _exact = exact;
        Gamma = gamma;
    }

    /// <summary>n.</summary>
    internal int Count => _packed.Count;

    /// <summary>d.</summary>
    internal int FeatureCount => _packed.FeatureCount;

    /// <summary>γ.</summary>
    internal double Gamma { get; }

    /// <summary>Panels of 16 rows.</summary>
    internal int PanelCount => _packed.PanelCount;

    /// <summary><paramref name="count"/> rows from <paramref name="first"/> on.</summary>
    internal RowTile Tile(int first, int count) => new(ref _packed.Rows[first * FeatureCount], FeatureCount, count, FeatureCount);

    /// <summary>Row <paramref name="index"/>.</summary>
    internal ReadOnlySpan<float> Row(int index) => _packed.Row(index);

    /// <summary>Some of the rows, as training rows of their own.</summary>
    internal TrainingRows Take(ReadOnlySpan<int> indices)
    {
        float[] rows = new float[checked(indices.Length * FeatureCount)];
        for (int i = 0; i < indices.Length; i++)
            Row(indices[i]).CopyTo(rows.AsSpan(i * FeatureCount));
        return new TrainingRows(rows, indices.Length, FeatureCount, Gamma, _exact);
    }

    /// <summary>
    /// Kernel values of <paramref name="tile"/> with the rows of some panels; 0 for lanes past the last row. One of a distance above
    /// <paramref name="limit"/> may be any that such a distance has.
    /// </summary>
    internal void Kernels<T, TValue>(RowTile tile, PanelRange panels, Span<double> distances, Span<T> values, double limit)
        where T : unmanaged
        where TValue : struct, IKernelValue<T>
    {
        distances = distances[..(tile.Count * panels.PaddedCount)];
        int first = panels.First * PackedSupportVectors.Lanes;
        int present = Math.Min(panels.PaddedCount, Count - first);
        if (_exact)
            ExactDistances(tile, first, present, panels.PaddedCount, distances);
        else
            SquaredDistances.Compute(tile, _packed, panels, distances, limit);
        for (int r = 0; r < tile.Count; r++)
            distances.Slice(r * panels.PaddedCount + present, panels.PaddedCount - present).Fill(double.PositiveInfinity);
        GaussianKernel.Compute<T, TValue>(distances, Gamma, values);
    }

    private void ExactDistances(RowTile tile, int first, int present, int stride, Span<double> distances)
    {
        for (int r = 0; r < tile.Count; r++)
        {
            ReadOnlySpan<float> row = tile.Row(r);
            for (int i = 0; i < present; i++)
                distances[r * stride + i] = PairDistance.Compute(row, Row(first + i));
        }
    }

    private static float[] Copy(ReadOnlySpan2D<float> rows)
    {
        float[] copy = GC.AllocateUninitializedArray<float>(checked(rows.Height * rows.Width));
        rows.CopyTo(copy);
        return copy;
    }

    private static float[] Copy(ReadOnlySpan2D<float> rows, ScreeningOrder order)
    {
        float[] copy = GC.AllocateUninitializedArray<float>(checked(rows.Height * rows.Width));
        for (int i = 0; i < rows.Height; i++)
        {
            ReadOnlySpan<float> row = rows.GetRowSpan(order.Rows[i]);
            Span<float> target = copy.AsSpan(i * rows.Width, rows.Width);
            for (int j = 0; j < target.Length; j++)
                target[j] = row[order.Features[j]];
        }

        return copy;
    }
}
