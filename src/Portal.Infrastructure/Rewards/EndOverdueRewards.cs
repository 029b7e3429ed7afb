using Microsoft.EntityFrameworkCore;
using Portal.Domain.Rewards;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Rewards;

/// <summary>
/// Ends what nobody came for in time: orders and vouchers. Safe to repeat, to be late and to be interrupted: each is decided by
/// its own date in a transaction of its own.
/// </summary>
public sealed class EndOverdueRewards(
    IDbContextFactory<PortalDbContext> contexts, WriteTransaction writes, RewardOrderSteps steps, RewardValue value, CurrentUser user, BusinessClock clock)
{
    private const int AtOnce = 200;

    /// <summary>Ends them.</summary>
    /// <returns>How many orders and vouchers.</returns>
    public async Task<(int Orders, int Vouchers)> RunAsync(CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Rewards.Serve))
        {
            return (0, 0);
        }

        return (await OrdersAsync(cancellationToken), await VouchersAsync(cancellationToken));
    }

    private async Task<int> OrdersAsync(CancellationToken cancellationToken)
    {
        var nowUtc = clock.UtcNow;
        var step = new RewardOrderStep((order, now) => order.CanTimeOut(now), (order, now) => order.TimeOut(now));
        var ended = 0;
        long after = 0;
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var ids = await context.RewardOrders
                .Where(row => row.ExpiresAtUtc <= nowUtc && row.Id > after && (row.State == RewardOrderState.Reserved || row.State == RewardOrderState.Ready))
                .OrderBy(row => row.Id).Take(AtOnce).Select(row => row.Id).ToListAsync(cancellationToken);
            foreach (var id in ids)
            {
                ended += (await steps.BySystemAsync(id, step, cancellationToken)).IsDone ? 1 : 0;
                after = id;
            }

            if (ids.Count < AtOnce)
            {
                return ended;
            }
        }
    }

    private async Task<int> VouchersAsync(CancellationToken cancellationToken)
    {
        var today = clock.Today;
        var ended = 0;
        long after = 0;
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var ids = await context.Vouchers
                .Where(row => row.State == VoucherState.Issued && row.ValidUntilOn < today && row.Id > after)
                .OrderBy(row => row.Id).Take(AtOnce).Select(row => row.Id).ToListAsync(cancellationToken);
            foreach (var id in ids)
            {
                var outcome = await VoucherRows.EndAsync(
                    writes, value, row => row.Id == id, (voucher, _) => Task.FromResult(voucher.CanExpire(today)), voucher => voucher.Expire(today, clock.UtcNow), cancellationToken);
                ended += outcome.IsDone ? 1 : 0;
                after = id;
            }

            if (ids.Count < AtOnce)
            {
                return ended;
            }
        }
    }
}
