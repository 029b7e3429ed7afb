using System.Globalization;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Spreadsheets;

/// <summary>Numbers as people write them: 1,234.56 · 1 234,56 · 1.234,56 · ¥12.50 · (12.50) · 12.50-.</summary>
internal static class WrittenNumber
{
    /// <returns>Why not, or null.</returns>
    public static Refusal? TryRead(string text, out decimal number)
    {
        number = 0;
        var body = CellText.HalfWidth(text);
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
            return new Refusal("cell_not_a_number", CellText.Shortened(text));
        }

        var plain = PlainDigits(body, out var ambiguous);
        if (plain is null || !decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number))
        {
            return new Refusal(ambiguous ? "cell_number_ambiguous" : "cell_not_a_number", CellText.Shortened(text));
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
}
