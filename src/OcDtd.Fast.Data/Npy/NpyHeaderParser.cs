using OcDtd.Fast.Data.Files;

namespace OcDtd.Fast.Data.Npy;

/// <summary>
/// Parses the Python dict literal in a .npy header: exactly the keys descr, fortran_order and shape, in any order and spacing.
/// </summary>
/// <param name="text">The header.</param>
/// <param name="source">What messages call the file.</param>
internal ref struct NpyHeaderParser(ReadOnlySpan<char> text, string source)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly string _source = source;
    private int _position;
    private NpyType? _type;
    private bool? _fortranOrder;
    private long[]? _axes;

    /// <exception cref="DataException">Names the place in the header where something else was expected.</exception>
    internal NpyHeader Parse()
    {
        Expect('{');
        while (!Accept('}'))
        {
            ParseEntry();
            if (!Accept(','))
            {
                Expect('}');
                break;
            }
        }

        if (Next() != '\0')
            throw Unexpected("the end of the header");
        return new NpyHeader(
            _type ?? throw Missing("descr"), _fortranOrder ?? throw Missing("fortran_order"), _axes ?? throw Missing("shape"));
    }

    private void ParseEntry()
    {
        string key = ParseString("a key in quotes");
        Expect(':');
        switch (key)
        {
            case "descr" when _type is null:
                _type = NpyType.Parse(ParseType(), _source);
                break;
            case "fortran_order" when _fortranOrder is null:
                _fortranOrder = ParseBool();
                break;
            case "shape" when _axes is null:
                _axes = ParseTuple();
                break;
            default:
                throw new DataException(
                    $"{_source}: .npy header has key {Place.Quote(key)} too many; expected descr, fortran_order and shape, once each.");
        }
    }

    private string ParseType() => Next() == '['
        ? throw new DataException($"{_source}: holds a structured array (records with fields); expected plain numbers: <f4, <f8 or |u1.")
        : ParseString("an element type in quotes");

    private string ParseString(string expected)
    {
        char quote = Next();
        if (quote is not ('\'' or '"'))
            throw Unexpected(expected);
        int length = _text[(_position + 1)..].IndexOf(quote);
        if (length < 0)
            throw Unexpected("a closed string");
        string value = _text.Slice(_position + 1, length).ToString();
        _position += length + 2;
        return value;
    }

    private bool ParseBool()
    {
        Next();
        foreach (bool value in (ReadOnlySpan<bool>)[true, false])
        {
            if (_text[_position..].StartsWith(value.ToString(), StringComparison.Ordinal))
            {
                _position += value.ToString().Length;
                return value;
            }
        }

        throw Unexpected("True or False");
    }

    private long[] ParseTuple()
    {
        var axes = new List<long>();
        bool comma = false;
        Expect('(');
        while (!Accept(')'))
        {
            axes.Add(ParseAxis());
            comma = Accept(',');
            if (!comma && Next() != ')')
                throw Unexpected("',' or ')'");
        }

        // (3) is a number in Python, (3,) a tuple.
        return axes.Count == 1 && !comma ? throw Unexpected("a tuple such as (3,) before") : [.. axes];
    }

    private long ParseAxis()
    {
        Next();
        int length = 0;
        while (_position + length < _text.Length && char.IsAsciiDigit(_text[_position + length]))
            length++;
        if (length == 0)
            throw Unexpected("a whole number that is not negative");
        if (!long.TryParse(_text.Slice(_position, length), out long axis))
            throw Unexpected("a number below 2^63");
        _position += length;

        // Python 2 marked long integers.
        if (_position < _text.Length && _text[_position] == 'L')
            _position++;
        return axis;
    }

    private void Expect(char wanted)
    {
        if (!Accept(wanted))
            throw Unexpected($"'{wanted}'");
    }

    private bool Accept(char wanted)
    {
        if (Next() != wanted)
            return false;
        _position++;
        return true;
    }

    /// <summary>The next character that is not white space, where the position then is; '\0' at the end.</summary>
    private char Next()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t' or '\n' or '\r')
            _position++;
        return _position < _text.Length ? _text[_position] : '\0';
    }

    private readonly DataException Unexpected(string expected)
    {
        string found = _position < _text.Length ? $"'{_text[_position]}'" : "the end";
        return new DataException($"{_source}: .npy header, character {_position + 1}: found {found}, expected {expected}.");
    }

    private readonly DataException Missing(string key) =>
        new($"{_source}: .npy header lacks key \"{key}\"; expected descr, fortran_order and shape.");
}
