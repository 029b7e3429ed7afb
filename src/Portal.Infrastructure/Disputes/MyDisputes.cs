using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Disputes;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.MyRebates;
using Portal.Infrastructure.Settlements;

namespace Portal.Infrastructure.Disputes;

/// <summary>The disputes of the customer who is signed in.</summary>
public sealed class MyDisputes(IDbContextFactory<PortalDbContext> contexts, DisputeFiles files, CurrentUser user, IOptions<DisputeOptions> options)
{
    /// <summary>What may be attached, and within how many days the company answers.</summary>
    public DisputeOptions Limits => options.Value;

    /// <summary>The disputes, the newest first.</summary>
    /// <param name="beforeId">Only those before this one, to show more; null for the first.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<DisputeRow>> ListAsync(long? beforeId, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Mine(context).Where(row => beforeId == null || row.Id < beforeId);
        return [.. (await DisputeReading.Rows(context, rows).OrderByDescending(row => row.Id).Take(take).ToListAsync(cancellationToken)).Select(Outward)];
    }

    /// <summary>The disputes about the lines of a statement, the newest first.</summary>
    public async Task<IReadOnlyList<DisputeRow>> OfStatementAsync(long statementId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = DisputeReading.Rows(context, Mine(context)).Where(row => row.SettlementId == statementId);
        return [.. (await rows.OrderByDescending(row => row.Id).ToListAsync(cancellationToken)).Select(Outward)];
    }

    /// <summary>A line of a statement that can be questioned, or null where there is none of this customer.</summary>
    public async Task<SettlementLineRow?> LineAsync(long lineId, CancellationToken cancellationToken)
    {
        if (user.CustomerId is not { } customerId)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var lines = MyStatements.ShownPaidLines(context, customerId).Where(line => line.Id == lineId);
        return await LineReading.Rows(context, lines).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>A dispute with its thread, or null where there is none of this customer.</summary>
    public async Task<DisputeRecord?> RecordAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await DisputeReading.RecordAsync(context, Mine(context), id, cancellationToken) is { } record
            ? new DisputeRecord(Outward(record.Row), [.. record.Entries.Select(Outward)])
            : null;
    }

    /// <summary>A file of a dispute, or null where there is none of this customer.</summary>
    public async Task<DisputeFile?> FileAsync(long attachmentId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await DisputeReading.FileAsync(context, Mine(context), files, attachmentId, cancellationToken);
    }

    private IQueryable<Dispute> Mine(PortalDbContext context) => context.Disputes.Where(row => row.CustomerId == user.CustomerId);

    /// <summary>What an adjustment comes to is told when it is approved, not before.</summary>
    private static DisputeRow Outward(DisputeRow row) => row.State == DisputeState.Adjusted ? row : row with { AdjustmentMinor = null, AdjustmentSettlementId = null };

    private static DisputeEntryRow Outward(DisputeEntryRow entry) =>
        entry.Kind is DisputeEntryKind.AdjustmentProposed or DisputeEntryKind.AdjustmentReturned ? entry with { AmountMinor = null, Text = "" } : entry;
}
