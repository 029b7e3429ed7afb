using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// Finds the customers for whom something changed since the last run that settled everyone: new sales lines, another
/// participation or due period (versions, group, level, region, parent), products that moved, settlements that were undone;
/// and where rules ask for details, new payments, exchange rates and figures.
/// For all others a settlement would find no difference.
/// </summary>
internal static class TouchedCustomers
{
    // Reading many customers one by one is slower than reading all in order.
    private const int LargestShare = 4;

    /// <summary>What the run is compared with, which can be read before there is a plan; null where everyone is to be settled.</summary>
    public static async Task<SettledBefore?> ReadAsync(PortalDbContext context, SettlementRun run, CancellationToken cancellationToken) =>
        run.IsFull || run.ProgramCodes is not null || await LastAsync(context, cancellationToken) is not { } last
            ? null
            : new SettledBefore(last.Marks, last.PaymentsUpTo, await BuyersOfNewLinesAsync(context, last.SalesLinesUpTo, run.SalesLinesUpTo, cancellationToken));

    /// <summary>The customers in order, or null where everyone is to be settled.</summary>
    public static async Task<IReadOnlyList<long>?> FindAsync(
        PortalDbContext context, SettlementRun run, SettlementPlan plan, SettledBefore? last, CancellationToken cancellationToken)
    {
        if (last is null)
        {
            return null;
        }

        var marks = plan.Marks;
        var before = SettlementMarks.FromBytes(last.Marks);
        var touched = marks.CustomersChangedSince(before).ToHashSet();
        touched.UnionWith(last.BuyersSince);
        if (plan.Programs.AsksForDetails)
        {
            touched.UnionWith(await PayersOfNewPaymentsAsync(context, last.PaymentsUpTo, run.PaymentsUpTo, cancellationToken));
            touched.UnionWith(await BuyersOfDayAsync(context, [.. marks.RatesChangedSince(before)], cancellationToken));
        }

        touched.UnionWith(await BuyersOfAsync(context, plan.Programs, marks.ProductsChangedSince(before).ToHashSet(), cancellationToken));
        touched.UnionWith(await CustomersOfAsync(context, [.. marks.UndoneSettlements.Except(before.UndoneSettlements)], cancellationToken));
        if (plan.Programs.AsksForFamilies)
        {
            touched.UnionWith(touched.SelectMany(plan.Programs.FamilyOf).ToList());
        }

        if (touched.Count > 0)
        {
            // Who shares a cap gets more or less when another one does.
            touched.UnionWith(plan.CappedPrograms.SelectMany(plan.Programs.ParticipantsOf));
        }

        return touched.Count > marks.Customers.Count / LargestShare ? null : [.. touched.Order()];
    }

    private static Task<LastRun?> LastAsync(PortalDbContext context, CancellationToken cancellationToken) => (
        from baseline in context.SettlementBaselines
        join run in context.SettlementRuns on baseline.RunId equals run.Id
        where run.State == SettlementRunState.Completed && baseline.Marks != SettlementBaseline.Unchanged
        orderby run.Id descending
        select new LastRun(run.SalesLinesUpTo, run.PaymentsUpTo, baseline.Marks)).FirstOrDefaultAsync(cancellationToken);

    private static Task<List<long>> BuyersOfNewLinesAsync(PortalDbContext context, long after, long upTo, CancellationToken cancellationToken) =>
        context.SalesLines.Where(line => line.Id > after && line.Id <= upTo).Select(line => line.CustomerId).Distinct().ToListAsync(cancellationToken);

    private static Task<List<long>> PayersOfNewPaymentsAsync(PortalDbContext context, long after, long upTo, CancellationToken cancellationToken) => (
        from payment in context.SalesPayments
        where payment.Id > after && payment.Id <= upTo
        join document in context.SalesDocuments on new { Source = payment.DocumentSource, Number = payment.DocumentNumber } equals new { document.Source, document.Number }
        select document.CustomerId).Distinct().ToListAsync(cancellationToken);

    /// <summary>Who bought in a currency on a day of which the rate is another one now.</summary>
    private static async Task<HashSet<long>> BuyersOfDayAsync(PortalDbContext context, IReadOnlyList<(string Currency, DateOnly On)> rates, CancellationToken cancellationToken)
    {
        var buyers = new HashSet<long>();
        foreach (var currency in rates.GroupBy(rate => rate.Currency))
        {
            var days = currency.Select(rate => rate.On).ToArray();
            buyers.UnionWith(await context.SalesDocuments
                .Where(document => document.Currency == currency.Key && EF.Parameter(days).Contains(document.DocumentOn))
                .Select(document => document.CustomerId).Distinct().ToListAsync(cancellationToken));
        }

        return buyers;
    }

    private static async Task<HashSet<long>> BuyersOfAsync(PortalDbContext context, ProgramPlan plan, HashSet<long> products, CancellationToken cancellationToken)
    {
        var buyers = new HashSet<long>();
        if (products.Count == 0 || plan.Days is not { } days)
        {
            return buyers;
        }

        if (plan.AsksForDetails)
        {
            // Rules may count lines that are not for rebate, and by other days than the document's.
            var wanted = products.ToArray();
            return await context.SalesLines.Where(line => EF.Parameter(wanted).Contains(line.ProductId)).Select(line => line.CustomerId).Distinct().ToHashSetAsync(cancellationToken);
        }

        await SalesScan.ReadAsync(context, CustomerSelection.Everyone, days, long.MaxValue, Take, cancellationToken);
        return buyers;

        void Take(in SalesFact fact)
        {
            if (products.Contains(fact.ProductId))
            {
                buyers.Add(fact.CustomerId);
            }
        }
    }

    private static async Task<List<long>> CustomersOfAsync(PortalDbContext context, long[] settlements, CancellationToken cancellationToken) =>
        settlements.Length == 0
            ? []
            : await context.SettlementLines.Where(line => EF.Parameter(settlements).Contains(line.SettlementId)).Select(line => line.CustomerId).Distinct().ToListAsync(cancellationToken);

    private sealed record LastRun(long SalesLinesUpTo, long PaymentsUpTo, byte[] Marks);

    /// <summary>What the last run that settled everyone knew, and who bought since.</summary>
    /// <param name="Marks">What <see cref="SettlementMarks.ToBytes"/> wrote.</param>
    /// <param name="PaymentsUpTo">Its last payment.</param>
    /// <param name="BuyersSince">The customers of later sales lines.</param>
    internal sealed record SettledBefore(byte[] Marks, long PaymentsUpTo, IReadOnlyList<long> BuyersSince);
}
