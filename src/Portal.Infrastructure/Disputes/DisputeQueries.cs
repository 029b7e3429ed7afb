using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Disputes;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Disputes;

/// <summary>Reads disputes for staff, of the customers that the person may see.</summary>
public sealed class DisputeQueries(
    IDbContextFactory<PortalDbContext> contexts, DisputeFiles files, CurrentUser user, BusinessClock clock, IOptions<DisputeOptions> options)
{
    /// <summary>What may be attached.</summary>
    public DisputeOptions Limits => options.Value;

    /// <summary>
    /// The disputes, those that wait for the company first and the most urgent first. Sorts: number, customer, due, opened, amount, state.
    /// Filters: <c>state</c>, <c>open</c> (yes, no), <c>late</c> (yes), <c>customer</c> (id), <c>line</c> (id), <c>from</c>, <c>to</c> (days of opening).
    /// </summary>
    public async Task<GridPage<DisputeRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Searched(DisputeReading.Rows(context, Filtered(Visible(context), query)), query);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("number", false) => rows.OrderBy(row => row.Number),
            ("number", true) => rows.OrderByDescending(row => row.Number),
            ("customer", false) => rows.OrderBy(row => row.CustomerName),
            ("customer", true) => rows.OrderByDescending(row => row.CustomerName),
            ("due", false) => rows.OrderBy(row => row.DueOn),
            ("due", true) => rows.OrderByDescending(row => row.DueOn),
            ("opened", false) => rows.OrderBy(row => row.OpenedAtUtc),
            ("opened", true) => rows.OrderByDescending(row => row.OpenedAtUtc),
            ("amount", false) => rows.OrderBy(row => row.LineDueMinor),
            ("amount", true) => rows.OrderByDescending(row => row.LineDueMinor),
            ("state", true) => rows.OrderByDescending(row => row.State),
            _ => rows.OrderBy(row => row.State).ThenBy(row => row.DueOn),
        };
        return new GridPage<DisputeRow>(
            await sorted.ThenBy(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken),
            await rows.CountAsync(cancellationToken));
    }

    /// <summary>A dispute with its thread, or null if there is none or the person may not see it.</summary>
    public async Task<DisputeRecord?> RecordAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await DisputeReading.RecordAsync(context, Visible(context), id, cancellationToken);
    }

    /// <summary>A file of a dispute, or null if there is none or the person may not see it.</summary>
    public async Task<DisputeFile?> FileAsync(long attachmentId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await DisputeReading.FileAsync(context, Visible(context), files, attachmentId, cancellationToken);
    }

    /// <summary>The lines of a settlement that no payout pays while they are disputed, of the customers that the person may see.</summary>
    public async Task<IReadOnlyList<HeldLine>> HeldAsync(long settlementId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return user.Can(Permissions.Payouts.View)
            ? await context.HeldLines(settlementId, context.Customers.VisibleTo(user, context)).ToListAsync(cancellationToken)
            : [];
    }

    /// <summary>The dispute whose last adjustment a settlement is, or null.</summary>
    public async Task<AdjustedDispute?> OfAdjustmentAsync(long settlementId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from entry in context.DisputeEntries
            join dispute in Visible(context) on entry.DisputeId equals dispute.Id
            where dispute.AdjustmentSettlementId == settlementId && entry.Kind == DisputeEntryKind.AdjustmentProposed
            orderby entry.Id descending
            select new AdjustedDispute(dispute.Id, dispute.Number, entry.Text)).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>How many disputes wait for an answer that the person may give.</summary>
    public async Task<int> CountWaitingAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return user.Can(Permissions.Disputes.Answer)
            ? await Visible(context).CountAsync(row => row.State == DisputeState.Open, cancellationToken)
            : 0;
    }

    private IQueryable<Dispute> Visible(PortalDbContext context)
    {
        var mayView = user.Can(Permissions.Disputes.View);
        return context.Disputes.Where(row => mayView && context.Customers.VisibleTo(user, context).Any(customer => customer.Id == row.CustomerId));
    }

    private IQueryable<Dispute> Filtered(IQueryable<Dispute> rows, GridQuery query)
    {
        rows = query.Choice<DisputeState>("state") is { } state ? rows.Where(row => row.State == state) : rows;
        rows = query.Filter("open") switch
        {
            "yes" => rows.Where(row => row.HeldLineId != null),
            "no" => rows.Where(row => row.HeldLineId == null),
            _ => rows,
        };
        if (query.Filter("late") == "yes")
        {
            var today = clock.Today;
            rows = rows.Where(row => row.State == DisputeState.Open && row.DueOn < today);
        }

        rows = query.Number("customer") is { } customerId ? rows.Where(row => row.CustomerId == customerId) : rows;
        rows = query.Number("line") is { } lineId ? rows.Where(row => row.SettlementLineId == lineId) : rows;
        if (query.Day("from") is { } from)
        {
            var fromUtc = clock.StartOfDayUtc(from);
            rows = rows.Where(row => row.OpenedAtUtc >= fromUtc);
        }

        if (query.Day("to") is { } to)
        {
            var beforeUtc = clock.StartOfDayUtc(to.AddDays(1));
            rows = rows.Where(row => row.OpenedAtUtc < beforeUtc);
        }

        return rows;
    }

    private static IQueryable<DisputeRow> Searched(IQueryable<DisputeRow> rows, GridQuery query) => query.Term is { } term
        ? rows.Where(row => row.Number.ToLower().Contains(term) || row.CustomerNumber.ToLower().Contains(term)
            || row.CustomerName.ToLower().Contains(term) || row.SettlementNumber.ToLower().Contains(term))
        : rows;
}
