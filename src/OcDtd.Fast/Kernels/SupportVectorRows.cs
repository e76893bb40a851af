namespace OcDtd.Fast.Kernels;

/// <summary>Support vectors row by row, m × d: what everything reads that goes feature by feature (relevance, exact pairs).</summary>
internal class SupportVectorRows
{
    /// <summary>Takes <paramref name="rows"/>, m × d row-major, which must not change afterwards.</summary>
    internal SupportVectorRows(float[] rows, int count, int featureCount)
    {
        Rows = rows;
        Count = count;
        FeatureCount = featureCount;
    }

    /// <summary>m.</summary>
    internal int Count { get; }

    /// <summary>m rounded up to whole panels: the length of a row's distances.</summary>
    internal int PaddedCount => Panels.PanelsFor(Count) * Panels.Lanes;

    /// <summary>d.</summary>
    internal int FeatureCount { get; }

    /// <summary>Row-major support vectors, m × d.</summary>
    internal float[] Rows { get; }

    /// <summary>Support vector <paramref name="index"/>.</summary>
    internal ReadOnlySpan<float> Row(int index) => Rows.AsSpan(index * FeatureCount, FeatureCount);
}
