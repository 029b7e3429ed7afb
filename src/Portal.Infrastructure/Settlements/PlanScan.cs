using Portal.Domain.Sales;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkRead;
using Portal.Infrastructure.Sales;

namespace Portal.Infrastructure.Settlements;

/// <summary>Takes a sales line, with its details where they are asked for.</summary>
internal delegate void SoldLineHandler(in SalesFact fact, SalesDetail? detail);

/// <summary>
/// Streams sales lines of customers in their order, as plans ask for them: out of one index alone where no rule looks further,
/// with documents and payments where one does.
/// </summary>
internal static class PlanScan
{
    /// <param name="context">The database.</param>
    /// <param name="wants">What the plans ask for.</param>
    /// <param name="customers">Whose lines.</param>
    /// <param name="days">Of which days.</param>
    /// <param name="known">Up to which rows.</param>
    /// <param name="take">Takes a line.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The number of lines read.</returns>
    public static async Task<long> ReadAsync(
        PortalDbContext context, ScanWants wants, CustomerSelection customers, DateRange days, KnownSales known, SoldLineHandler take, CancellationToken cancellationToken)
    {
        if (wants.Details)
        {
            return await DetailScan.ReadAsync(context, customers, days, known, take, cancellationToken);
        }

        var except = await NotForRebateAsync(context, customers, days, known.LinesUpTo, cancellationToken);
        long current = 0;
        var read = wants.Keys
            ? await SalesScan.ReadAsync(context, customers, days, known.LinesUpTo, Take, cancellationToken)
            : await SalesScan.ReadWithoutKeysAsync(context, customers, days, known.LinesUpTo, Take, cancellationToken);
        TakeOut();
        return read;

        void Take(in SalesFact fact)
        {
            if (fact.CustomerId != current)
            {
                TakeOut();
                current = fact.CustomerId;
            }

            take(fact, null);
        }

        // A line that is not for rebate was read as any other; its opposite leaves every sum as if it were not there.
        void TakeOut()
        {
            if (except.Count > 0 && except.TryGetValue(current, out var facts))
            {
                facts.ForEach(fact => take(fact, null));
            }
        }
    }

    /// <summary>The opposites of the lines that are not for rebate, by customer.</summary>
    private static async Task<Dictionary<long, List<SalesFact>>> NotForRebateAsync(
        PortalDbContext context, CustomerSelection customers, DateRange days, long upToLineId, CancellationToken cancellationToken)
    {
        var except = new Dictionary<long, List<SalesFact>>();
        await BulkReader.ReadAsync(context, NotForRebateSql(context, customers, days, upToLineId), Take, cancellationToken);
        return except;

        void Take(IBulkRecord record)
        {
            var fact = new SalesFact(record.Number(0), record.Day(1), record.Number(2), -record.Number(3), -record.Number(4), record.Number(5));
            if (!except.TryGetValue(fact.CustomerId, out var facts))
            {
                except.Add(fact.CustomerId, facts = []);
            }

            facts.Add(fact);
        }
    }

    /// <summary>Adds what the scan handed over.</summary>
    public static void AddSold(this PlanAccumulator accumulator, in SalesFact fact, SalesDetail? detail)
    {
        if (detail is null)
        {
            accumulator.Add(fact);
        }
        else
        {
            accumulator.Add(fact, detail);
        }
    }

    /// <summary>The query; a test looks at its plan.</summary>
    public static BulkQuery NotForRebateSql(PortalDbContext context, CustomerSelection customers, DateRange days, long upToLineId)
    {
        var sql = new BulkSql(
            context,
            typeof(SalesLine),
            [nameof(SalesLine.CustomerId), nameof(SalesLine.DocumentOn), nameof(SalesLine.ProductId), nameof(SalesLine.QuantityMilli), nameof(SalesLine.NetMinor), nameof(SalesLine.Id)]);
        var customer = sql[nameof(SalesLine.CustomerId)];
        return new BulkQuery(
            sql.Columns,
            sql.Table,
            $"{SalesLineMapping.NotForRebate} AND {customer} BETWEEN {BulkSql.Number(customers.From)} AND {BulkSql.Number(customers.To)}"
            + $" AND {sql[nameof(SalesLine.DocumentOn)]} BETWEEN {BulkSql.Day(days.From)} AND {BulkSql.Day(days.To)} AND {sql[nameof(SalesLine.Id)]} <= {BulkSql.Number(upToLineId)}");
    }
}

/// <summary>What plans ask of sales lines.</summary>
/// <param name="Keys">Their keys, which tell what came late.</param>
/// <param name="Details">Their details.</param>
internal readonly record struct ScanWants(bool Keys, bool Details)
{
    /// <summary>What one plan asks for.</summary>
    public static ScanWants Of(ProgramPlan plan) => new(plan.AsksForLateLines, plan.AsksForDetails);
}

/// <summary>Up to which rows sales are known.</summary>
/// <param name="LinesUpTo">The last sales line that counts.</param>
/// <param name="PaymentsUpTo">The last payment that counts.</param>
internal readonly record struct KnownSales(long LinesUpTo, long PaymentsUpTo)
{
    /// <summary>All there are.</summary>
    public static KnownSales All { get; } = new(long.MaxValue, long.MaxValue);
}
