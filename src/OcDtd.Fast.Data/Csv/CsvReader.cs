using OcDtd.Fast.Data.Csv;
using OcDtd.Fast.Data.Files;

namespace OcDtd.Fast.Data;

/// <summary>
/// Reads comma-separated numbers (RFC 4180 quoting, UTF-8 with or without a byte order mark, any line ends, point as decimal sign).
/// Stateless: any thread may call it.
/// </summary>
/// <remarks>
/// The first row is a header if any of its fields is neither a number nor empty. Empty lines are allowed at the end only: elsewhere they
/// would shift every row after them. Rows in messages are lines of the file, counted from 1 with the header.
/// </remarks>
public static class CsvReader
{
    /// <summary>Reads rows of features; values are taken as they are, rounded to float32.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends a long read early.</param>
    /// <returns>A table with the header's names, if there is one. The caller disposes it.</returns>
    /// <exception cref="DataException">
    /// The file is missing, unreadable or holds no rows; rows differ in length; a field is empty, no number, NaN, infinite or beyond
    /// float32.
    /// </exception>
    public static DataTable Read(string path, CancellationToken cancellationToken = default)
    {
        using var rows = new CsvRows(path);
        float[] values = new float[rows.ColumnCount];
        long count = 0;
        for (; rows.Read(); count++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long end = (count + 1) * rows.ColumnCount;
            if (end > Array.MaxLength)
                throw new DataException($"{path}: holds more than {Array.MaxLength} values; expected no more.");
            ByteSource.Grow(ref values, end, Array.MaxLength);
            rows.CopyTo(values.AsSpan((int)(count * rows.ColumnCount), rows.ColumnCount));
        }

        Array.Resize(ref values, (int)(count * rows.ColumnCount));
        return new DataTable(path, new TableShape((int)count, rows.ColumnCount, null), values) { FeatureNames = rows.Names };
    }

    /// <summary>Reads whole numbers from a single column, with or without a header.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The labels in order, at least one.</returns>
    /// <exception cref="DataException">As for tables; there are more columns; a number is not whole or exceeds an int.</exception>
    public static int[] ReadLabels(string path) => ReadColumn(path, static (rows, value) => Labels.From(value, rows.Source, rows.Line));

    /// <summary>Reads float64 from a single column, with or without a header.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The values in order, at least one, all finite.</returns>
    /// <exception cref="DataException">As for tables; there are more columns.</exception>
    public static double[] ReadVector(string path) => ReadColumn(path, static (rows, value) =>
        double.IsFinite(value) ? value : throw FiniteCheck.Error(Place.Row(rows.Source, rows.Line), value));

    private static T[] ReadColumn<T>(string path, Func<CsvRows, double, T> convert)
    {
        using var rows = new CsvRows(path);
        if (rows.ColumnCount != 1)
            throw new DataException($"{path}: has {rows.ColumnCount} columns; expected one number a row: one column.");
        var values = new List<T>();
        while (rows.Read())
            values.Add(convert(rows, rows.Number(0)));
        return [.. values];
    }
}
