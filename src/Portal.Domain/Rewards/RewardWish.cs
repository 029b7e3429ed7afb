using Portal.Domain.Shared;

namespace Portal.Domain.Rewards;

/// <summary>What a member asks for.</summary>
/// <param name="Quantity">How many.</param>
/// <param name="Delivery">Pick up or have sent.</param>
/// <param name="Address">Where to; of a delivery.</param>
public sealed record RewardWish(int Quantity, RewardDelivery Delivery, RewardAddress? Address = null)
{
    /// <summary>Pieces of one order at most.</summary>
    public const int MaxQuantity = 1000;
}

/// <summary>Where an order is sent.</summary>
/// <param name="Recipient">Who takes it.</param>
/// <param name="Phone">The telephone number for the carrier.</param>
/// <param name="Text">Street, place, province.</param>
public sealed record RewardAddress(string Recipient, string Phone, string Text)
{
    /// <summary>Letters of the name at most.</summary>
    public const int MaxRecipient = 100;

    /// <summary>Letters of the telephone number at most.</summary>
    public const int MaxPhone = 30;

    /// <summary>Letters of the address at most.</summary>
    public const int MaxText = 300;

    /// <summary>What is missing or too long, by field.</summary>
    public IEnumerable<Refusal> Check()
    {
        if (Recipient.Trim().Length is 0 or > MaxRecipient)
        {
            yield return new Refusal("reward_address_part", MaxRecipient) { Field = nameof(Recipient) };
        }

        if (Phone.Trim().Length is 0 or > MaxPhone || !Phone.Any(char.IsAsciiDigit))
        {
            yield return new Refusal("reward_address_phone") { Field = nameof(Phone) };
        }

        if (Text.Trim().Length is 0 or > MaxText)
        {
            yield return new Refusal("reward_address_part", MaxText) { Field = nameof(Text) };
        }
    }
}

/// <summary>How an order reaches the member.</summary>
public enum RewardDelivery
{
    /// <summary>The member comes for it.</summary>
    PickUp = 1,

    /// <summary>It is sent.</summary>
    Ship = 2,

    /// <summary>It is issued at once: a voucher.</summary>
    AtOnce = 3,
}

/// <summary>What decides, besides the reward, whether a member may have it.</summary>
/// <param name="Today">The business day.</param>
/// <param name="LevelId">The member's level, or null.</param>
/// <param name="TakenInWindow">How many the member ordered within the reward's window, those cancelled or timed out not counted.</param>
/// <param name="Available">How many can be ordered; null where they do not run out.</param>
public sealed record RewardFacts(DateOnly Today, long? LevelId, long TakenInWindow, long? Available);

/// <summary>Whether a member may order a reward. The points are asked of the ledger, which alone knows them.</summary>
public static class RewardChecks
{
    /// <summary>Why not, all reasons; empty where it may.</summary>
    public static IReadOnlyList<Refusal> Order(Reward reward, RewardFacts facts, RewardWish wish)
    {
        ArgumentNullException.ThrowIfNull(reward);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(wish);
        var refusals = Form(reward.Terms, wish);
        if (refusals.Count == 0 && Offer(reward, facts, wish.Quantity) is { } refusal)
        {
            refusals.Add(refusal);
        }

        return refusals;
    }

    /// <summary>The first reason why a member cannot have any number of it, or null.</summary>
    public static Refusal? Offer(Reward reward, RewardFacts facts, int quantity)
    {
        ArgumentNullException.ThrowIfNull(reward);
        ArgumentNullException.ThrowIfNull(facts);
        var terms = reward.Terms;
        if (!reward.IsOfferedOn(facts.Today))
        {
            return reward.IsOffered && terms.OfferedFrom is { } from && facts.Today < from
                ? new Refusal("reward_not_yet", from)
                : new Refusal("reward_not_offered", reward.Number);
        }

        var levels = terms.Levels();
        if (levels.Count > 0 && (facts.LevelId is not { } level || !levels.Contains(level)))
        {
            return new Refusal("reward_level");
        }

        if (terms.LimitPerMember is { } limit && facts.TakenInWindow + quantity > limit)
        {
            return terms.LimitWindowDays is { } days
                ? new Refusal("reward_limit_window", limit, days, facts.TakenInWindow) { Field = nameof(RewardWish.Quantity) }
                : new Refusal("reward_limit", limit, facts.TakenInWindow) { Field = nameof(RewardWish.Quantity) };
        }

        return facts.Available is { } available && available < quantity
            ? available <= 0 ? new Refusal("reward_sold_out") : new Refusal("reward_stock_short", available) { Field = nameof(RewardWish.Quantity) }
            : null;
    }

    private static List<Refusal> Form(RewardTerms terms, RewardWish wish)
    {
        var refusals = new List<Refusal>();
        if (wish.Quantity is < 1 or > RewardWish.MaxQuantity)
        {
            refusals.Add(new Refusal("reward_quantity", RewardWish.MaxQuantity) { Field = nameof(wish.Quantity) });
        }

        var isPossible = wish.Delivery switch
        {
            RewardDelivery.AtOnce => terms.Kind == RewardKind.Voucher,
            RewardDelivery.PickUp => terms.Kind != RewardKind.Voucher && terms.IsForPickUp,
            RewardDelivery.Ship => terms.Kind != RewardKind.Voucher && terms.IsForDelivery,
            _ => false,
        };
        if (!isPossible)
        {
            refusals.Add(new Refusal("reward_delivery") { Field = nameof(wish.Delivery) });
        }

        if (wish.Delivery == RewardDelivery.Ship)
        {
            refusals.AddRange(wish.Address is { } address ? address.Check() : [new Refusal("reward_address_missing") { Field = nameof(wish.Address) }]);
        }

        return refusals;
    }
}
