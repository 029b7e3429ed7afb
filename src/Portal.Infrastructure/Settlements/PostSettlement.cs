using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Ledger;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// Brings the lines of an approved settlement into the ledger, some hundred in a transaction. Each line's transfer has the
/// line as its key, so that it can be interrupted and repeated, even at the same time, and posts each line once.
/// </summary>
public sealed class PostSettlement(IDbContextFactory<PortalDbContext> contexts, WriteTransaction writes, PostTransfers transfers, BusinessClock clock, IOptions<SettlementOptions> options)
{
    /// <summary>Posts what is not posted yet; a settlement that is in the ledger already is done.</summary>
    public async Task<Outcome> RunAsync(long settlementId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var settlement = await context.Settlements.AsNoTracking().SingleAsync(row => row.Id == settlementId, cancellationToken);
        if (settlement.State != SettlementState.Approved)
        {
            return Outcome.Done;
        }

        var payees = await SettlementPayees.ReadAsync(context, settlementId, cancellationToken);
        var currency = await SettlementPayees.CurrencyAsync(context, settlement.ProgramVersionId, cancellationToken);
        for (long lastId = 0; ;)
        {
            var after = lastId;
            var lines = await context.SettlementLines.AsNoTracking()
                .Where(line => line.SettlementId == settlementId && line.Id > after && line.DueMinor != 0)
                .OrderBy(line => line.Id)
                .Take(options.Value.LinesPerPosting)
                .Select(line => new { line.Id, line.CustomerId, line.DueMinor })
                .ToListAsync(cancellationToken);
            if (lines.Count == 0)
            {
                break;
            }

            var requests = lines.ConvertAll(line => Request(settlement, line.Id, PayableOf(line.CustomerId), line.DueMinor, currency));
            var posted = await writes.RunAsync((write, ct) => transfers.RunAsync(requests, write, ct), cancellationToken);
            if (!posted.IsDone)
            {
                return posted;
            }

            lastId = lines[^1].Id;
        }

        return await writes.RunAsync((write, ct) => MarkAsync(settlementId, write, ct), cancellationToken);

        LedgerAccountReference PayableOf(long customerId)
        {
            var payee = payees.GetValueOrDefault(customerId);
            return SettlementPayees.PayableOf(customerId, payee?.PayeeId, payee?.EmployeeId, currency);
        }
    }

    private static TransferRequest Request(Settlement settlement, long lineId, LedgerAccountReference payable, long dueMinor, string currency) => new(
        string.Create(CultureInfo.InvariantCulture, $"settlement-line:{lineId}"),
        dueMinor > 0 ? LedgerTransferKind.SettlementPosted : LedgerTransferKind.SettlementChargedBack,
        settlement.Number,
        settlement.PeriodTo,
        [
            new TransferSide(LedgerAccountReference.House(LedgerAccountKind.RebateExpense, currency), -dueMinor),
            new TransferSide(payable, dueMinor),
        ])
    {
        // What is taken back has to be recorded even if it was paid out already.
        IgnoresFloor = dueMinor < 0,
    };

    private async Task<Outcome> MarkAsync(long settlementId, PortalDbContext context, CancellationToken cancellationToken)
    {
        var settlement = await context.Settlements.SingleAsync(row => row.Id == settlementId, cancellationToken);
        if (settlement.State != SettlementState.Approved)
        {
            return Outcome.Done;
        }

        settlement.MarkPosted(clock.UtcNow);
        await context.TrySaveAsync(cancellationToken);
        return Outcome.Done;
    }
}
