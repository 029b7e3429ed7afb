using Microsoft.EntityFrameworkCore;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Rewards;

/// <summary>Makes the steps of orders: asked first, then made, with stock, points and time line, in one transaction.</summary>
public sealed class RewardOrderSteps(WriteTransaction writes, RewardValue value, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    /// <summary>Now.</summary>
    internal DateTime NowUtc => clock.UtcNow;

    /// <summary>Makes a step of an order of a customer whom the employee may see.</summary>
    internal Task<Outcome> ByStaffAsync(long orderId, string permission, RewardOrderStep step, CancellationToken cancellationToken) =>
        user.Refuse(permission) is { } refusal
            ? Task.FromResult<Outcome>(refusal)
            : RunAsync(context => context.RewardOrders.Where(row => context.Customers.VisibleTo(user, context).Any(customer => customer.Id == row.CustomerId)), orderId, step, cancellationToken);

    /// <summary>Makes a step of an order of the member who is signed in.</summary>
    internal Task<Outcome> ByMemberAsync(long orderId, RewardOrderStep step, CancellationToken cancellationToken) =>
        user.CustomerId is { } customerId
            ? RunAsync(context => context.RewardOrders.Where(row => row.CustomerId == customerId), orderId, step, cancellationToken)
            : Task.FromResult<Outcome>(new Refusal(Refusal.NotPermitted));

    /// <summary>Makes a step of any order: the schedule.</summary>
    internal Task<Outcome> BySystemAsync(long orderId, RewardOrderStep step, CancellationToken cancellationToken) =>
        RunAsync(context => context.RewardOrders, orderId, step, cancellationToken);

    private async Task<Outcome> RunAsync(Func<PortalDbContext, IQueryable<RewardOrder>> orders, long orderId, RewardOrderStep step, CancellationToken cancellationToken)
    {
        var outcome = await writes.RunAsync((context, ct) => StepAsync(orders(context), orderId, step, context, ct), cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Rewards, CancellationToken.None);
        }

        return outcome;
    }

    private async Task<Outcome> StepAsync(IQueryable<RewardOrder> orders, long orderId, RewardOrderStep step, PortalDbContext context, CancellationToken cancellationToken)
    {
        // Writing before reading takes the row's lock: of two steps at once the second one sees what the first one did.
        await context.RewardOrders.Where(row => row.Id == orderId).ExecuteUpdateAsync(row => row.SetProperty(to => to.RowVersion, to => to.RowVersion + 1), cancellationToken);
        var order = await orders.SingleOrDefaultAsync(row => row.Id == orderId, cancellationToken);
        if (order is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (step.Ask(order, clock.UtcNow) is { } refusal)
        {
            return refusal;
        }

        var effect = step.Make(order, clock.UtcNow);
        await RewardStockRows.MoveAsync(context, order, effect, user.UserId, clock.UtcNow, cancellationToken);
        context.Add(new RewardOrderEvent(order.Id, order.State, step.Note, user.UserId, null, clock.UtcNow));
        if (effect.Points == RewardPointsMove.GiveBack && await TakeVouchersBackAsync(order, context, cancellationToken) is { } spent)
        {
            return spent;
        }

        await context.SaveChangesAsync(cancellationToken);
        return await value.MoveAsync(effect.Points, order.Number, step.Note, context, cancellationToken) is { } notMoved ? notMoved : Outcome.Done;
    }

    /// <summary>An order of vouchers is returned only as long as none of them was used.</summary>
    private async Task<Refusal?> TakeVouchersBackAsync(RewardOrder order, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (order.Delivery != RewardDelivery.AtOnce)
        {
            return null;
        }

        await context.Vouchers.Where(row => row.OrderId == order.Id).ExecuteUpdateAsync(row => row.SetProperty(to => to.RowVersion, to => to.RowVersion + 1), cancellationToken);
        var vouchers = await context.Vouchers.Where(row => row.OrderId == order.Id).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        foreach (var voucher in vouchers)
        {
            if (voucher.CanCancel() is { } refusal)
            {
                return refusal;
            }

            voucher.Cancel(order.Reason ?? order.Number, user.UserId, clock.UtcNow);
        }

        await context.SaveChangesAsync(cancellationToken);
        foreach (var voucher in vouchers)
        {
            if (await value.EndVoucherAsync(voucher, context, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}

/// <summary>A step of an order.</summary>
/// <param name="Ask">Why it cannot be made, or null.</param>
/// <param name="Make">Makes it.</param>
/// <param name="Note">What a person wrote, or null.</param>
internal sealed record RewardOrderStep(Func<RewardOrder, DateTime, Refusal?> Ask, Func<RewardOrder, DateTime, RewardEffect> Make, string? Note = null);
