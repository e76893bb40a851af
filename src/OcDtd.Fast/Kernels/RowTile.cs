using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;

namespace OcDtd.Fast.Kernels;

/// <summary>A few consecutive rows of a batch, each contiguous, a stride apart.</summary>
internal readonly ref struct RowTile
{
    private readonly ref float _first;
    private readonly nint _stride;

    /// <summary>One row.</summary>
    internal RowTile(ReadOnlySpan<float> row)
    {
        _first = ref MemoryMarshal.GetReference(row);
        _stride = row.Length;
        FeatureCount = row.Length;
        Count = 1;
    }

    /// <summary>All rows of <paramref name="rows"/>.</summary>
    internal RowTile(ReadOnlySpan2D<float> rows)
        : this(ref Unsafe.AsRef(in rows.DangerousGetReference()), Stride(rows), rows.Height, rows.Width)
    {
    }

    /// <summary><paramref name="count"/> rows, <paramref name="stride"/> floats apart.</summary>
    internal RowTile(ref float first, nint stride, int count, int featureCount)
    {
        _first = ref first;
        _stride = stride;
        Count = count;
        FeatureCount = featureCount;
    }

    /// <summary>Number of rows.</summary>
    internal int Count { get; }

    /// <summary>Features of a row.</summary>
    internal int FeatureCount { get; }

    /// <summary>The first float of row <paramref name="index"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref float Reference(int index) => ref Unsafe.Add(ref _first, index * _stride);

    /// <summary>Row <paramref name="index"/>.</summary>
    internal ReadOnlySpan<float> Row(int index) => MemoryMarshal.CreateReadOnlySpan(ref Reference(index), FeatureCount);

    /// <summary><paramref name="count"/> rows from <paramref name="first"/> on.</summary>
    internal RowTile Slice(int first, int count) => new(ref Reference(first), _stride, count, FeatureCount);

    /// <summary>Floats from one row of <paramref name="rows"/> to the next.</summary>
    internal static nint Stride(ReadOnlySpan2D<float> rows) => rows.Height < 2
        ? rows.Width
        : (nint)(Unsafe.ByteOffset(in rows.DangerousGetReferenceAt(0, 0), in rows.DangerousGetReferenceAt(1, 0)) / sizeof(float));
}
