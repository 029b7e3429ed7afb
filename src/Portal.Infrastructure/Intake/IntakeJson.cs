using System.Globalization;
using System.Text;
using System.Text.Json;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Intake;

/// <summary>
/// Reads a document from JSON and tells of everything that is wrong with its form at once: each with the field's path and the
/// line of the text. Fields that we do not know are refused, because their sender means something by them.
/// </summary>
public static class IntakeJson
{
    private const int MaxProblems = 50;
    private const int MaxDepth = 8;

    /// <summary>Reads one document.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="firstLine">The number of the text's first line.</param>
    /// <returns>The document, which is only of use if there are no problems.</returns>
    public static (IntakeDocument Document, IReadOnlyList<IntakeProblem> Problems) Read(ReadOnlySpan<byte> utf8, long firstLine = 1)
    {
        var problems = new List<IntakeProblem>();
        var form = new Form(utf8, firstLine, problems);
        var document = new IntakeDocument();
        try
        {
            document = form.ReadDocument();
        }
        catch (JsonException error)
        {
            problems.Add(new IntakeProblem(firstLine + (error.LineNumber ?? 0), new Refusal("intake_json_malformed", (error.BytePositionInLine ?? 0) + 1) { Field = form.Path }));
        }

        return (document, problems);
    }

    private ref struct Form(ReadOnlySpan<byte> utf8, long firstLine, List<IntakeProblem> problems)
    {
        private readonly ReadOnlySpan<byte> _utf8 = utf8;
        private Utf8JsonReader _reader = new(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        private string _prefix = "";

        /// <summary>The field that is being read, or null for the whole.</summary>
        public string? Path { get; private set; }

        public IntakeDocument ReadDocument()
        {
            var document = new IntakeDocument();
            if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject)
            {
                Refuse("intake_json_object");
                return document;
            }

            var seen = new HashSet<string>(StringComparer.Ordinal);
            while (NextField(seen) is { } name)
            {
                document = name switch
                {
                    "source" => document with { Source = Text() },
                    "number" => document with { Number = Text() },
                    "version" => document with { Version = Whole() },
                    "kind" => document with { Kind = Text() },
                    "customer" => document with { Customer = Text() },
                    "date" => document with { Date = Day() },
                    "salesperson" => document with { Salesperson = Text() },
                    "original" => document with { Original = Text() },
                    "currency" => document with { Currency = Text() },
                    "lines" => document with { Lines = Lines() },
                    _ => Unknown(document, name),
                };
            }

            // Whatever stands behind the document is an error too.
            Path = null;
            while (_reader.Read())
            {
            }

            return document;
        }

        private List<IntakeLine>? Lines()
        {
            if (_reader.TokenType != JsonTokenType.StartArray)
            {
                Wrong("intake_field_array");
                return null;
            }

            var lines = new List<IntakeLine>();
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                var path = string.Create(CultureInfo.InvariantCulture, $"lines[{lines.Count}]");
                Path = path;
                if (_reader.TokenType != JsonTokenType.StartObject)
                {
                    Wrong("intake_json_object");
                    continue;
                }

                _prefix = path + ".";
                lines.Add(Line());
                _prefix = "";
                Path = "lines";
            }

            return lines;
        }

        private IntakeLine Line()
        {
            var line = new IntakeLine();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            while (NextField(seen) is { } name)
            {
                line = name switch
                {
                    "line" => line with { Line = Whole() },
                    "product" => line with { Product = Text() },
                    "quantity" => line with { Quantity = Number() },
                    "unitPrice" => line with { UnitPrice = Number() },
                    "net" => line with { Net = Number() },
                    "discount" => line with { Discount = Number() },
                    "cost" => line with { Cost = Number() },
                    _ => Unknown(line, name),
                };
            }

            return line;
        }

        /// <summary>Goes to the value of the next field of the object; null at its end.</summary>
        private string? NextField(HashSet<string> seen)
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

        private string? Text()
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

        private decimal? Number()
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

        private int? Whole()
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

        private DateOnly? Day()
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

        private T Unknown<T>(T value, string name)
        {
            Refuse("intake_field_unknown", name);
            _reader.Skip();
            return value;
        }

        private void Wrong(string code)
        {
            Refuse(code, Encoding.UTF8.GetString(_reader.ValueSpan[..Math.Min(_reader.ValueSpan.Length, 50)]));
            _reader.Skip();
        }

        private readonly void Refuse(string code, params object?[] arguments)
        {
            if (problems.Count < MaxProblems)
            {
                var line = firstLine + _utf8[..(int)_reader.TokenStartIndex].Count((byte)'\n');
                problems.Add(new IntakeProblem(line, new Refusal(code, arguments) { Field = Path }));
            }
        }
    }
}
