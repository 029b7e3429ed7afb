using System.Globalization;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Spreadsheets;

/// <summary>Makes values of cells. Only forms with one meaning are taken; every other is refused by its value.</summary>
public static class CellParsing
{
    internal const decimal MaxNumber = 10_000_000_000_000m;

    /// <summary>The cell as a person sees it, trimmed.</summary>
    public static string Shown(TableCell cell) => cell.Kind switch
    {
        CellKind.Empty => "",
        CellKind.Day when CalendarDays.OfSpreadsheet(cell.Text) is { } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        CellKind.Number or CellKind.Day => SpreadsheetNumber(cell.Text) is { } number ? number.ToString("0.##################", CultureInfo.InvariantCulture) : cell.Text,
        CellKind.Flag => cell.Text == "1" ? "TRUE" : "FALSE",
        _ => CellText.Clean(cell.Text),
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
            return new Refusal("cell_too_long", CellText.Shortened(text), maxLength);
        }

        foreach (var letter in text)
        {
            if (char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'))
            {
                return new Refusal("cell_control_characters", CellText.Shortened(text));
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
                if (PlainNumber.TryParse(cell.Text, out var plain))
                {
                    value = plain;
                    break;
                }

                var text = CellText.Clean(cell.Text);
                if (text.Length == 0)
                {
                    return null;
                }

                if (WrittenNumber.TryRead(text, out var number) is { } refusal)
                {
                    return refusal;
                }

                value = number;
                break;
        }

        if (value is null)
        {
            return new Refusal("cell_not_a_number", CellText.Shortened(cell.Text));
        }

        if (Math.Abs(value.Value) > MaxNumber)
        {
            value = null;
            return new Refusal("cell_number_too_large", CellText.Shortened(cell.Text));
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
                value = (cell.Kind == CellKind.Day ? CalendarDays.OfSpreadsheet(cell.Text) : CalendarDays.OfBareNumber(cell.Text)) ?? CalendarDays.OfDigits(Shown(cell));
                return value is null ? new Refusal("cell_not_a_date", Shown(cell)) : null;
            default:
                value = CalendarDays.OfIso(cell.Text);
                if (value is not null)
                {
                    return null;
                }

                var text = CellText.Clean(cell.Text);
                return text.Length == 0 ? null : WrittenDay.TryRead(text, out value);
        }
    }

    private static Refusal FormulaError(TableCell cell) => new("cell_formula_error", cell.Text);

    /// <summary>A spreadsheet stores binary fractions: 15 digits are what it shows and means.</summary>
    private static decimal? SpreadsheetNumber(string text)
    {
        if (text.Length <= 15 && PlainNumber.TryParse(text, out var exact))
        {
            return exact;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e27
            ? (decimal)number
            : null;
    }
}
