using Microsoft.EntityFrameworkCore;
using Portal.Domain.Payouts;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;

namespace Portal.Infrastructure.Reviews;

/// <summary>What the settlements of a period gave, and where its payouts stand.</summary>
internal sealed class GivenAmounts
{
    private GivenAmounts(long programId, DateRange period, DateTime knownAtUtc, KnownSales known)
    {
        ProgramId = programId;
        Period = period;
        KnownAtUtc = knownAtUtc;
        Known = known;
    }

    /// <summary>The programme.</summary>
    public long ProgramId { get; }

    /// <summary>The period.</summary>
    public DateRange Period { get; }

    /// <summary>The first day of the period.</summary>
    public DateOnly PeriodFrom => Period.From;

    /// <summary>When the last run that settled it was asked for: later approvals it did not know.</summary>
    public DateTime KnownAtUtc { get; }

    /// <summary>The sales lines and payments it knew.</summary>
    public KnownSales Known { get; }

    /// <summary>The sum of the differences settled, in minor units; adjustments by hand left out.</summary>
    public Dictionary<CustomerLine, long> Lines { get; } = [];

    /// <summary>What was due to each customer, in minor units.</summary>
    public Dictionary<long, long> DueByCustomer { get; } = [];

    /// <summary>Customers with a settlement that waits for approval.</summary>
    public HashSet<long> WaitingCustomers { get; } = [];

    /// <summary>By customer the payout that is furthest from being paid.</summary>
    public Dictionary<long, PayoutItemState> Payouts { get; } = [];

    /// <summary>Reads them; null where there is no such settlement, or none that counts.</summary>
    public static async Task<GivenAmounts?> ReadAsync(PortalDbContext context, long settlementId, SettlementState[] counting, CancellationToken cancellationToken)
    {
        var asked = await context.Settlements.AsNoTracking().FirstOrDefaultAsync(row => row.Id == settlementId, cancellationToken);
        if (asked is null)
        {
            return null;
        }

        var settlements = await context.Settlements.AsNoTracking()
            .Where(row => row.ProgramId == asked.ProgramId && row.PeriodFrom == asked.PeriodFrom && counting.Contains(row.State))
            .ToListAsync(cancellationToken);
        var runIds = settlements.ConvertAll(row => row.RunId);
        var run = await context.SettlementRuns.AsNoTracking()
            .Where(row => runIds.Contains(row.Id) && (row.ProgramCodes != SettlementRun.NoPrograms || row.ProgramCodes == null))
            .OrderByDescending(row => row.Id).FirstOrDefaultAsync(cancellationToken);
        if (run is null)
        {
            return null;
        }

        var last = settlements.MaxBy(row => row.Id)!;
        var given = new GivenAmounts(asked.ProgramId, new DateRange(last.PeriodFrom, last.PeriodTo), run.RequestedAtUtc, new KnownSales(run.SalesLinesUpTo, run.PaymentsUpTo));
        await given.ReadLinesAsync(context, settlements, cancellationToken);
        await given.ReadPayoutsAsync(context, settlements.ConvertAll(row => row.Id), cancellationToken);
        return given;
    }

    private async Task ReadLinesAsync(PortalDbContext context, List<Settlement> settlements, CancellationToken cancellationToken)
    {
        var ids = settlements.ConvertAll(row => row.Id);
        var waiting = settlements.Where(row => row.State == SettlementState.Calculated).Select(row => row.Id).ToHashSet();
        var lines = context.SettlementLines.Where(row => ids.Contains(row.SettlementId))
            .Select(row => new { row.SettlementId, row.CustomerId, row.ProgramLineNumber, row.DeltaMinor, row.DueMinor, row.Reason }).AsAsyncEnumerable();
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            DueByCustomer[line.CustomerId] = DueByCustomer.GetValueOrDefault(line.CustomerId) + line.DueMinor;
            if (waiting.Contains(line.SettlementId) && line.DueMinor > 0)
            {
                WaitingCustomers.Add(line.CustomerId);
            }

            if (line.Reason != SettlementReason.Manual)
            {
                var key = new CustomerLine(line.CustomerId, line.ProgramLineNumber);
                Lines[key] = Lines.GetValueOrDefault(key) + line.DeltaMinor;
            }
        }
    }

    private async Task ReadPayoutsAsync(PortalDbContext context, List<long> settlementIds, CancellationToken cancellationToken)
    {
        var items = await context.PayoutItems
            .Join(context.PayoutDocuments.Where(row => settlementIds.Contains(row.SettlementId)), item => item.DocumentId, document => document.Id, (item, _) => new { item.CustomerId, item.State })
            .ToListAsync(cancellationToken);
        foreach (var customer in items.GroupBy(item => item.CustomerId))
        {
            // A failed payment that was made good by a later one is no longer open.
            Payouts[customer.Key] = customer.Any(item => item.State == PayoutItemState.Pending) ? PayoutItemState.Pending
                : customer.Any(item => item.State == PayoutItemState.Exported) ? PayoutItemState.Exported
                : customer.Any(item => item.State == PayoutItemState.Paid) ? PayoutItemState.Paid : PayoutItemState.Failed;
        }
    }
}
