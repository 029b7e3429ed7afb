using System.Globalization;
using System.Text;
using System.Text.Json;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Intake;

/// <summary>Reads fields of JSON one by one, noting each that has the wrong form with its path and the line of the text.</summary>
internal ref struct JsonForm(ReadOnlySpan<byte> utf8, long firstLine, List<IntakeProblem> problems)
{
    private const int MaxProblems = 50;
    private const int MaxDepth = 8;
    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private Utf8JsonReader _reader = new(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
    private string _prefix = "";

    /// <summary>The field that is being read, or null for the whole.</summary>
    public string? Path { get; private set; }

    /// <summary>Goes to the object that the text is.</summary>
    public bool Begin()
    {
        if (_reader.Read() && _reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        Refuse("intake_json_object");
        return false;
    }

    /// <summary>Goes to the end of the text: whatever stands behind the object is an error too.</summary>
    public void End()
    {
        Path = null;
        while (_reader.Read())
        {
        }
    }

    /// <summary>Goes to the array of a field.</summary>
    public bool BeginArray()
    {
        if (_reader.TokenType == JsonTokenType.StartArray)
        {
            return true;
        }

        Wrong("intake_field_array");
        return false;
    }

    /// <summary>Goes to the next object of the array; false at its end. Elements that are no objects are noted.</summary>
    /// <param name="array">The array's field.</param>
    /// <param name="index">The number of objects before.</param>
    public bool NextObject(string array, int index)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{array}[{index}]");
        (_prefix, Path) = ("", array);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            Path = path;
            if (_reader.TokenType == JsonTokenType.StartObject)
            {
                _prefix = path + ".";
                return true;
            }

            Wrong("intake_json_object");
        }

        return false;
    }

    /// <summary>Goes to the value of the next field of the object; null at its end.</summary>
    public string? NextField(HashSet<string> seen)
    {
        if (!_reader.Read() || _reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        var name = _reader.GetString()!;
        Path = _prefix + name;
        if (!seen.Add(name))
        {
            Refuse("intake_field_twice", name);
        }

        _reader.Read();
        return name;
    }

    public string? Text()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return _reader.GetString()!.Trim();
            default:
                Wrong("intake_field_text");
                return null;
        }
    }

    /// <summary>A text that no refusal repeats, whatever its form.</summary>
    public string? Secret()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return _reader.GetString();
            default:
                Refuse("intake_field_secret");
                _reader.Skip();
                return null;
        }
    }

    public decimal? Number()
    {
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetDecimal(out var number))
        {
            return number;
        }

        Wrong("intake_field_number");
        return null;
    }

    public int? Whole()
    {
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out var number))
        {
            return number;
        }

        Wrong("intake_field_whole");
        return null;
    }

    public bool? Flag()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.True or JsonTokenType.False:
                return _reader.GetBoolean();
            default:
                Wrong("intake_field_flag");
                return null;
        }
    }

    public DateOnly? Day()
    {
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (_reader.TokenType == JsonTokenType.String
            && DateOnly.TryParseExact(_reader.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Wrong("intake_field_day");
        return null;
    }

    public T Unknown<T>(T value, string name)
    {
        Refuse("intake_field_unknown", name);
        _reader.Skip();
        return value;
    }

    public void Wrong(string code)
    {
        Refuse(code, Encoding.UTF8.GetString(_reader.ValueSpan[..Math.Min(_reader.ValueSpan.Length, 50)]));
        _reader.Skip();
    }

    public readonly void Refuse(string code, params object?[] arguments)
    {
        if (problems.Count < MaxProblems)
        {
            var line = firstLine + _utf8[..(int)_reader.TokenStartIndex].Count((byte)'\n');
            problems.Add(new IntakeProblem(line, new Refusal(code, arguments) { Field = Path }));
        }
    }
}
