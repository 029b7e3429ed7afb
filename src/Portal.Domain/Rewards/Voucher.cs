using System.Globalization;
using Portal.Domain.Shared;

namespace Portal.Domain.Rewards;

/// <summary>Worth an amount on one later purchase. Its amount stands in the ledger until it is used, expires or is cancelled.</summary>
public sealed class Voucher : IVersioned
{
    /// <summary>Symbols of a code: 55 random bits and a check.</summary>
    public const int CodeLength = 12;

    /// <summary>Letters of the document it was used for at most.</summary>
    public const int MaxUsedFor = 100;

    /// <summary>Issues a voucher; the ledger is moved beside it.</summary>
    public Voucher(string issueKey, string code, long customerId, long valueMinor, long minimumMinor, DateOnly validUntilOn, long pricePoints, long? orderId, DateTime issuedAtUtc)
    {
        IssueKey = issueKey;
        Code = code;
        CustomerId = customerId;
        ValueMinor = valueMinor;
        MinimumMinor = minimumMinor;
        ValidUntilOn = validUntilOn;
        PricePoints = pricePoints;
        OrderId = orderId;
        IssuedAtUtc = issuedAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>V-000012: what papers call it, since its code is as good as money.</summary>
    public string Number => string.Create(CultureInfo.InvariantCulture, $"V-{Id:000000}");

    /// <summary>Unique for ever: the same operation issues once.</summary>
    public string IssueKey { get; private set; }

    /// <summary>What is shown at the till; unique.</summary>
    public string Code { get; private set; }

    /// <summary>Whose it is.</summary>
    public long CustomerId { get; private set; }

    /// <summary>What it is worth, in minor units.</summary>
    public long ValueMinor { get; private set; }

    /// <summary>The smallest purchase it can be used for, in minor units.</summary>
    public long MinimumMinor { get; private set; }

    /// <summary>The last day on which it can be used.</summary>
    public DateOnly ValidUntilOn { get; private set; }

    /// <summary>Points it was had for; 0 where it was given.</summary>
    public long PricePoints { get; private set; }

    /// <summary>The order it came of, or null.</summary>
    public long? OrderId { get; private set; }

    /// <summary>Where it stands; past its last day it counts as expired at once, see <see cref="StateOn"/>.</summary>
    public VoucherState State { get; private set; } = VoucherState.Issued;

    /// <summary>When it was issued.</summary>
    public DateTime IssuedAtUtc { get; private set; }

    /// <summary>When it was used, expired or was cancelled, or null.</summary>
    public DateTime? EndedAtUtc { get; private set; }

    /// <summary>Who ended it; null for the system and for other systems.</summary>
    public long? EndedByUserId { get; private set; }

    /// <summary>The purchase it was used for, or null.</summary>
    public string? UsedFor { get; private set; }

    /// <summary>The operation that used it: the same one finds it used, another one is refused.</summary>
    public string? UseKey { get; private set; }

    /// <summary>Why it was cancelled, or null.</summary>
    public string? Reason { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Where it stands on a day, whether or not the job has run.</summary>
    public VoucherState StateOn(DateOnly day) => State == VoucherState.Issued && day > ValidUntilOn ? VoucherState.Expired : State;

    /// <summary>Why it cannot be used, or null.</summary>
    /// <param name="purchaseMinor">What the purchase comes to before it, in minor units.</param>
    /// <param name="today">The business day.</param>
    public Refusal? CanUse(long purchaseMinor, DateOnly today) => StateOn(today) switch
    {
        VoucherState.Used => new Refusal("voucher_used", CheckedCode.Print(Code)),
        VoucherState.Expired => new Refusal("voucher_expired", CheckedCode.Print(Code), ValidUntilOn),
        VoucherState.Cancelled => new Refusal("voucher_cancelled", CheckedCode.Print(Code)),
        _ => purchaseMinor <= 0 || purchaseMinor < MinimumMinor ? new Refusal("voucher_minimum", new Money(MinimumMinor)) { Field = "purchase" } : null,
    };

    /// <summary>What it takes off a purchase: never more than that comes to.</summary>
    public long OffMinor(long purchaseMinor) => Math.Min(ValueMinor, purchaseMinor);

    /// <summary>It is used.</summary>
    public void Use(string useKey, string usedFor, long purchaseMinor, DateOnly today, long? byUserId, DateTime nowUtc)
    {
        Require(CanUse(purchaseMinor, today) is null);
        UseKey = useKey;
        UsedFor = usedFor;
        End(VoucherState.Used, byUserId, nowUtc);
    }

    /// <summary>Why it does not expire, or null.</summary>
    public Refusal? CanExpire(DateOnly today) =>
        State != VoucherState.Issued ? new Refusal("voucher_ended", CheckedCode.Print(Code), State) : today <= ValidUntilOn ? new Refusal("voucher_in_time", CheckedCode.Print(Code)) : null;

    /// <summary>Its last day is over.</summary>
    public void Expire(DateOnly today, DateTime nowUtc)
    {
        Require(CanExpire(today) is null);
        End(VoucherState.Expired, null, nowUtc);
    }

    /// <summary>Why it cannot be cancelled, or null.</summary>
    public Refusal? CanCancel() => State == VoucherState.Issued ? null : new Refusal("voucher_ended", CheckedCode.Print(Code), State);

    /// <summary>It is taken back.</summary>
    public void Cancel(string reason, long? byUserId, DateTime nowUtc)
    {
        Require(CanCancel() is null);
        Reason = reason;
        End(VoucherState.Cancelled, byUserId, nowUtc);
    }

    private void End(VoucherState state, long? byUserId, DateTime nowUtc)
    {
        State = state;
        EndedByUserId = byUserId;
        EndedAtUtc = nowUtc;
    }

    private static void Require(bool isAllowed)
    {
        if (!isAllowed)
        {
            throw new InvalidOperationException("The voucher's state does not allow this; ask first.");
        }
    }
}

/// <summary>Where a voucher stands.</summary>
public enum VoucherState
{
    /// <summary>It can be used.</summary>
    Issued = 1,

    /// <summary>It was used.</summary>
    Used = 2,

    /// <summary>Its last day is over.</summary>
    Expired = 3,

    /// <summary>It was taken back.</summary>
    Cancelled = 4,
}
