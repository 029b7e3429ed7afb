using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Rewards;

/// <summary>Turns points into a voucher in the caller's transaction: 1000 points, 10 CNY.</summary>
public sealed class PointsExchanging(RewardValue value, IOptions<RewardOptions> options, BusinessClock clock)
{
    /// <summary>Exchanges, or finds the voucher that the same key issued.</summary>
    internal async Task<Outcome<ExchangedVoucher>> RunAsync(string issueKey, long customerId, long points, PortalDbContext context, CancellationToken cancellationToken)
    {
        var known = await context.Vouchers.AsNoTracking().SingleOrDefaultAsync(row => row.IssueKey == issueKey, cancellationToken);
        if (known is not null)
        {
            return known.CustomerId == customerId && known.PricePoints == points ? Exchanged(known, isNew: false) : new Refusal("ledger_key_reused", issueKey);
        }

        var worth = options.Value.Exchange.ValueMinor(points);
        if (!worth.IsDone)
        {
            return worth.Refusal;
        }

        var isOpen = await context.Customers.AnyAsync(row => row.Id == customerId && row.ClosedAtUtc == null, cancellationToken);
        if (!isOpen)
        {
            return new Refusal("reward_member_closed");
        }

        var voucher = new Voucher(
            issueKey, CheckedCode.New(Voucher.CodeLength), customerId, worth.Value, 0, clock.Today.AddDays(options.Value.ExchangeValidityDays), points, null, clock.UtcNow);
        context.Add(voucher);
        await context.SaveChangesAsync(cancellationToken);
        var source = voucher.Number;
        var refusal = await value.SpendAsync(customerId, points, source, context, cancellationToken)
            ?? await value.IssueVouchersAsync(customerId, worth.Value, source, context, cancellationToken);
        return refusal is null ? Exchanged(voucher, isNew: true) : refusal;
    }

    private static ExchangedVoucher Exchanged(Voucher voucher, bool isNew) => new(voucher.Id, voucher.Code, voucher.ValueMinor, voucher.ValidUntilOn, isNew);
}

/// <summary>The member who is signed in turns points into a voucher.</summary>
public sealed class MyExchangePoints(WriteTransaction writes, PointsExchanging exchanging, LiveUpdates live, CurrentUser user, IOptions<RewardOptions> options)
{
    /// <summary>The rate.</summary>
    public PointsExchange Rate => options.Value.Exchange;

    /// <summary>Exchanges; the same operation key gives the first voucher.</summary>
    public async Task<Outcome<ExchangedVoucher>> RunAsync(string operationKey, long points, CancellationToken cancellationToken)
    {
        if (user.CustomerId is not { } customerId)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        var outcome = await writes.RunAsync((context, ct) => exchanging.RunAsync($"my:{customerId}:{operationKey}", customerId, points, context, ct), cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Rewards, CancellationToken.None);
        }

        return outcome;
    }
}

/// <summary>A voucher that points became.</summary>
/// <param name="Id">The voucher.</param>
/// <param name="Code">What is shown at the till.</param>
/// <param name="ValueMinor">What it is worth.</param>
/// <param name="ValidUntilOn">The last day on which it can be used.</param>
/// <param name="IsNew">Whether it was issued now, not found under its key.</param>
public sealed record ExchangedVoucher(long Id, string Code, long ValueMinor, DateOnly ValidUntilOn, bool IsNew);
