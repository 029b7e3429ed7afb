using System.Buffers;
using System.Text;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Spreadsheets;

/// <summary>Separated text: commas, semicolons, tabs or bars; quotes as RFC 4180 has them.</summary>
internal sealed class CsvTable : TableReader
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private readonly FileStream _file;
    private readonly StreamReader _reader;
    private readonly Encoding _encoding;
    private readonly TextCache _texts = new();
    private readonly char[] _buffer = new char[1 << 16];
    private readonly StringBuilder _pending = new();
    private char _delimiter = ',';
    private SearchValues<char> _fieldEnds = SearchValues.Create(",\r\n");
    private int _position;
    private int _length;
    private long _line = 1;

    private CsvTable(FileStream file, Encoding encoding, TableLimits limits)
        : base(limits)
    {
        _file = file;
        _encoding = encoding;
        _reader = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: false, 1 << 16);
    }

    /// <inheritdoc />
    public override string Description => _encoding.CodePage == TextEncodings.Gb18030.CodePage ? "GB18030" : _encoding.WebName.ToUpperInvariant();

    /// <inheritdoc />
    public override double Progress => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    public static Outcome<TableReader> OpenFile(string path, TableLimits limits)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        var (encoding, markLength) = TextEncodings.Detect(file);
        file.Position = markLength;
        var table = new CsvTable(file, encoding, limits);
        try
        {
            table.ChooseDelimiter();
        }
        catch (DecoderFallbackException)
        {
            table.Dispose();
            return new Refusal("file_unknown_encoding");
        }

        return table;
    }

    /// <inheritdoc />
    private protected override bool ReadRecord()
    {
        Record.Clear();
        LineNumber = _line;
        if (!Fill())
        {
            return false;
        }

        while (true)
        {
            var more = Fill() && _buffer[_position] == '"' ? ReadQuotedField() : ReadPlainField();
            if (!more)
            {
                return Failure is null;
            }
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing) => _reader.Dispose();

    /// <summary>The separator that stands most often in the first line, outside quotes; "sep=;" says it outright.</summary>
    private void ChooseDelimiter()
    {
        Fill();
        var first = _buffer.AsSpan(0, _length);
        if (first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && first.Length > 5 && first[5] is '\r' or '\n')
        {
            SetDelimiter(first[4]);
            _position = 5;
            ReadLineEnd();
            return;
        }

        var counts = new int[Delimiters.Length];
        var quoted = false;
        var seen = false;
        foreach (var letter in first)
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && letter is '\r' or '\n')
            {
                if (seen)
                {
                    break;
                }
            }
            else if (!quoted && Array.IndexOf(Delimiters, letter) is >= 0 and var index)
            {
                counts[index]++;
                seen = true;
            }
            else
            {
                seen = true;
            }
        }

        SetDelimiter(Delimiters[Array.IndexOf(counts, counts.Max())]);
    }

    private void SetDelimiter(char delimiter)
    {
        _delimiter = delimiter;
        _fieldEnds = SearchValues.Create([delimiter, '\r', '\n']);
    }

    /// <returns>Whether another field follows in this record.</returns>
    private bool ReadPlainField()
    {
        _pending.Clear();
        while (Fill())
        {
            var rest = _buffer.AsSpan(_position, _length - _position);
            var end = rest.IndexOfAny(_fieldEnds);
            if (end < 0)
            {
                _position = _length;
                if (!Append(rest))
                {
                    return false;
                }

                continue;
            }

            if (_pending.Length == 0 && end <= Limits.MaxCellLength)
            {
                Add(_texts.Get(rest[..end]));
            }
            else if (Append(rest[..end]))
            {
                Add(_pending.ToString());
            }
            else
            {
                return false;
            }

            _position += end;
            return ReadFieldEnd();
        }

        Add(_pending.ToString());
        return false;
    }

    private bool ReadQuotedField()
    {
        var opened = _line;
        _pending.Clear();
        _position++;
        while (Fill())
        {
            var rest = _buffer.AsSpan(_position, _length - _position);
            var end = rest.IndexOf('"');
            var text = end < 0 ? rest : rest[..end];
            _line += text.Count('\n');
            if (!Append(text))
            {
                return false;
            }

            _position += text.Length;
            if (end < 0)
            {
                continue;
            }

            _position++;
            if (Fill() && _buffer[_position] == '"')
            {
                _pending.Append('"');
                _position++;
                continue;
            }

            return EndQuotedField();
        }

        Failure = new Refusal("file_unclosed_quote", opened);
        return false;
    }

    private bool EndQuotedField()
    {
        while (Fill() && _buffer[_position] is var letter && letter != _delimiter && letter is not ('\r' or '\n'))
        {
            if (letter != ' ')
            {
                RowRefusal ??= new Refusal("row_bad_quotes");
                if (!Append([letter]))
                {
                    return false;
                }
            }

            _position++;
        }

        Add(_pending.Length <= 24 ? _texts.Get(_pending.ToString()) : _pending.ToString());
        return Fill() && ReadFieldEnd();
    }

    private bool ReadFieldEnd()
    {
        if (_buffer[_position] == _delimiter)
        {
            _position++;
            return true;
        }

        ReadLineEnd();
        return false;
    }

    private void ReadLineEnd()
    {
        if (_buffer[_position] == '\r')
        {
            _position++;
            if (!Fill() || _buffer[_position] != '\n')
            {
                _line++;
                return;
            }
        }

        _position++;
        _line++;
    }

    private void Add(string text)
    {
        // A line of a million separators must not become a million cells.
        if (Record.Count <= Limits.MaxColumns)
        {
            Record.Add(TableCell.Of(text));
        }
    }

    private bool Append(ReadOnlySpan<char> text)
    {
        if (_pending.Length + text.Length > Limits.MaxCellLength)
        {
            Failure = new Refusal("file_cell_too_long", LineNumber, Limits.MaxCellLength);
            return false;
        }

        _pending.Append(text);
        return true;
    }

    private bool Fill()
    {
        if (_position < _length)
        {
            return true;
        }

        _position = 0;
        _length = _reader.Read(_buffer, 0, _buffer.Length);
        return _length > 0;
    }
}
