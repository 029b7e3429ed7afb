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
        nameof(SalesLine.CustomerId), nameof(SalesLine.DocumentOn), nameof(SalesLine.ProductId), nameof(SalesLine.QuantityMilli), nameof(SalesLine.NetMinor), nameof(SalesLine.Id),
    ];

    /// <returns>The number of lines read.</returns>
    public static Task<long> ReadAsync(
        PortalDbContext context, CustomerSelection customers, DateRange days, long upToLineId, SalesFactHandler take, CancellationToken cancellationToken) =>
        BulkReader.ReadAsync(
            context,
            Sql(context, customers, days, upToLineId),
            record => take(new SalesFact(record.Number(0), record.Day(1), record.Number(2), record.Number(3), record.Number(4), record.Number(5))),
            cancellationToken);

    /// <summary>The query; a test looks at its plan.</summary>
    public static string Sql(PortalDbContext context, CustomerSelection customers, DateRange days, long upToLineId)
    {
        var sql = new BulkSql(context, typeof(SalesLine), Properties);
        var (customer, day) = (sql[nameof(SalesLine.CustomerId)], sql[nameof(SalesLine.DocumentOn)]);
        var which = customers.Ids is { } ids
            ? $"{customer} IN ({string.Join(", ", ids.Select(BulkSql.Number))})"
            : $"{customer} BETWEEN {BulkSql.Number(customers.From)} AND {BulkSql.Number(customers.To)}";
        return $"""
            SELECT {sql.Columns} FROM {sql.Table}
            WHERE {which} AND {day} BETWEEN {BulkSql.Day(days.From)} AND {BulkSql.Day(days.To)} AND {sql[nameof(SalesLine.Id)]} <= {BulkSql.Number(upToLineId)}
            ORDER BY {customer}, {day}
            """;
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
