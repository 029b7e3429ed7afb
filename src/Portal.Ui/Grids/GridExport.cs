using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.JSInterop;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Spreadsheets;
using Portal.Ui.Shell;

namespace Portal.Ui.Grids;

/// <summary>Sends a whole filtered list to the browser as a file, read chunk by chunk while it is written.</summary>
internal static class GridExport
{
    private const int Chunk = 1000;
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Csv = "text/csv; charset=utf-8";

    /// <summary>Offers the file to its owner alone and lets the browser fetch it.</summary>
    public static async Task OfferAsync<TRow>(ExportOrder<TRow> order, bool isXlsx, ExportTickets tickets, Texts texts, IJSRuntime js, TimeProvider clock)
    {
        var headers = order.Columns.Select(column => column.Title).ToList();
        var time = texts.Local(clock.GetUtcNow().UtcDateTime).ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture);
        var address = tickets.Offer(
            order.Owner,
            $"{order.Name}-{time}.{(isXlsx ? "xlsx" : "csv")}",
            isXlsx ? Xlsx : Csv,
            (stream, cancellationToken) => isXlsx
                ? SpreadsheetWriter.WriteXlsxAsync(stream, order.Name, headers, RowsAsync(order, cancellationToken), cancellationToken)
                : SpreadsheetWriter.WriteCsvAsync(stream, order.Name, headers, RowsAsync(order, cancellationToken), cancellationToken));
        await js.InvokeVoidAsync("portal.download", address);
    }

    private static async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync<TRow>(
        ExportOrder<TRow> order, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var skip = 0; ; skip += Chunk)
        {
            var page = await order.Load(order.Query with { Skip = skip, Take = Chunk }, cancellationToken);
            foreach (var row in page.Rows)
            {
                yield return [.. order.Columns.Select(column => column.Value!(row))];
            }

            if (page.Rows.Count < Chunk)
            {
                yield break;
            }
        }
    }
}

/// <summary>What is to be exported.</summary>
/// <param name="Name">Begins the file's name.</param>
/// <param name="Owner">The log-in that may fetch it.</param>
/// <param name="Columns">The columns, each with a value.</param>
/// <param name="Query">Filters and order.</param>
/// <param name="Load">Reads a page.</param>
internal sealed record ExportOrder<TRow>(
    string Name, string Owner, IReadOnlyList<PortalColumn<TRow>> Columns, GridQuery Query, Func<GridQuery, CancellationToken, Task<GridPage<TRow>>> Load);
