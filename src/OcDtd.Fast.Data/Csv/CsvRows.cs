using CsvHelper;
using OcDtd.Fast.Data.Files;

namespace OcDtd.Fast.Data.Csv;

/// <summary>Walks through a CSV file's rows of numbers; finds the header; says line and column of whatever is wrong.</summary>
internal sealed class CsvRows : IDisposable
{
    // No separator detection: a file with semicolons gets an error instead of a guess. Line breaks in quotes are for header names.
    private static readonly CsvReaderOptions s_options = new()
    {
        Separator = ',',
        HasHeader = false,
        SkipEmptyLines = false,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
    };

    private readonly FileStream _stream;
    private readonly CsvHelper.CsvReader _reader;
    private readonly long _firstLine;
    private bool _atFirstRow;

    /// <exception cref="DataException">The file is missing, unreadable, or has no row of numbers.</exception>
    internal CsvRows(string path)
    {
        Source = path;
        _stream = InputFile.Open(path);
        try
        {
            _reader = CsvHelper.CsvReader.Create(_stream, s_options, leaveOpen: true);
            if (!ReadRecord())
                throw new DataException($"{path}: is empty; expected rows of comma-separated numbers.");
            _firstLine = Line;
            ColumnCount = _reader.FieldCount;
            Names = ReadNames();
            _atFirstRow = Names is null || ReadRecord();
            if (!_atFirstRow)
                throw new DataException($"{path}: has a header and no rows; expected rows of comma-separated numbers.");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal string Source { get; }

    internal int ColumnCount { get; }

    /// <summary>The header's names, none if the first row is numbers.</summary>
    internal string[]? Names { get; }

    /// <summary>The line on which the current row starts, from 1.</summary>
    internal long Line => _reader.LineNumber;

    public void Dispose()
    {
        _reader?.Dispose();
        _stream.Dispose();
    }

    /// <summary>Goes to the next row, the first time to the first.</summary>
    internal bool Read()
    {
        bool read = _atFirstRow || ReadRecord();
        _atFirstRow = false;
        if (read && _reader.FieldCount != ColumnCount)
        {
            string place = Place.Row(Source, Line);
            throw new DataException($"{place} has {Fields(_reader.FieldCount)}; expected {ColumnCount}, as in row {_firstLine}.");
        }

        return read;
    }

    /// <summary>The current row's values, each checked to be finite.</summary>
    internal void CopyTo(Span<float> values)
    {
        for (int column = 0; column < values.Length; column++)
        {
            if (!NumberText.TryParse(_reader.GetSpan(column), out values[column]))
                throw NotNumber(column);
        }

        int bad = FiniteCheck.FirstNonFinite(values);
        if (bad >= 0)
            throw FiniteCheck.Error(Place.Cell(Source, Line, bad, Names), Number(bad));
    }

    /// <summary>One of the current row's fields; may be NaN or infinite.</summary>
    /// <exception cref="DataException">It is empty or no number.</exception>
    internal double Number(int column) => NumberText.TryParse(_reader.GetSpan(column), out double value) ? value : throw NotNumber(column);

    private static string Fields(int count) => count == 1 ? "1 field" : $"{count} fields";

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.Trim(" \t"u8).IsEmpty;

    private DataException NotNumber(int column)
    {
        ReadOnlySpan<byte> text = _reader.GetSpan(column);
        string found = IsBlank(text) ? "empty" : Place.Quote(text);
        return new DataException($"{Place.Cell(Source, Line, column, Names)} is {found}; expected a number.");
    }

    private string[]? ReadNames()
    {
        bool isHeader = false;
        for (int column = 0; column < ColumnCount; column++)
        {
            ReadOnlySpan<byte> text = _reader.GetSpan(column);
            isHeader |= !IsBlank(text) && !NumberText.TryParse(text, out double _);
        }

        return isHeader ? [.. Enumerable.Range(0, ColumnCount).Select(_reader.GetString)] : null;
    }

    /// <summary>Goes to the next record; empty lines are passed over if nothing follows them.</summary>
    private bool ReadRecord()
    {
        long emptyLine = 0;
        while (ReadAny())
        {
            if (_reader.FieldCount != 1 || !IsBlank(_reader.GetSpan(0)))
                return emptyLine == 0 ? true : throw new DataException($"{Place.Row(Source, emptyLine)} is empty; expected numbers.");
            if (emptyLine == 0)
                emptyLine = Line;
        }

        return false;
    }

    private bool ReadAny()
    {
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException e)
        {
            string place = e.LineNumber > 0 ? Place.Row(Source, e.LineNumber) : Source;
            throw new DataException($"{place} breaks the rules of quoting or is too long: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw InputFile.Error(Source, e, "read");
        }
    }
}
