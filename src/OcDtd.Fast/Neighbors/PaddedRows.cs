namespace OcDtd.Fast.Neighbors;

/// <summary>Rows filled up with zeros to whole eights, so that the pair distance never has to copy a row's last features.</summary>
/// <remarks>A zero difference adds nothing, so distances keep their bits.</remarks>
internal sealed class PaddedRows
{
    private const int Stride = 8; // lanes of PairDistance
    private readonly float[] _values;

    /// <summary>Zeros, to be filled.</summary>
    internal PaddedRows(int count, int featureCount)
    {
        Count = count;
        FeatureCount = featureCount;
        PaddedFeatureCount = checked((featureCount + Stride - 1) / Stride * Stride);
        _values = new float[checked(count * PaddedFeatureCount)];
    }

    /// <summary>Number of rows.</summary>
    internal int Count { get; }

    /// <summary>Features of a row.</summary>
    internal int FeatureCount { get; }

    /// <summary>Features of a row, rounded up.</summary>
    internal int PaddedFeatureCount { get; }

    /// <summary>All rows, one after another, zeros included.</summary>
    internal float[] Values => _values;

    /// <summary>Row <paramref name="index"/>, zeros included.</summary>
    internal Span<float> this[int index] => _values.AsSpan(index * PaddedFeatureCount, PaddedFeatureCount);

    /// <summary>Sets row <paramref name="index"/>.</summary>
    internal void Set(int index, ReadOnlySpan<float> row) => row.CopyTo(this[index]);
}
