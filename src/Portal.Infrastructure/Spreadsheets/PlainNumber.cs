using System.Globalization;

namespace Portal.Infrastructure.Spreadsheets;

/// <summary>Digits with an optional sign and point, as systems write them; several times as fast as the framework's parser.</summary>
internal static class PlainNumber
{
    /// <summary>So many digits always fit a 64-bit number.</summary>
    private const int MostDigits = 18;

    private const int MostLetters = 28;

    public static bool TryParse(string text, out decimal value)
    {
        if (text.Length <= MostDigits && TryShort(text, out value))
        {
            return true;
        }

        value = 0;
        return text.Length <= MostLetters
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryShort(string text, out decimal value)
    {
        value = 0;
        var position = text.Length > 0 && text[0] is '-' ? 1 : 0;
        var (number, digits, pointAt) = (0L, 0, -1);
        for (var index = position; index < text.Length; index++)
        {
            var letter = text[index];
            if (char.IsAsciiDigit(letter))
            {
                number = (number * 10) + (letter - '0');
                digits++;
            }
            else if (letter == '.' && pointAt < 0)
            {
                pointAt = index;
            }
            else
            {
                return false;
            }
        }

        if (digits == 0)
        {
            return false;
        }

        var scale = pointAt < 0 ? 0 : text.Length - pointAt - 1;
        value = new decimal((int)number, (int)(number >> 32), 0, position == 1 && number != 0, (byte)scale);
        return true;
    }
}
