using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Rewards;

/// <summary>Ends vouchers: asked first, then ended, with the ledger, in one transaction.</summary>
internal static class VoucherRows
{
    /// <summary>Ends one in a transaction of its own.</summary>
    public static Task<Outcome<Voucher>> EndAsync(
        WriteTransaction writes, RewardValue value, Expression<Func<Voucher, bool>> which, Func<Voucher, PortalDbContext, Task<Refusal?>> ask, Action<Voucher> end, CancellationToken cancellationToken) =>
        writes.RunAsync((context, ct) => EndAsync(context, value, which, ask, end, ct), cancellationToken);

    private static async Task<Outcome<Voucher>> EndAsync(
        PortalDbContext context, RewardValue value, Expression<Func<Voucher, bool>> which, Func<Voucher, PortalDbContext, Task<Refusal?>> ask, Action<Voucher> end, CancellationToken cancellationToken)
    {
        // Writing before reading takes the row's lock: of two who want it at once the second one finds it ended.
        await context.Vouchers.Where(which).ExecuteUpdateAsync(row => row.SetProperty(to => to.RowVersion, to => to.RowVersion + 1), cancellationToken);
        var voucher = await context.Vouchers.SingleOrDefaultAsync(which, cancellationToken);
        if (voucher is null)
        {
            return new Refusal("voucher_unknown");
        }

        if (await ask(voucher, context) is { } refusal)
        {
            return refusal;
        }

        if (voucher.State != VoucherState.Issued)
        {
            // The same operation ended it before.
            return voucher;
        }

        end(voucher);
        await context.SaveChangesAsync(cancellationToken);
        return await value.EndVoucherAsync(voucher, context, cancellationToken) is { } notMoved ? notMoved : voucher;
    }
}
