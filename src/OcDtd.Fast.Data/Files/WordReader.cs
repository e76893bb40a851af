namespace OcDtd.Fast.Data.Files;

/// <summary>
/// Words of a text, line by line. Holds a fixed buffer, however long a line claims to be; every line must have an end, so that a text cut
/// short shows.
/// </summary>
internal sealed class WordReader
{
    /// <summary>Numbers and names are far shorter; what is longer is no text of words.</summary>
    private const int LongestWord = 256;

    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly ByteSource _source;
    private int _start;
    private int _end;
    private bool _readAll;
    private bool _lineIsOpen;

    internal WordReader(ByteSource source)
    {
        _source = source;
        if (Buffered() is [0xEF, 0xBB, 0xBF, ..])
            _start += 3;
    }

    /// <summary>What messages call the text.</summary>
    internal string Source => _source.Name;

    /// <summary>The line of the last word, from 1.</summary>
    internal long Line { get; private set; } = 1;

    private static ReadOnlySpan<byte> Blanks => " \t\r"u8;

    private static ReadOnlySpan<byte> Ends => " \t\r\n"u8;

    /// <summary>Goes to the next line with a word on it; the words of the line before must all have been read.</summary>
    /// <returns>False at the end of the text.</returns>
    /// <exception cref="DataException">The text ends within a line, or cannot be read.</exception>
    internal bool NextLine()
    {
        while (SkipBlanks())
        {
            if (_buffer[_start] != '\n')
                return true;
            _start++;
            Line++;
        }

        return false;
    }

    /// <summary>The next word of this line, valid until the next call.</summary>
    /// <returns>False at the end of the line.</returns>
    /// <exception cref="DataException">The text ends within the line, a word is far too long, or the text cannot be read.</exception>
    internal bool TryRead(out ReadOnlySpan<byte> word)
    {
        word = default;
        if (!SkipBlanks() || _buffer[_start] == '\n')
            return false;

        ReadOnlySpan<byte> rest = Buffered();
        int length = rest.IndexOfAny(Ends);
        if (length < 0 && rest.Length <= LongestWord)
            throw CutShort();
        if (length is < 0 or > LongestWord)
            throw new DataException($"{Place.Line(Source, Line)} holds a word of more than {LongestWord} bytes; expected shorter ones.");
        word = rest[..length];
        _start += length;
        return true;
    }

    /// <summary>Goes to the next byte that is not blank; false at the end of the text.</summary>
    private bool SkipBlanks()
    {
        for (ReadOnlySpan<byte> rest = Buffered(); !rest.IsEmpty; rest = Buffered())
        {
            int blanks = rest.IndexOfAnyExcept(Blanks);
            _start += blanks < 0 ? rest.Length : blanks;
            if (blanks >= 0)
                return true;
        }

        return _lineIsOpen ? throw CutShort() : false;
    }

    /// <summary>What is buffered and not yet read: more than the longest word, or all that is left.</summary>
    private ReadOnlySpan<byte> Buffered()
    {
        if (_end - _start <= LongestWord && !_readAll)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            int read = _source.Read(_buffer.AsSpan(_end));
            _end += read;
            _readAll = _end < _buffer.Length;
            if (read > 0)
                _lineIsOpen = _buffer[_end - 1] != '\n';
        }

        return _buffer.AsSpan(_start.._end);
    }

    private DataException CutShort() =>
        new($"{Place.Line(Source, Line)} has no line end, so the file is cut short; expected one after every line.");
}
