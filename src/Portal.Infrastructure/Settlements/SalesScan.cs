using Portal.Domain.Sales;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkRead;

namespace Portal.Infrastructure.Settlements;

/// <summary>Takes a sales line of the scan.</summary>
internal delegate void SalesFactHandler(in SalesFact fact);

/// <summary>
/// Streams the sales lines of customers that count for rebate, in the order of customers and days, out of their packs: a document's
/// lines cost one row.
/// </summary>
internal static class SalesScan
{
    private static readonly string[] Properties =
        [nameof(SalesPack.CustomerId), nameof(SalesPack.DocumentOn), nameof(SalesPack.LastLineId), nameof(SalesPack.Lines)];

    /// <summary>A fact's key is that of its document's last line: the lines of a document are written together.</summary>
    /// <returns>The number of lines read.</returns>
    public static async Task<long> ReadAsync(
        PortalDbContext context, CustomerSelection customers, DateRange days, long upToLineId, SalesFactHandler take, CancellationToken cancellationToken)
    {
        long read = 0;
        await BulkReader.ReadAsync(context, Sql(context, customers, days), Take, cancellationToken);
        return read;

        void Take(IBulkRecord record)
        {
            var lastLineId = record.Number(2);
            var on = record.Day(1);
            if (lastLineId > upToLineId || on < days.From || on > days.To)
            {
                return;
            }

            var customerId = record.Number(0);
            var lines = new PackedLines(record.Bytes(3));
            while (lines.TryRead(out var line))
            {
                read++;
                take(new SalesFact(customerId, on, line.ProductId, line.QuantityMilli, line.NetMinor, lastLineId));
            }
        }
    }

    /// <summary>The query; a test looks at its plan.</summary>
    public static BulkQuery Sql(PortalDbContext context, CustomerSelection customers, DateRange days)
    {
        var sql = new BulkSql(context, typeof(SalesPack), Properties);
        var customer = sql[nameof(SalesPack.CustomerId)];
        var day = sql[nameof(SalesPack.DocumentOn)];
        var when = $" AND {day} BETWEEN {BulkSql.Day(days.From)} AND {BulkSql.Day(days.To)}";
        if (customers.Ids is { } ids)
        {
            return new BulkQuery(sql.Columns, sql.Table, $"{customer} IN ({string.Join(", ", ids.Select(BulkSql.Number))}){when}", $"{customer}, {day}") { IsCovered = true };
        }

        // In a range of customers the index cannot skip days: where it costs more to compare one than to hand it over, it is not asked for.
        var which = $"{customer} BETWEEN {BulkSql.Number(customers.From)} AND {BulkSql.Number(customers.To)}";
        return new BulkQuery(sql.Columns, sql.Table, which + (BulkReader.HandsOverFasterThanItCompares(context) ? "" : when), $"{customer}, {day}");
    }
}

/// <summary>Customers whose sales lines are read: a range of keys, or within it a few alone.</summary>
/// <param name="From">The first key.</param>
/// <param name="To">The last key.</param>
/// <param name="Ids">The keys in order, or null for all of the range.</param>
internal sealed record CustomerSelection(long From, long To, IReadOnlyList<long>? Ids = null)
{
    /// <summary>Every customer there is.</summary>
    public static CustomerSelection Everyone { get; } = new(0, long.MaxValue);
}
