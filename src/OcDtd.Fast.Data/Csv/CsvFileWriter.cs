using System.Globalization;
using CsvHelper;
using OcDtd.Fast.Data.Files;
using OcDtd.Fast.Files;

namespace OcDtd.Fast.Data;

/// <summary>A .csv file under way: whole after <see cref="Commit"/>, without a trace if disposed before.</summary>
/// <remarks>
/// Made by <see cref="CsvWriter.Create"/>. Holds a buffer, whatever the number of rows. Not thread-safe: one thread at a time.
/// </remarks>
public sealed class CsvFileWriter : IDisposable
{
    private static readonly CsvWriterOptions s_options = new() { NewLine = "\n" };

    private readonly string _path;
    private readonly int _columns;
    private readonly PendingFile _file;
    private readonly CsvHelper.CsvWriter _writer;
    private long _rows;
    private bool _closed;

    internal CsvFileWriter(string path, IReadOnlyList<string> header)
    {
        (_path, _columns) = (path, header.Count);
        _file = OutputFile.Create(path);
        try
        {
            _writer = CsvHelper.CsvWriter.Create(_file.Stream, s_options, leaveOpen: true);
            WriteFields(header);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Appends a row: strings and numbers, null for an empty field.</summary>
    /// <param name="row">As many fields as the header has.</param>
    /// <exception cref="ArgumentException">The row has another number of fields.</exception>
    /// <exception cref="InvalidOperationException">The file is committed or disposed.</exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Write(IReadOnlyList<object?> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        RequireOpen();
        _rows++;
        if (row.Count != _columns)
            throw new ArgumentException($"Row {_rows} has {row.Count} fields; the header has {_columns}.", nameof(row));
        WriteFields(row);
    }

    /// <summary>Gives the file its name. Nothing can be written afterwards.</summary>
    /// <exception cref="InvalidOperationException">The file is committed or disposed.</exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Commit()
    {
        RequireOpen();
        _closed = true;
        OutputFile.Try(_path, () =>
        {
            _writer.Dispose();
            _file.Commit();
        });
    }

    /// <summary>Ends the writing; without <see cref="Commit"/> nothing is left behind and an earlier file stays as it was.</summary>
    public void Dispose()
    {
        _closed = true;
        OutputFile.Try(_path, _file.Dispose);
    }

    private void RequireOpen()
    {
        if (_closed)
            throw new InvalidOperationException($"{_path}: the file is committed or disposed.");
    }

    private void WriteFields(IReadOnlyList<object?> row) => OutputFile.Try(_path, () =>
    {
        foreach (object? field in row)
            _writer.WriteField(Text(field));
        _writer.EndRecord();
    });

    private static string Text(object? field) => field switch
    {
        null => "",
        string text => text,
        float or double => ((IFormattable)field).ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => field.ToString() ?? "",
    };
}
