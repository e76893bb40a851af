namespace OcDtd.Fast.Data;

/// <summary>
/// Writes comma-separated text (UTF-8 without a byte order mark, RFC 4180 quoting, line feeds); each file is whole or absent.
/// Stateless: any thread may call it.
/// </summary>
public static class CsvWriter
{
    /// <summary>Writes a header and rows of strings and numbers.</summary>
    /// <param name="path">Created or replaced when everything is written.</param>
    /// <param name="header">Column names, at least one.</param>
    /// <param name="rows">
    /// Rows of as many fields; enumerated once. Numbers are written in the invariant culture, float and double so that reading them
    /// gives the same bits; null is an empty field.
    /// </param>
    /// <exception cref="ArgumentException">The header is empty or a row has another number of fields; no file is left behind.</exception>
    /// <exception cref="DataException">The file cannot be written; an earlier one is left as it was.</exception>
    public static void Write(string path, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using CsvFileWriter writer = Create(path, header);
        foreach (IReadOnlyList<object?> row in rows)
            writer.Write(row);
        writer.Commit();
    }

    /// <summary>Begins a file whose rows come one by one, so that they need not be held together.</summary>
    /// <param name="path">Created or replaced by <see cref="CsvFileWriter.Commit"/>, not before.</param>
    /// <param name="header">Column names, at least one.</param>
    /// <exception cref="ArgumentException">The header is empty.</exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public static CsvFileWriter Create(string path, IReadOnlyList<string> header)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(header);
        ArgumentOutOfRangeException.ThrowIfZero(header.Count, nameof(header));
        return new CsvFileWriter(path, header);
    }
}
