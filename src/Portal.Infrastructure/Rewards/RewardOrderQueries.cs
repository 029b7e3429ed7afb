using Microsoft.EntityFrameworkCore;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Rewards;

/// <summary>Reads orders and vouchers for staff.</summary>
public sealed class RewardOrderQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>The orders. Sorts: number, customer, points, ordered, state. Filters: <c>state</c>, <c>delivery</c>, <c>open</c> (yes), <c>reward</c>, <c>customer</c> (ids), <c>from</c>, <c>to</c> (days of ordering).</summary>
    public async Task<GridPage<RewardOrderRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Filtered(RewardReading.Orders(context, Visible(context)), query);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("customer", false) => rows.OrderBy(row => row.CustomerName),
            ("customer", true) => rows.OrderByDescending(row => row.CustomerName),
            ("points", false) => rows.OrderBy(row => row.PricePoints),
            ("points", true) => rows.OrderByDescending(row => row.PricePoints),
            ("state", false) => rows.OrderBy(row => row.State),
            ("state", true) => rows.OrderByDescending(row => row.State),
            ("number", false) or ("ordered", false) => rows.OrderBy(row => row.Id),
            _ => rows.OrderByDescending(row => row.Id),
        };
        return new GridPage<RewardOrderRow>(
            await sorted.ThenByDescending(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken), await rows.CountAsync(cancellationToken));
    }

    /// <summary>Orders that wait to be put ready or sent, for the menu.</summary>
    public async Task<int> CountWaitingAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Visible(context).CountAsync(row => row.State == RewardOrderState.Reserved, cancellationToken);
    }

    /// <summary>An order with its time line, or null if there is none or the person may not see it.</summary>
    public async Task<RewardOrderRecord?> RecordAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await RewardReading.Orders(context, Visible(context).Where(row => row.Id == id)).SingleOrDefaultAsync(cancellationToken) is { } row
            ? new RewardOrderRecord(
                row, await RewardReading.EventsAsync(context, id, cancellationToken), await RewardReading.VouchersOfAsync(context, id, clock.Today, cancellationToken))
            : null;
    }

    /// <summary>The order of a pick-up code or a number that was scanned or typed at the counter.</summary>
    public async Task<Outcome<RewardOrderRow>> FindAsync(string? typed, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Rewards.Serve) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var code = CheckedCode.Read(typed, RewardOrder.PickUpCodeLength);
        var id = code is null ? RewardOrder.IdOf(typed) : null;
        if (code is null && id is null)
        {
            return new Refusal("reward_code_wrong") { Field = "Code" };
        }

        var orders = code is not null ? Visible(context).Where(row => row.PickUpCode == code) : Visible(context).Where(row => row.Id == id);
        return await RewardReading.Orders(context, orders).SingleOrDefaultAsync(cancellationToken) is { } row ? row : new Refusal("reward_code_unknown") { Field = "Code" };
    }

    /// <summary>The vouchers. Sorts: value, until, state, customer, issued. Filters: <c>state</c>, <c>customer</c> (id).</summary>
    public async Task<GridPage<VoucherRow>> VouchersAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mayView = user.Can(Permissions.Rewards.View);
        var visible = context.Vouchers.Where(row => mayView && context.Customers.VisibleTo(user, context).Any(customer => customer.Id == row.CustomerId));
        var rows = Filtered(RewardReading.Vouchers(context, visible, clock.Today), query);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("value", false) => rows.OrderBy(row => row.ValueMinor),
            ("value", true) => rows.OrderByDescending(row => row.ValueMinor),
            ("until", false) => rows.OrderBy(row => row.ValidUntilOn),
            ("until", true) => rows.OrderByDescending(row => row.ValidUntilOn),
            ("state", false) => rows.OrderBy(row => row.State),
            ("state", true) => rows.OrderByDescending(row => row.State),
            ("customer", false) => rows.OrderBy(row => row.CustomerName),
            ("customer", true) => rows.OrderByDescending(row => row.CustomerName),
            ("issued", false) => rows.OrderBy(row => row.Id),
            _ => rows.OrderByDescending(row => row.Id),
        };
        return new GridPage<VoucherRow>(
            await sorted.ThenByDescending(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken), await rows.CountAsync(cancellationToken));
    }

    private IQueryable<RewardOrder> Visible(PortalDbContext context)
    {
        var mayView = user.Can(Permissions.Rewards.View);
        return context.RewardOrders.Where(row => mayView && context.Customers.VisibleTo(user, context).Any(customer => customer.Id == row.CustomerId));
    }

    private IQueryable<RewardOrderRow> Filtered(IQueryable<RewardOrderRow> rows, GridQuery query)
    {
        if (query.Term is { } term)
        {
            var id = RewardOrder.IdOf(query.Search);
            var code = CheckedCode.Read(query.Search, RewardOrder.PickUpCodeLength);
            rows = rows.Where(row => row.Id == id || row.PickUpCode == code || row.CustomerNumber.ToLower().Contains(term) || row.CustomerName.ToLower().Contains(term)
                || row.NameZhCn.ToLower().Contains(term) || row.NameEn.ToLower().Contains(term));
        }

        if (query.Choice<RewardOrderState>("state") is { } state)
        {
            rows = rows.Where(row => row.State == state);
        }

        if (query.Filter("open") == "yes")
        {
            rows = rows.Where(row => row.State == RewardOrderState.Reserved || row.State == RewardOrderState.Ready);
        }

        if (query.Choice<RewardDelivery>("delivery") is { } delivery)
        {
            rows = rows.Where(row => row.Delivery == delivery);
        }

        if (query.Number("reward") is { } rewardId)
        {
            rows = rows.Where(row => row.RewardId == rewardId);
        }

        if (query.Number("customer") is { } customerId)
        {
            rows = rows.Where(row => row.CustomerId == customerId);
        }

        if (query.Day("from") is { } from)
        {
            var fromUtc = clock.StartOfDayUtc(from);
            rows = rows.Where(row => row.OrderedAtUtc >= fromUtc);
        }

        if (query.Day("to") is { } to)
        {
            var beforeUtc = clock.StartOfDayUtc(to.AddDays(1));
            rows = rows.Where(row => row.OrderedAtUtc < beforeUtc);
        }

        return rows;
    }

    private static IQueryable<VoucherRow> Filtered(IQueryable<VoucherRow> rows, GridQuery query)
    {
        if (query.Term is { } term)
        {
            var code = CheckedCode.Read(query.Search, Voucher.CodeLength);
            rows = rows.Where(row => row.Code == code || row.CustomerNumber.ToLower().Contains(term) || row.CustomerName.ToLower().Contains(term));
        }

        if (query.Choice<VoucherState>("state") is { } state)
        {
            rows = rows.Where(row => row.State == state);
        }

        return query.Number("customer") is { } customerId ? rows.Where(row => row.CustomerId == customerId) : rows;
    }
}
