using System.Globalization;
using Portal.Domain.Shared;

namespace Portal.Domain.Rewards;

/// <summary>A member's order of a reward. Its points are held until it leaves the house, and its pieces are reserved.</summary>
public sealed class RewardOrder : IVersioned
{
    /// <summary>Symbols of a pick-up code.</summary>
    public const int PickUpCodeLength = 9;

    private const string NumberPrefix = "RO-";

    /// <summary>Letters of a reason, a carrier or a tracking number at most.</summary>
    public const int MaxNote = 500;

    /// <summary>Places an order; stock and points are taken beside it.</summary>
    public RewardOrder(
        string operationKey, string requestHash, long customerId, long rewardId, int quantity, long pricePoints, long priceMoneyMinor,
        RewardDelivery delivery, string pickUpCode, DateTime orderedAtUtc, DateTime? expiresAtUtc)
    {
        OperationKey = operationKey;
        RequestHash = requestHash;
        CustomerId = customerId;
        RewardId = rewardId;
        Quantity = quantity;
        PricePoints = pricePoints;
        PriceMoneyMinor = priceMoneyMinor;
        Delivery = delivery;
        PickUpCode = pickUpCode;
        OrderedAtUtc = orderedAtUtc;
        ExpiresAtUtc = expiresAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>RO-000012: of its key, so that orders of a rush need not queue for a series.</summary>
    public string Number => NumberOf(Id);

    /// <summary>Unique for ever: the same operation orders once.</summary>
    public string OperationKey { get; private set; }

    /// <summary>SHA-256 (hexadecimal) of what was asked for: the same key with another wish is refused.</summary>
    public string RequestHash { get; private set; }

    /// <summary>The member.</summary>
    public long CustomerId { get; private set; }

    /// <summary>The reward.</summary>
    public long RewardId { get; private set; }

    /// <summary>How many.</summary>
    public int Quantity { get; private set; }

    /// <summary>Points of the whole order.</summary>
    public long PricePoints { get; private set; }

    /// <summary>Money of the whole order in minor units, paid when it leaves the house.</summary>
    public long PriceMoneyMinor { get; private set; }

    /// <summary>How it reaches the member.</summary>
    public RewardDelivery Delivery { get; private set; }

    /// <summary>What the member shows at the counter; unique.</summary>
    public string PickUpCode { get; private set; }

    /// <summary>Where it is sent: who takes it.</summary>
    public string? Recipient { get; private set; }

    /// <summary>Where it is sent: the telephone number.</summary>
    public string? Phone { get; private set; }

    /// <summary>Where it is sent.</summary>
    public string? Address { get; private set; }

    /// <summary>The carrier and number of what was sent, or null.</summary>
    public string? Tracking { get; private set; }

    /// <summary>Where it stands.</summary>
    public RewardOrderState State { get; private set; } = RewardOrderState.Reserved;

    /// <summary>When it was placed.</summary>
    public DateTime OrderedAtUtc { get; private set; }

    /// <summary>From when on it times out; null where the company is to act.</summary>
    public DateTime? ExpiresAtUtc { get; private set; }

    /// <summary>When it left the house or was issued, or null.</summary>
    public DateTime? IssuedAtUtc { get; private set; }

    /// <summary>Whether its money was taken.</summary>
    public bool IsMoneyTaken { get; private set; }

    /// <summary>When it ended without being had, or null.</summary>
    public DateTime? EndedAtUtc { get; private set; }

    /// <summary>Why it was cancelled or returned, or null.</summary>
    public string? Reason { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Whether points and pieces are held for it.</summary>
    public bool IsOpen => State is RewardOrderState.Reserved or RewardOrderState.Ready;

    /// <summary>Whether it left the house, so that its points were spent.</summary>
    public bool IsIssued => State is RewardOrderState.HandedOver or RewardOrderState.Shipped or RewardOrderState.Delivered;

    /// <summary>The number of the order with a key.</summary>
    public static string NumberOf(long id) => string.Create(CultureInfo.InvariantCulture, $"{NumberPrefix}{id:000000}");

    /// <summary>The key that a number, or the digits of one, stands for; null where it is none.</summary>
    public static long? IdOf(string? number)
    {
        var digits = (number ?? "").Trim();
        digits = digits.StartsWith(NumberPrefix, StringComparison.OrdinalIgnoreCase) ? digits[NumberPrefix.Length..] : digits;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;
    }

    /// <summary>Says where it is sent.</summary>
    public void SendTo(RewardAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Recipient = address.Recipient.Trim();
        Phone = address.Phone.Trim();
        Address = address.Text.Trim();
    }

    /// <summary>Why it cannot be put ready, or null.</summary>
    public Refusal? CanMakeReady() => State == RewardOrderState.Reserved ? null : WrongState();

    /// <summary>It lies ready.</summary>
    public RewardEffect MakeReady()
    {
        Require(CanMakeReady());
        State = RewardOrderState.Ready;
        return RewardEffect.None;
    }

    /// <summary>Why it cannot be handed over, or null: of a pick-up, in time, and with its money.</summary>
    public Refusal? CanHandOver(bool isMoneyTaken, DateTime nowUtc) =>
        !IsOpen ? WrongState()
        : Delivery == RewardDelivery.Ship ? new Refusal("reward_order_is_sent", Number)
        : IsTimedOut(nowUtc) ? new Refusal("reward_order_late", Number)
        : Money(isMoneyTaken);

    /// <summary>The member has it.</summary>
    public RewardEffect HandOver(bool isMoneyTaken, DateTime nowUtc)
    {
        Require(CanHandOver(isMoneyTaken, nowUtc));
        return Issue(RewardOrderState.HandedOver, isMoneyTaken, nowUtc);
    }

    /// <summary>Why it cannot be sent, or null.</summary>
    public Refusal? CanShip(bool isMoneyTaken) =>
        !IsOpen ? WrongState()
        : Delivery != RewardDelivery.Ship ? new Refusal("reward_order_is_picked_up", Number)
        : Money(isMoneyTaken);

    /// <summary>It is on its way.</summary>
    public RewardEffect Ship(string? tracking, bool isMoneyTaken, DateTime nowUtc)
    {
        Require(CanShip(isMoneyTaken));
        Tracking = tracking;
        return Issue(RewardOrderState.Shipped, isMoneyTaken, nowUtc);
    }

    /// <summary>Why it cannot have arrived, or null.</summary>
    public Refusal? CanDeliver() => State == RewardOrderState.Shipped ? null : WrongState();

    /// <summary>It arrived.</summary>
    public RewardEffect Deliver()
    {
        Require(CanDeliver());
        State = RewardOrderState.Delivered;
        return RewardEffect.None;
    }

    /// <summary>Why it cannot be cancelled, or null: what left the house is returned instead.</summary>
    public Refusal? CanCancel() => IsOpen ? null : IsIssued ? new Refusal("reward_order_issued", Number) : WrongState();

    /// <summary>Nobody wants it any more: points and pieces are free.</summary>
    public RewardEffect Cancel(string? reason, DateTime nowUtc)
    {
        Require(CanCancel());
        Reason = reason;
        return End(RewardOrderState.Cancelled, nowUtc);
    }

    /// <summary>Whether nobody came for it in time. It stays open until the job or a person ends it.</summary>
    public bool IsTimedOut(DateTime nowUtc) => IsOpen && ExpiresAtUtc <= nowUtc;

    /// <summary>Why it does not time out, or null.</summary>
    public Refusal? CanTimeOut(DateTime nowUtc) => IsTimedOut(nowUtc) ? null : IsOpen ? new Refusal("reward_order_in_time", Number) : WrongState();

    /// <summary>Nobody came for it: points and pieces are free.</summary>
    public RewardEffect TimeOut(DateTime nowUtc)
    {
        Require(CanTimeOut(nowUtc));
        return End(RewardOrderState.TimedOut, nowUtc);
    }

    /// <summary>Why it cannot be returned, or null.</summary>
    public Refusal? CanReturn() => IsIssued ? null : WrongState();

    /// <summary>The member brought it back: the points return into their lots.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="isGood">Whether the pieces can be given to somebody else.</param>
    /// <param name="nowUtc">When.</param>
    public RewardEffect Return(string reason, bool isGood, DateTime nowUtc)
    {
        Require(CanReturn());
        State = RewardOrderState.Returned;
        Reason = reason;
        EndedAtUtc = nowUtc;
        return new RewardEffect(RewardMovementKind.Returned, isGood ? Quantity : 0, 0, RewardPointsMove.GiveBack);
    }

    private RewardEffect Issue(RewardOrderState state, bool isMoneyTaken, DateTime nowUtc)
    {
        State = state;
        IssuedAtUtc = nowUtc;
        IsMoneyTaken = isMoneyTaken && PriceMoneyMinor > 0;
        ExpiresAtUtc = null;
        return new RewardEffect(RewardMovementKind.Issued, -Quantity, -Quantity, RewardPointsMove.Post);
    }

    private RewardEffect End(RewardOrderState state, DateTime nowUtc)
    {
        State = state;
        EndedAtUtc = nowUtc;
        ExpiresAtUtc = null;
        return new RewardEffect(RewardMovementKind.Released, 0, -Quantity, RewardPointsMove.Release);
    }

    private Refusal? Money(bool isMoneyTaken) =>
        PriceMoneyMinor > 0 && !isMoneyTaken ? new Refusal("reward_money_missing", new Money(PriceMoneyMinor)) { Field = nameof(IsMoneyTaken) } : null;

    private Refusal WrongState() => new("reward_order_state", Number, State);

    private static void Require(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new InvalidOperationException("Ask first: " + refusal);
        }
    }
}

/// <summary>Where an order stands.</summary>
public enum RewardOrderState
{
    /// <summary>Points and pieces are held.</summary>
    Reserved = 1,

    /// <summary>It lies ready to be picked up or sent.</summary>
    Ready = 2,

    /// <summary>The member has it.</summary>
    HandedOver = 3,

    /// <summary>It is on its way.</summary>
    Shipped = 4,

    /// <summary>It arrived.</summary>
    Delivered = 5,

    /// <summary>It was cancelled.</summary>
    Cancelled = 6,

    /// <summary>Nobody came for it.</summary>
    TimedOut = 7,

    /// <summary>It was had and brought back.</summary>
    Returned = 8,
}

/// <summary>What a step of an order does to the stock and to the points, in the same transaction.</summary>
/// <param name="Movement">The stock's movement; null where it stays.</param>
/// <param name="OnHandDelta">Pieces that come or go.</param>
/// <param name="ReservedDelta">Pieces that are reserved or free again.</param>
/// <param name="Points">What becomes of the points.</param>
public sealed record RewardEffect(RewardMovementKind? Movement, long OnHandDelta, long ReservedDelta, RewardPointsMove Points)
{
    /// <summary>Nothing moves.</summary>
    public static RewardEffect None { get; } = new(null, 0, 0, RewardPointsMove.None);
}

/// <summary>What becomes of an order's points.</summary>
public enum RewardPointsMove
{
    /// <summary>They stay.</summary>
    None = 0,

    /// <summary>What was held is free again, in its own lots.</summary>
    Release = 1,

    /// <summary>What was held is spent.</summary>
    Post = 2,

    /// <summary>What was spent goes back into its own lots.</summary>
    GiveBack = 3,
}
