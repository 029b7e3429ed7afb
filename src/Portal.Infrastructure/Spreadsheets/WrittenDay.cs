using System.Globalization;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Spreadsheets;

/// <summary>Days as people write them, where year, month and day cannot be confused.</summary>
internal static class WrittenDay
{
    /// <returns>Why not, or null.</returns>
    public static Refusal? TryRead(string text, out DateOnly? value)
    {
        value = null;
        var body = WithoutTime(CellText.HalfWidth(text).Replace("年", "-", StringComparison.Ordinal).Replace("月", "-", StringComparison.Ordinal).Replace("日", "", StringComparison.Ordinal));
        if (CalendarDays.OfDigits(body) is { } compact)
        {
            value = compact;
            return null;
        }

        if (body.Length == 5 && body.All(char.IsAsciiDigit) && CalendarDays.OfBareNumber(body) is { } serial)
        {
            value = serial;
            return null;
        }

        var separator = body.FirstOrDefault(letter => !char.IsAsciiDigit(letter));
        var parts = body.Split(separator, StringSplitOptions.TrimEntries);
        if (separator is not ('-' or '/' or '.') || parts.Length != 3 || parts.Any(part => part.Length is 0 or > 4 || !part.All(char.IsAsciiDigit)))
        {
            return new Refusal("cell_not_a_date", CellText.Shortened(text));
        }

        var numbers = parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        if (parts[0].Length == 4)
        {
            value = CalendarDays.Of(numbers[0], numbers[1], numbers[2]);
        }
        else if (parts[2].Length == 4 && parts[0].Length <= 2 && parts[1].Length <= 2)
        {
            var (first, second, year) = (numbers[0], numbers[1], numbers[2]);
            if (first <= 12 && second <= 12 && first != second)
            {
                return new Refusal("cell_date_ambiguous", CellText.Shortened(text));
            }

            value = separator == '.' || first > 12 || first == second ? CalendarDays.Of(year, second, first) : CalendarDays.Of(year, first, second);
        }

        return value is null ? new Refusal("cell_not_a_date", CellText.Shortened(text)) : null;
    }

    private static string WithoutTime(string text)
    {
        var cut = text.IndexOfAny([' ', 'T']);
        return cut > 0 && TimeOnly.TryParse(text[(cut + 1)..], CultureInfo.InvariantCulture, out _) ? text[..cut] : text;
    }
}
