using System.Globalization;
using System.Text;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Spreadsheets;

/// <summary>Writes rows to XLSX or CSV as they come, in constant memory.</summary>
/// <remarks>
/// Cells may be text, <see cref="Money"/>, <see cref="Quantity"/>, <see cref="Rate"/>, whole or decimal numbers,
/// <see cref="DateOnly"/>, <see cref="DateTime"/>, booleans, enums (by name) or null. Text that a spreadsheet would take
/// for a formula is kept as text.
/// </remarks>
public static class SpreadsheetWriter
{
    /// <summary>Writes one sheet (more when the rows exceed what a sheet holds) with a bold, fixed header.</summary>
    /// <returns>The number of rows written, without headers.</returns>
    public static async Task<long> WriteXlsxAsync(
        Stream target,
        string sheetName,
        IReadOnlyList<string> headers,
        IAsyncEnumerable<IReadOnlyList<object?>> rows,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(rows);

        // A zip is written synchronously, which a response stream refuses: the file is made on disk first.
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            1 << 16,
            FileOptions.DeleteOnClose);
        await using (file.ConfigureAwait(false))
        {
            long count = 0;
            using (var workbook = new XlsxFile(file, sheetName, headers))
            {
                await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    workbook.Write(row);
                    count++;
                }
            }

            file.Position = 0;
            await file.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
            return count;
        }
    }

    /// <summary>Writes comma-separated UTF-8 with a byte order mark, which Excel needs to recognise it.</summary>
    /// <param name="target">Where to write; left open.</param>
    /// <param name="sheetName">Unused: a CSV file has no sheets.</param>
    /// <param name="headers">The first line.</param>
    /// <param name="rows">The lines.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>The number of rows written, without the header.</returns>
    public static async Task<long> WriteCsvAsync(
        Stream target,
        string sheetName,
        IReadOnlyList<string> headers,
        IAsyncEnumerable<IReadOnlyList<object?>> rows,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(rows);

        const int flushAt = 1 << 15;
        long count = 0;
        var buffer = new StringBuilder();
        var writer = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            AppendCsvLine(buffer, headers);
            await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                AppendCsvLine(buffer, row);
                count++;
                if (buffer.Length >= flushAt)
                {
                    await writer.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
                    buffer.Clear();
                }
            }

            await writer.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        return count;
    }

    /// <summary>Whether a spreadsheet would take the text for a formula.</summary>
    internal static bool LooksLikeFormula(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r';

    private static void AppendCsvLine(StringBuilder buffer, IReadOnlyList<object?> cells)
    {
        for (var index = 0; index < cells.Count; index++)
        {
            if (index > 0)
            {
                buffer.Append(',');
            }

            AppendCsvCell(buffer, cells[index]);
        }

        buffer.Append("\r\n");
    }

    private static void AppendCsvCell(StringBuilder buffer, object? cell)
    {
        if (cell is not (string or Enum))
        {
            buffer.Append(PlainText(cell));
            return;
        }

        var text = cell.ToString()!;
        if (LooksLikeFormula(text))
        {
            text = "'" + text;
        }

        if (text.AsSpan().IndexOfAny(",\"\r\n") < 0)
        {
            buffer.Append(text);
            return;
        }

        buffer.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    private static string PlainText(object? cell) => cell switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime instant => instant.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        Rate rate => rate.Percent.ToString("0.00##", CultureInfo.InvariantCulture) + "%",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };
}
