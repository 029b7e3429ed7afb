using System.Text;

namespace Portal.Infrastructure.Spreadsheets;

/// <summary>Text of cells without what is invisible or only another way of writing the same.</summary>
internal static class CellText
{
    /// <summary>As much as a refusal shows.</summary>
    public static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";

    /// <summary>Trims (spaces of every width) and takes off the apostrophe that our own files put before what looks like a formula.</summary>
    public static string Clean(string text)
    {
        if (text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1]))
        {
            return text;
        }

        var trimmed = text.AsSpan().Trim();
        trimmed = trimmed.Trim("\uFEFF\u200B");
        if (trimmed.Length > 1 && trimmed[0] == '\'' && trimmed[1] is '=' or '+' or '-' or '@')
        {
            trimmed = trimmed[1..];
        }

        return trimmed.Length == text.Length ? text : new string(trimmed);
    }

    /// <summary>Full-width forms, odd spaces and dashes as their plain ones.</summary>
    public static string HalfWidth(string text)
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
}
