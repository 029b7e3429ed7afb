using Microsoft.EntityFrameworkCore;
using Portal.Domain.ApiKeys;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Rewards;

/// <summary>A voucher is used for a purchase, once for ever: by an employee, or by a till with the scope.</summary>
public sealed class UseVoucher(WriteTransaction writes, RewardValue value, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    /// <summary>Letters of a key at most.</summary>
    public const int MaxKey = 100;

    /// <summary>Uses it; the same key gives the first result.</summary>
    public async Task<Outcome<UsedVoucher>> RunAsync(UseVoucherInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!user.Can(Permissions.Rewards.Serve) && user.RefuseScope(ApiScopes.VouchersWrite) is { } refusal)
        {
            return refusal;
        }

        var refusals = new List<Refusal>();
        Need(input.Key, MaxKey, "key", refusals);
        Need(input.UsedFor, Voucher.MaxUsedFor, "document", refusals);
        if (CheckedCode.Read(input.Code, Voucher.CodeLength) is not { } code)
        {
            refusals.Add(new Refusal("voucher_unknown") { Field = "code" });
            return Outcome<UsedVoucher>.Refused(refusals);
        }

        if (refusals.Count > 0)
        {
            return Outcome<UsedVoucher>.Refused(refusals);
        }

        var isNew = false;
        var today = clock.Today;
        var useKey = $"{(user.IsSignedIn ? "staff" : "api:" + user.DisplayName)}:{input.Key.Trim()}";
        var outcome = await VoucherRows.EndAsync(
            writes,
            value,
            row => row.Code == code,
            async (voucher, context) =>
            {
                isNew = voucher.State == VoucherState.Issued;
                return IsSame(voucher, useKey, input) ? null
                    : await context.Vouchers.AnyAsync(row => row.UseKey == useKey, cancellationToken) ? new Refusal("ledger_key_reused", input.Key) { Field = "key" }
                    : voucher.CanUse(input.PurchaseMinor, today);
            },
            voucher => voucher.Use(useKey, input.UsedFor.Trim(), input.PurchaseMinor, today, user.UserId, clock.UtcNow),
            cancellationToken);
        if (!outcome.IsDone)
        {
            return Outcome<UsedVoucher>.Refused(outcome.Refusals);
        }

        await live.PublishAsync(LiveUpdates.Rewards, CancellationToken.None);
        var used = outcome.Value;
        return new UsedVoucher(CheckedCode.Print(used.Code), used.ValueMinor, used.OffMinor(input.PurchaseMinor), used.UsedFor!, used.EndedAtUtc!.Value, isNew);
    }

    private static bool IsSame(Voucher voucher, string useKey, UseVoucherInput input) =>
        voucher.State == VoucherState.Used && voucher.UseKey == useKey && voucher.UsedFor == input.UsedFor.Trim();

    private static void Need(string? text, int length, string field, List<Refusal> refusals)
    {
        if (text?.Trim().Length is not > 0 || text.Trim().Length > length || text.Any(char.IsControl))
        {
            refusals.Add(new Refusal("voucher_text", length) { Field = field });
        }
    }
}

/// <summary>The use of a voucher.</summary>
/// <param name="Key">Made before the first try.</param>
/// <param name="Code">What is shown at the till.</param>
/// <param name="UsedFor">The purchase.</param>
/// <param name="PurchaseMinor">What the purchase comes to before it, in minor units.</param>
public sealed record UseVoucherInput(string Key, string Code, string UsedFor, long PurchaseMinor);

/// <summary>A voucher that was used.</summary>
/// <param name="Code">Its code.</param>
/// <param name="ValueMinor">What it was worth.</param>
/// <param name="OffMinor">What it takes off the purchase.</param>
/// <param name="UsedFor">The purchase.</param>
/// <param name="UsedAtUtc">When.</param>
/// <param name="IsNew">Whether it was used now, not found under its key.</param>
public sealed record UsedVoucher(string Code, long ValueMinor, long OffMinor, string UsedFor, DateTime UsedAtUtc, bool IsNew);

/// <summary>A voucher is taken back with a reason; what it cost is not given back: that is a return of its order.</summary>
public sealed class CancelVoucher(WriteTransaction writes, RewardValue value, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    /// <summary>Takes it back.</summary>
    public async Task<Outcome> RunAsync(long voucherId, string reason, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Rewards.Return) is { } refusal)
        {
            return refusal;
        }

        if (RewardReasons.Check(reason) is { } missing)
        {
            return missing;
        }

        var outcome = await VoucherRows.EndAsync(
            writes, value, row => row.Id == voucherId, (voucher, _) => Task.FromResult(voucher.CanCancel()), voucher => voucher.Cancel(reason.Trim(), user.UserId, clock.UtcNow), cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Rewards, CancellationToken.None);
        }

        return outcome;
    }
}
