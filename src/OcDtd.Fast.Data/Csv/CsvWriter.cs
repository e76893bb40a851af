using System.Globalization;
using CsvHelper;
using OcDtd.Fast.Data.Files;

namespace OcDtd.Fast.Data;

/// <summary>
/// Writes comma-separated text (UTF-8 without a byte order mark, RFC 4180 quoting, line feeds); each file is whole or absent.
/// Stateless: any thread may call it.
/// </summary>
public static class CsvWriter
{
    private static readonly CsvWriterOptions s_options = new() { NewLine = "\n" };

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
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfZero(header.Count, nameof(header));
        OutputFile.Write(path, stream =>
        {
            using var writer = CsvHelper.CsvWriter.Create(stream, s_options, leaveOpen: true);
            WriteRow(writer, header);
            long count = 0;
            foreach (IReadOnlyList<object?> row in rows)
            {
                count++;
                if (row.Count != header.Count)
                    throw new ArgumentException($"Row {count} has {row.Count} fields; the header has {header.Count}.", nameof(rows));
                WriteRow(writer, row);
            }
        });
    }

    private static void WriteRow(CsvHelper.CsvWriter writer, IReadOnlyList<object?> row)
    {
        foreach (object? field in row)
            writer.WriteField(Text(field));
        writer.EndRecord();
    }

    private static string Text(object? field) => field switch
    {
        null => "",
        string text => text,
        float or double => ((IFormattable)field).ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => field.ToString() ?? "",
    };
}
