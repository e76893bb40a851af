using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast.Neighbors;

/// <summary>Rows of a caller's matrix that worker threads may read: a span cannot leave its thread's stack, an address can.</summary>
/// <remarks>Valid only while whoever made it keeps the matrix pinned.</remarks>
internal readonly unsafe struct PinnedRows
{
    private readonly float* _first;
    private readonly nint _stride;

    /// <summary>Rows of <paramref name="matrix"/>, whose first value is pinned at <paramref name="first"/>.</summary>
    internal PinnedRows(float* first, ReadOnlySpan2D<float> matrix)
    {
        _first = first;
        _stride = RowTile.Stride(matrix);
        Count = matrix.Height;
        FeatureCount = matrix.Width;
    }

    /// <summary>Number of rows.</summary>
    internal int Count { get; }

    /// <summary>Number of values in a row.</summary>
    internal int FeatureCount { get; }

    /// <summary>Row <paramref name="index"/>.</summary>
    internal ReadOnlySpan<float> Row(int index) => MemoryMarshal.CreateReadOnlySpan(ref Reference(index), FeatureCount);

    /// <summary><paramref name="count"/> rows from <paramref name="begin"/> on.</summary>
    internal RowTile Tile(int begin, int count) => new(ref Reference(begin), _stride, count, FeatureCount);

    private ref float Reference(int index) => ref Unsafe.AsRef<float>(_first + index * _stride);
}
