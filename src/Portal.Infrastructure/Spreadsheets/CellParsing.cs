using System.Globalization;
using System.Text;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Spreadsheets;

/// <summary>Makes values of cells. Only forms with one meaning are taken; every other is refused by its value.</summary>
public static class CellParsing
{
    internal const decimal MaxNumber = 10_000_000_000_000m;
    private const int FirstYear = 1900;
    private const int LastYear = 2100;
    private static readonly DateOnly SerialStart = new(1899, 12, 30);

    /// <summary>A bare number is taken for a day from 1990 on only: smaller ones are more often something else.</summary>
    private static readonly int FirstSerial = new DateOnly(1990, 1, 1).DayNumber - SerialStart.DayNumber;
    /// <summary>1900-03-01: before it Excel counts a day that never was.</summary>
    private const int FirstSpreadsheetDay = 61;

    private static readonly int LastSerial = new DateOnly(LastYear, 12, 31).DayNumber - SerialStart.DayNumber;

    /// <summary>The cell as a person sees it, trimmed.</summary>
    public static string Shown(TableCell cell) => cell.Kind switch
    {
        CellKind.Empty => "",
        CellKind.Day when SerialDay(cell.Text, FirstSpreadsheetDay) is { } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        CellKind.Number or CellKind.Day => SpreadsheetNumber(cell.Text) is { } number ? number.ToString("0.##################", CultureInfo.InvariantCulture) : cell.Text,
        CellKind.Flag => cell.Text == "1" ? "TRUE" : "FALSE",
        _ => Clean(cell.Text),
    };

    /// <summary>The text of a cell; null where it is empty.</summary>
    /// <returns>Why not, or null.</returns>
    public static Refusal? Text(TableCell cell, int maxLength, out string? value)
    {
        value = null;
        if (cell.Kind == CellKind.Error)
        {
            return FormulaError(cell);
        }

        var text = Shown(cell);
        if (text.Length > maxLength)
        {
            return new Refusal("cell_too_long", Shortened(text), maxLength);
        }

        foreach (var letter in text)
        {
            if (char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'))
            {
                return new Refusal("cell_control_characters", Shortened(text));
            }
        }

        value = text.Length == 0 ? null : text;
        return null;
    }

    /// <summary>The number in a cell; null where it is empty.</summary>
    /// <remarks>1,234.56 · 1 234,56 · 1.234,56 · １２３ · ¥12.50 · (12.50) · 12.50- · −3.</remarks>
    /// <returns>Why not, or null.</returns>
    public static Refusal? Number(TableCell cell, out decimal? value)
    {
        value = null;
        switch (cell.Kind)
        {
            case CellKind.Empty:
                return null;
            case CellKind.Error:
                return FormulaError(cell);
            case CellKind.Number:
                value = SpreadsheetNumber(cell.Text);
                break;
            case CellKind.Day or CellKind.Flag:
                return new Refusal("cell_not_a_number", Shown(cell));
            default:
                // The common case first: digits with a point, as systems write them.
                if (decimal.TryParse(cell.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var plain)
                    && cell.Text.Length <= 28)
                {
                    value = plain;
                    break;
                }

                var text = Clean(cell.Text);
                if (text.Length == 0)
                {
                    return null;
                }

                if (WrittenNumber(text, out var number) is { } refusal)
                {
                    return refusal;
                }

                value = number;
                break;
        }

        if (value is null)
        {
            return new Refusal("cell_not_a_number", Shortened(cell.Text));
        }

        if (Math.Abs(value.Value) > MaxNumber)
        {
            value = null;
            return new Refusal("cell_number_too_large", Shortened(cell.Text));
        }

        return null;
    }

    /// <summary>The day in a cell; null where it is empty.</summary>
    /// <remarks>Excel's day number (as number or text), 2026-11-22, 2026/1/2, 2026.1.2, 20261122, 2026年1月2日, with or without a time; 22.11.2026 and 22/11/2026 only where day and month cannot be confused.</remarks>
    /// <returns>Why not, or null.</returns>
    public static Refusal? Day(TableCell cell, out DateOnly? value)
    {
        value = null;
        switch (cell.Kind)
        {
            case CellKind.Empty:
                return null;
            case CellKind.Error:
                return FormulaError(cell);
            case CellKind.Flag:
                return new Refusal("cell_not_a_date", Shown(cell));
            case CellKind.Day or CellKind.Number:
                value = SerialDay(cell.Text, cell.Kind == CellKind.Day ? FirstSpreadsheetDay : FirstSerial) ?? CompactDay(Shown(cell));
                return value is null ? new Refusal("cell_not_a_date", Shown(cell)) : null;
            default:
                if (cell.Text.Length == 10 && DateOnly.TryParseExact(cell.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var iso) && InRange(iso.Year))
                {
                    value = iso;
                    return null;
                }

                var text = Clean(cell.Text);
                return text.Length == 0 ? null : WrittenDay(text, out value);
        }
    }

    private static bool InRange(int year) => year is >= FirstYear and <= LastYear;

    private static Refusal FormulaError(TableCell cell) => new("cell_formula_error", cell.Text);

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";

    /// <summary>Trims (spaces of every width) and takes off the apostrophe that our own files put before what looks like a formula.</summary>
    private static string Clean(string text)
    {
        var trimmed = text.AsSpan().Trim();
        trimmed = trimmed.Trim("\uFEFF\u200B");
        if (trimmed.Length > 1 && trimmed[0] == '\'' && trimmed[1] is '=' or '+' or '-' or '@')
        {
            trimmed = trimmed[1..];
        }

        return trimmed.Length == text.Length ? text : new string(trimmed);
    }

    /// <summary>A spreadsheet stores binary fractions: 15 digits are what it shows and means.</summary>
    private static decimal? SpreadsheetNumber(string text)
    {
        if (text.Length <= 15 && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var exact))
        {
            return exact;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e27
            ? (decimal)number
            : null;
    }

    private static DateOnly? SerialDay(string text, int first) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial) && serial >= first && serial < LastSerial + 1
            ? SerialStart.AddDays((int)serial)
            : null;

    private static DateOnly? CompactDay(string text) =>
        text.Length == 8 && DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && InRange(day.Year)
            ? day
            : null;

    private static Refusal? WrittenNumber(string text, out decimal number)
    {
        number = 0;
        var body = HalfWidth(text);
        var negative = false;
        if (body.StartsWith('(') && body.EndsWith(')') && body.Length > 2)
        {
            negative = true;
            body = body[1..^1].Trim();
        }

        body = WithoutSign(body, ref negative);
        foreach (var mark in (ReadOnlySpan<string>)["CNY", "RMB", "¥", "元"])
        {
            if (body.StartsWith(mark, StringComparison.OrdinalIgnoreCase))
            {
                body = body[mark.Length..].Trim();
            }
            else if (body.EndsWith(mark, StringComparison.OrdinalIgnoreCase))
            {
                body = body[..^mark.Length].Trim();
            }
        }

        body = WithoutSign(body, ref negative);
        if (body.Length is 0 or > 40 || !char.IsAsciiDigit(body[0]) && body[0] != '.')
        {
            return new Refusal("cell_not_a_number", Shortened(text));
        }

        var plain = PlainDigits(body, out var ambiguous);
        if (plain is null || !decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number))
        {
            return new Refusal(ambiguous ? "cell_number_ambiguous" : "cell_not_a_number", Shortened(text));
        }

        number = negative ? -number : number;
        return null;
    }

    private static string WithoutSign(string body, ref bool negative)
    {
        if (body.Length > 1 && body[0] is '-' or '+')
        {
            negative ^= body[0] == '-';
            return body[1..].Trim();
        }

        if (body.Length > 1 && body[^1] == '-')
        {
            negative = !negative;
            return body[..^1].Trim();
        }

        return body;
    }

    /// <summary>Digits with a point only, or null where the separators have no or more than one meaning.</summary>
    private static string? PlainDigits(string body, out bool ambiguous)
    {
        ambiguous = false;
        if (body.Any(letter => !char.IsAsciiDigit(letter) && letter is not (',' or '.' or ' ' or '\'')))
        {
            return null;
        }

        var groups = body.Where(letter => letter is ' ' or '\'').Distinct().ToArray();
        var commas = body.Count(letter => letter == ',');
        var points = body.Count(letter => letter == '.');
        if (groups.Length == 0 && commas == 0)
        {
            return points <= 1 ? body : Grouped(body, '.', null);
        }

        if (groups.Length == 1)
        {
            return commas + points > 1 ? null : Grouped(body, groups[0], commas == 1 ? ',' : '.');
        }

        if (groups.Length > 1)
        {
            return null;
        }

        if (points == 0)
        {
            // 1,234 is a thousand in both languages of the portal; 12,34 may be anything.
            var grouped = Grouped(body, ',', null);
            ambiguous = grouped is null;
            return grouped;
        }

        return body.LastIndexOf(',') < body.IndexOf('.', StringComparison.Ordinal) && points == 1
            ? Grouped(body, ',', '.')
            : commas == 1 && body.LastIndexOf('.') < body.IndexOf(',', StringComparison.Ordinal) ? Grouped(body, '.', ',') : null;
    }

    private static string? Grouped(string body, char group, char? point)
    {
        var cut = point is { } mark ? body.IndexOf(mark, StringComparison.Ordinal) : -1;
        var whole = cut < 0 ? body : body[..cut];
        var parts = whole.Split(group);
        if (parts[0].Length is 0 or > 3 || parts.Skip(1).Any(part => part.Length != 3))
        {
            return null;
        }

        return string.Concat(parts) + (cut < 0 ? "" : "." + body[(cut + 1)..]);
    }

    private static string HalfWidth(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            result.Append(letter switch
            {
                >= '！' and <= '～' => (char)(letter - '！' + '!'),
                '　' or '\u00A0' or '\u202F' or '\u2009' => ' ',
                '−' or '–' or '—' => '-',
                '￥' => '¥',
                '’' => '\'',
                _ => letter,
            });
        }

        return result.ToString().Trim();
    }

    private static Refusal? WrittenDay(string text, out DateOnly? value)
    {
        value = null;
        var body = WithoutTime(HalfWidth(text).Replace("年", "-", StringComparison.Ordinal).Replace("月", "-", StringComparison.Ordinal).Replace("日", "", StringComparison.Ordinal));
        if (CompactDay(body) is { } compact)
        {
            value = compact;
            return null;
        }

        if (body.Length == 5 && body.All(char.IsAsciiDigit) && SerialDay(body, FirstSerial) is { } serial)
        {
            value = serial;
            return null;
        }

        var separator = body.FirstOrDefault(letter => !char.IsAsciiDigit(letter));
        var parts = body.Split(separator, StringSplitOptions.TrimEntries);
        if (separator is not ('-' or '/' or '.') || parts.Length != 3 || parts.Any(part => part.Length is 0 or > 4 || !part.All(char.IsAsciiDigit)))
        {
            return new Refusal("cell_not_a_date", Shortened(text));
        }

        var numbers = parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        if (parts[0].Length == 4)
        {
            value = Calendar(numbers[0], numbers[1], numbers[2]);
        }
        else if (parts[2].Length == 4 && parts[0].Length <= 2 && parts[1].Length <= 2)
        {
            var (first, second, year) = (numbers[0], numbers[1], numbers[2]);
            if (first <= 12 && second <= 12 && first != second)
            {
                return new Refusal("cell_date_ambiguous", Shortened(text));
            }

            value = separator == '.' || first > 12 || first == second ? Calendar(year, second, first) : Calendar(year, first, second);
        }

        return value is null ? new Refusal("cell_not_a_date", Shortened(text)) : null;
    }

    private static string WithoutTime(string text)
    {
        var cut = text.IndexOfAny([' ', 'T']);
        return cut > 0 && TimeOnly.TryParse(text[(cut + 1)..], CultureInfo.InvariantCulture, out _) ? text[..cut] : text;
    }

    private static DateOnly? Calendar(int year, int month, int day) =>
        InRange(year) && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
}
