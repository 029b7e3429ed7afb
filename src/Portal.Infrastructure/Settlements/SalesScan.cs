using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkRead;

namespace Portal.Infrastructure.Settlements;

/// <summary>Takes a sales line of the scan.</summary>
internal delegate void SalesFactHandler(in SalesFact fact);

/// <summary>
/// Streams the sales lines of customers, in the order of customers and days, out of the one index that holds all that is needed.
/// </summary>
internal static class SalesScan
{
    private static readonly string[] Properties =
    [
        nameof(SalesLine.CustomerId), nameof(SalesLine.DocumentOn), nameof(SalesLine.ProductId), nameof(SalesLine.QuantityMilli), nameof(SalesLine.NetMinor),
    ];

    /// <returns>The number of lines read.</returns>
    public static Task<long> ReadAsync(
        PortalDbContext context, CustomerSelection customers, DateRange days, long upToLineId, SalesFactHandler take, CancellationToken cancellationToken) =>
        BulkReader.ReadAsync(
            context,
            Sql(context, customers, days, upToLineId),
            record => take(new SalesFact(record.Number(0), record.Day(1), record.Number(2), record.Number(3), record.Number(4), record.Number(5))),
            cancellationToken);

    /// <summary>The same without the lines' keys, which cost as much as two other columns; they are needed only where lines may have come late.</summary>
    /// <returns>The number of lines read.</returns>
    public static async Task<long> ReadWithoutKeysAsync(
        PortalDbContext context, CustomerSelection customers, DateRange days, long upToLineId, SalesFactHandler take, CancellationToken cancellationToken)
    {
        long read = 0;
        if ((await context.SalesLines.MaxAsync(line => (long?)line.Id, cancellationToken) ?? 0) <= upToLineId)
        {
            read = await BulkReader.ReadAsync(
                context,
                SqlWithoutKeys(context, customers, days, upToLineId),
                record => take(new SalesFact(record.Number(0), record.Day(1), record.Number(2), record.Number(3), record.Number(4), 0)),
                cancellationToken);
        }

        // Nothing was read where a line that does not count came in between.
        return read > 0 ? read : await ReadAsync(context, customers, days, upToLineId, take, cancellationToken);
    }

    /// <summary>The query; a test looks at its plan.</summary>
    public static BulkQuery Sql(PortalDbContext context, CustomerSelection customers, DateRange days, long upToLineId)
    {
        var sql = new BulkSql(context, typeof(SalesLine), [.. Properties, nameof(SalesLine.Id)]);
        return Query(sql, customers, days, $"{sql[nameof(SalesLine.Id)]} <= {BulkSql.Number(upToLineId)}");
    }

    /// <summary>The query that reads nothing if there is any later line.</summary>
    public static BulkQuery SqlWithoutKeys(PortalDbContext context, CustomerSelection customers, DateRange days, long upToLineId)
    {
        var key = new BulkSql(context, typeof(SalesLine), [nameof(SalesLine.Id)]);
        return Query(new BulkSql(context, typeof(SalesLine), Properties), customers, days, $"(SELECT MAX({key.Columns}) FROM {key.Table}) <= {BulkSql.Number(upToLineId)}");
    }

    private static BulkQuery Query(BulkSql sql, CustomerSelection customers, DateRange days, string isKnown)
    {
        var (customer, day) = (sql[nameof(SalesLine.CustomerId)], sql[nameof(SalesLine.DocumentOn)]);
        var which = customers.Ids is { } ids
            ? $"{customer} IN ({string.Join(", ", ids.Select(BulkSql.Number))})"
            : $"{customer} BETWEEN {BulkSql.Number(customers.From)} AND {BulkSql.Number(customers.To)}";
        return new BulkQuery(
            sql.Columns, sql.Table, $"{which} AND {day} BETWEEN {BulkSql.Day(days.From)} AND {BulkSql.Day(days.To)} AND {isKnown}", $"{customer}, {day}");
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
