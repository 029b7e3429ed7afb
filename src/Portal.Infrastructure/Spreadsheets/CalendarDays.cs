using System.Globalization;

namespace Portal.Infrastructure.Spreadsheets;

/// <summary>Days of the years in which business is done, from the plain forms that systems write.</summary>
internal static class CalendarDays
{
    private const int FirstYear = 1900;
    private const int LastYear = 2100;

    /// <summary>1900-03-01: before it Excel counts a day that never was.</summary>
    private const int FirstSpreadsheetDay = 61;

    private static readonly DateOnly SerialStart = new(1899, 12, 30);

    /// <summary>A bare number is taken for a day from 1990 on only: smaller ones are more often something else.</summary>
    private static readonly int FirstBareNumber = new DateOnly(1990, 1, 1).DayNumber - SerialStart.DayNumber;

    private static readonly int LastSerial = new DateOnly(LastYear, 12, 31).DayNumber - SerialStart.DayNumber;

    public static DateOnly? Of(int year, int month, int day) =>
        year is >= FirstYear and <= LastYear && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    /// <summary>2026-11-22.</summary>
    public static DateOnly? OfIso(string text) =>
        text.Length == 10 && text[4] == '-' && text[7] == '-'
            && Digits(text, 0, 4) is { } year && Digits(text, 5, 2) is { } month && Digits(text, 8, 2) is { } day
            ? Of(year, month, day)
            : null;

    /// <summary>20261122.</summary>
    public static DateOnly? OfDigits(string text) =>
        text.Length == 8 && Digits(text, 0, 4) is { } year && Digits(text, 4, 2) is { } month && Digits(text, 6, 2) is { } day ? Of(year, month, day) : null;

    /// <summary>The day number of a cell that a spreadsheet shows as a date.</summary>
    public static DateOnly? OfSpreadsheet(string text) => OfSerial(text, FirstSpreadsheetDay);

    /// <summary>A day number that nothing marks as one.</summary>
    public static DateOnly? OfBareNumber(string text) => OfSerial(text, FirstBareNumber);

    private static DateOnly? OfSerial(string text, int first) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial) && serial >= first && serial < LastSerial + 1
            ? SerialStart.AddDays((int)serial)
            : null;

    private static int? Digits(string text, int start, int count)
    {
        var number = 0;
        for (var index = start; index < start + count; index++)
        {
            if (!char.IsAsciiDigit(text[index]))
            {
                return null;
            }

            number = (number * 10) + (text[index] - '0');
        }

        return number;
    }
}
