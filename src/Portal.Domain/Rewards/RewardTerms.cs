using System.Globalization;
using Portal.Domain.Shared;

namespace Portal.Domain.Rewards;

/// <summary>What a reward is, costs and demands; changed as a whole. Orders keep the terms they were made under.</summary>
public sealed record RewardTerms
{
    /// <summary>Letters of a name at most.</summary>
    public const int MaxName = 100;

    /// <summary>Letters of a description at most.</summary>
    public const int MaxDescription = 2000;

    /// <summary>Days of any window at most: ten years.</summary>
    public const int MaxDays = 3660;

    /// <summary>The largest price in points and in minor units.</summary>
    public const long MaxPrice = 1_000_000_000;

    /// <summary>The name in Chinese.</summary>
    public required string NameZhCn { get; init; }

    /// <summary>The name in English.</summary>
    public required string NameEn { get; init; }

    /// <summary>What a member reads in Chinese.</summary>
    public string DescriptionZhCn { get; init; } = "";

    /// <summary>What a member reads in English.</summary>
    public string DescriptionEn { get; init; } = "";

    /// <summary>What it is.</summary>
    public required RewardKind Kind { get; init; }

    /// <summary>Points for one.</summary>
    public required long PricePoints { get; init; }

    /// <summary>Money for one beside the points, in minor units, paid when it is handed over; 0 for none.</summary>
    public long PriceMoneyMinor { get; init; }

    /// <summary>Of a voucher: what it is worth, in minor units.</summary>
    public long VoucherValueMinor { get; init; }

    /// <summary>Of a voucher: the smallest purchase it can be used for, in minor units; 0 for any.</summary>
    public long VoucherMinimumMinor { get; init; }

    /// <summary>Of a voucher: days that it is valid, the day of issue not counted.</summary>
    public int ValidityDays { get; init; } = 90;

    /// <summary>The keys of the levels that may order it, separated by spaces; empty for everyone.</summary>
    public string LevelIds { get; init; } = "";

    /// <summary>How many a member may have within the window; null for no limit.</summary>
    public int? LimitPerMember { get; init; }

    /// <summary>The window in days that ends today; null for ever.</summary>
    public int? LimitWindowDays { get; init; }

    /// <summary>Whether it can be picked up.</summary>
    public bool IsForPickUp { get; init; } = true;

    /// <summary>Whether it is sent.</summary>
    public bool IsForDelivery { get; init; }

    /// <summary>Days that an order waits to be picked up; then it times out.</summary>
    public int HoldDays { get; init; } = 14;

    /// <summary>The first day on which it is offered, or null.</summary>
    public DateOnly? OfferedFrom { get; init; }

    /// <summary>The last day on which it is offered, or null.</summary>
    public DateOnly? OfferedUntil { get; init; }

    /// <summary>The levels that may order it; empty for everyone.</summary>
    public IReadOnlyList<long> Levels() => [.. LevelIds.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => long.Parse(id, CultureInfo.InvariantCulture))];

    /// <summary>Everything that is wrong with it, by field.</summary>
    public IReadOnlyList<Refusal> Check()
    {
        var refusals = new List<Refusal>();
        Name(NameZhCn, nameof(NameZhCn), refusals);
        Name(NameEn, nameof(NameEn), refusals);
        Within(DescriptionZhCn.Length <= MaxDescription, "reward_text_long", nameof(DescriptionZhCn), refusals, MaxDescription);
        Within(DescriptionEn.Length <= MaxDescription, "reward_text_long", nameof(DescriptionEn), refusals, MaxDescription);
        Within(PricePoints is > 0 and <= MaxPrice, "reward_price", nameof(PricePoints), refusals, MaxPrice);
        Within(PriceMoneyMinor is >= 0 and <= MaxPrice, "reward_money", nameof(PriceMoneyMinor), refusals);
        Within(LimitPerMember is null or > 0, "reward_limit_positive", nameof(LimitPerMember), refusals);
        Within(LimitWindowDays is null or (> 0 and <= MaxDays), "reward_days", nameof(LimitWindowDays), refusals, MaxDays);
        Within(HoldDays is > 0 and <= MaxDays, "reward_days", nameof(HoldDays), refusals, MaxDays);
        Within(OfferedFrom is null || OfferedUntil is null || OfferedFrom <= OfferedUntil, "reward_days_order", nameof(OfferedUntil), refusals);
        if (Kind == RewardKind.Voucher)
        {
            Within(VoucherValueMinor is > 0 and <= MaxPrice, "reward_voucher_value", nameof(VoucherValueMinor), refusals);
            Within(VoucherMinimumMinor is >= 0 and <= MaxPrice, "reward_money", nameof(VoucherMinimumMinor), refusals);
            Within(ValidityDays is > 0 and <= MaxDays, "reward_days", nameof(ValidityDays), refusals, MaxDays);
            Within(PriceMoneyMinor == 0, "reward_voucher_money", nameof(PriceMoneyMinor), refusals);
        }
        else
        {
            Within(IsForPickUp || IsForDelivery, "reward_no_way", nameof(IsForPickUp), refusals);
        }

        return refusals;
    }

    private static void Name(string name, string field, List<Refusal> refusals) =>
        Within(name.Trim().Length is > 0 and <= MaxName, "reward_name", field, refusals, MaxName);

    private static void Within(bool isRight, string code, string field, List<Refusal> refusals, params object?[] arguments)
    {
        if (!isRight)
        {
            refusals.Add(new Refusal(code, arguments) { Field = field });
        }
    }
}

/// <summary>What a reward is.</summary>
public enum RewardKind
{
    /// <summary>A thing.</summary>
    Goods = 1,

    /// <summary>A voucher for a later purchase; issued at once.</summary>
    Voucher = 2,

    /// <summary>Something that is done for the member.</summary>
    Service = 3,
}
