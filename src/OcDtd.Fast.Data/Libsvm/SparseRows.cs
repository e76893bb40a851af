using OcDtd.Fast.Data.Files;

namespace OcDtd.Fast.Data.Libsvm;

/// <summary>
/// Rows of which only the values other than zero are given. They grow with what is read; the rows in full are made once it is known that
/// they fit into memory.
/// </summary>
internal sealed class SparseRows
{
    // Rows in full that take up to 256 MB are made in any case. Larger ones are as sparse as this, or an index is damaged.
    private const long AlwaysAllowed = 1 << 26;
    private const long ValuesAnEntry = 1 << 10;

    private readonly List<int> _ends = [];
    private int[] _indices = new int[1 << 10];
    private float[] _values = new float[1 << 10];
    private int _count;
    private long _widestLine;

    internal int RowCount => _ends.Count;

    /// <summary>The largest index, counted from 1; 0 where there is none.</summary>
    internal int Width { get; private set; }

    /// <summary>Ends the current row.</summary>
    internal void EndRow() => _ends.Add(_count);

    /// <summary>Adds a value to the current row.</summary>
    /// <param name="index">Its feature, from 1.</param>
    /// <param name="value">Any finite value.</param>
    /// <param name="source">For messages.</param>
    /// <param name="line">Where it stands.</param>
    internal void Add(int index, float value, ByteSource source, long line)
    {
        if (_count == Array.MaxLength)
            source.RequireAllocatable(_count + 1L, "values", $"every feature up to line {line} is kept");
        ByteSource.Grow(ref _indices, _count + 1L, Array.MaxLength);
        ByteSource.Grow(ref _values, _count + 1L, Array.MaxLength);
        _indices[_count] = index;
        _values[_count++] = value;
        if (index > Width)
            (Width, _widestLine) = (index, line);
    }

    /// <summary>The rows in full, one after another.</summary>
    /// <param name="featureCount">Features of a row, at least <see cref="Width"/>; none for exactly that.</param>
    /// <param name="source">For messages.</param>
    /// <exception cref="DataException">
    /// There are more values than an array holds; or, with no number of features given, far more than the entries make likely.
    /// </exception>
    internal float[] ToDense(int? featureCount, ByteSource source)
    {
        int features = featureCount ?? Width;
        long total = (long)RowCount * features;
        string claim = $"{RowCount} support vectors of {features} features";
        if (featureCount is null)
            claim += $" (the largest index is on line {_widestLine})";
        source.RequireAllocatable(total, "values", claim);
        if (featureCount is null && total > Math.Max(AlwaysAllowed, ValuesAnEntry * _count))
        {
            string found = $"of {total} values the file holds {_count}";
            throw new DataException($"{source.Name}: {claim}: {found}; expected smaller indices, or the number of features to be given.");
        }

        float[] dense = new float[total];
        for (int row = 0, i = 0; row < RowCount; row++)
        {
            Span<float> values = dense.AsSpan(row * features, features);
            for (; i < _ends[row]; i++)
                values[_indices[i] - 1] = _values[i];
        }

        return dense;
    }
}
