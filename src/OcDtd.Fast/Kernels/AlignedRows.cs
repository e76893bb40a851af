using System.Runtime.CompilerServices;

namespace OcDtd.Fast.Kernels;

/// <summary>Row-major rows, each filled up with zeros to whole cache lines and starting one.</summary>
/// <remarks>
/// A 512-bit vector that straddles cache lines costs two reads, and rows that end in zeros need no special end.
/// </remarks>
internal sealed class AlignedRows
{
    /// <summary>Floats of a cache line.</summary>
    internal const int Line = 16;

    private readonly AlignedArray<float> _values;

    /// <summary>Copies <paramref name="rows"/>, <paramref name="count"/> × <paramref name="featureCount"/>.</summary>
    internal AlignedRows(ReadOnlySpan<float> rows, int count, int featureCount)
    {
        Count = count;
        FeatureCount = featureCount;
        PaddedFeatureCount = Padded(featureCount);
        _values = new AlignedArray<float>(checked(count * PaddedFeatureCount));
        for (int i = 0; i < count; i++)
            rows.Slice(i * featureCount, featureCount).CopyTo(_values.Span[(i * PaddedFeatureCount)..]);
    }

    /// <summary>Number of rows.</summary>
    internal int Count { get; }

    /// <summary>d.</summary>
    internal int FeatureCount { get; }

    /// <summary>d rounded up to whole cache lines.</summary>
    internal int PaddedFeatureCount { get; }

    /// <summary>Features rounded up to whole cache lines.</summary>
    internal static int Padded(int featureCount) => checked(featureCount + Line - 1) / Line * Line;

    /// <summary>Row <paramref name="index"/>, without its zeros.</summary>
    internal ReadOnlySpan<float> Row(int index) => _values.Span.Slice(index * PaddedFeatureCount, FeatureCount);

    /// <summary>The first float of row <paramref name="index"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref float Reference(int index) => ref _values[index * PaddedFeatureCount];
}
