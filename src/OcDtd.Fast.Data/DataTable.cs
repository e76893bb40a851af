using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Data.Files;

namespace OcDtd.Fast.Data;

/// <summary>
/// Rows of features: float32, every value finite, in [0, 1] where the source held 8-bit values.
/// </summary>
/// <remarks>
/// Immutable, so any number of threads may read it at once; <see cref="Dispose"/> must come after the last of them.
/// A table read from a C-order <c>&lt;f4</c> .npy file is a view of that file: the rows are never copied, and the file must not
/// be truncated or changed while the table is in use. Replacing it by rename, as the writers here do, is safe.
/// </remarks>
public sealed unsafe class DataTable : IDisposable
{
    private readonly float[]? _memory;
    private readonly MappedFloats? _mapped;
    private volatile bool _disposed;

    internal DataTable(string source, TableShape shape, float[] values)
        : this(source, shape) => _memory = values;

    internal DataTable(string source, TableShape shape, MappedFloats values)
        : this(source, shape) => _mapped = values;

    private DataTable(string source, TableShape shape)
    {
        Source = source;
        RowCount = shape.RowCount;
        FeatureCount = shape.FeatureCount;
        Shape = shape.Image;
    }

    /// <summary>Number of rows, at least 1.</summary>
    public int RowCount { get; }

    /// <summary>Number of features a row, at least 1.</summary>
    public int FeatureCount { get; }

    /// <summary>How a row is an image, where the source says so (three or four axes, IDX images, image folders).</summary>
    public ImageShape? Shape { get; }

    /// <summary>The features' names, <see cref="FeatureCount"/> of them, where the source has a header.</summary>
    public IReadOnlyList<string>? FeatureNames { get; internal init; }

    /// <summary>The rows' names, <see cref="RowCount"/> of them: the file names of an image folder.</summary>
    public IReadOnlyList<string>? RowNames { get; internal init; }

    /// <summary>Where the rows came from, as the caller named it.</summary>
    public string Source { get; }

    /// <summary>The values, (<see cref="RowCount"/>, <see cref="FeatureCount"/>), without padding between rows.</summary>
    /// <remarks>Valid until <see cref="Dispose"/>; no copy is made and nothing is allocated.</remarks>
    /// <exception cref="ObjectDisposedException">The table is disposed.</exception>
    public ReadOnlySpan2D<float> Rows
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _memory is null
                ? new ReadOnlySpan2D<float>(_mapped!.Pointer, RowCount, FeatureCount, 0)
                : new ReadOnlySpan2D<float>(_memory, RowCount, FeatureCount);
        }
    }

    /// <summary>Makes a table of values already in memory.</summary>
    /// <param name="values">Rows one after another; taken over, not copied, so the caller must not change it afterwards.</param>
    /// <param name="rowCount">Number of rows, at least 1.</param>
    /// <param name="featureCount">Number of features a row, at least 1.</param>
    /// <param name="source">What messages call the table.</param>
    /// <param name="shape">How a row is an image; its features must be <paramref name="featureCount"/>.</param>
    /// <param name="featureNames">None, or one a feature.</param>
    /// <param name="rowNames">None, or one a row.</param>
    /// <exception cref="ArgumentException">A count is not positive or the lengths do not agree.</exception>
    /// <exception cref="DataException">A value is NaN or infinite: names row and column.</exception>
    public static DataTable FromArray(
        float[] values,
        int rowCount,
        int featureCount,
        string source = "array",
        ImageShape? shape = null,
        IReadOnlyList<string>? featureNames = null,
        IReadOnlyList<string>? rowNames = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(featureCount);
        RequireSame((long)rowCount * featureCount, values.LongLength, "values", nameof(values));
        RequireSame(featureCount, shape?.FeatureCount ?? featureCount, "features in the image shape", nameof(shape));
        RequireSame(featureCount, featureNames?.Count ?? featureCount, "feature names", nameof(featureNames));
        RequireSame(rowCount, rowNames?.Count ?? rowCount, "row names", nameof(rowNames));

        var table = new DataTable(source, new TableShape(rowCount, featureCount, shape), values)
        {
            FeatureNames = featureNames,
            RowNames = rowNames,
        };
        table.RequireFinite(CancellationToken.None);
        return table;
    }

    /// <summary>Releases the file mapping, if there is one; spans taken from <see cref="Rows"/> are then invalid.</summary>
    /// <remarks>A table that is never disposed keeps its mapping until the process ends: slow to let go, but never unsafe.</remarks>
    public void Dispose()
    {
        _disposed = true;
        _mapped?.Dispose();
    }

    /// <summary>Reads every value once; for sources whose values were not checked on the way in.</summary>
    internal void RequireFinite(CancellationToken cancellation)
    {
        ReadOnlySpan2D<float> rows = Rows;
        for (int row = 0; row < RowCount; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<float> values = rows.GetRowSpan(row);
            int column = FiniteCheck.FirstNonFinite(values);
            if (column >= 0)
                throw FiniteCheck.Error(Place.Cell(Source, row + 1, column, FeatureNames), values[column]);
        }
    }

    private static void RequireSame(long expected, long found, string what, string parameter)
    {
        if (expected != found)
            throw new ArgumentException($"{found} {what}; expected {expected}.", parameter);
    }
}
