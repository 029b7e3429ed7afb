using Portal.Domain.Rewards;

namespace Portal.Domain.Tests.Rewards;

public sealed class RewardChecksTests
{
    private static readonly DateOnly Today = new(2028, 2, 29);
    private static readonly RewardTerms Mug = new() { NameZhCn = "杯子", NameEn = "Mug", Kind = RewardKind.Goods, PricePoints = 500 };
    private static readonly RewardWish One = new(1, RewardDelivery.PickUp);
    private static readonly RewardFacts Facts = new(Today, null, 0, null);

    public static TheoryData<string, RewardTerms, RewardFacts, RewardWish, string?> Cases => new()
    {
        { "plain", Mug, Facts, One, null },
        { "first day", Mug with { OfferedFrom = Today }, Facts, One, null },
        { "last day", Mug with { OfferedUntil = Today }, Facts, One, null },
        { "tomorrow", Mug with { OfferedFrom = Today.AddDays(1) }, Facts, One, "reward_not_yet(2028/3/1)" },
        { "yesterday", Mug with { OfferedUntil = Today.AddDays(-1) }, Facts, One, "reward_not_offered(R-1)" },
        { "no level", Mug with { LevelIds = "3 4" }, Facts, One, "reward_level" },
        { "other level", Mug with { LevelIds = "3 4" }, Facts with { LevelId = 34 }, One, "reward_level" },
        { "right level", Mug with { LevelIds = "3 4" }, Facts with { LevelId = 4 }, One, null },
        { "limit reached", Mug with { LimitPerMember = 2 }, Facts with { TakenInWindow = 2 }, One, "Quantity: reward_limit(2, 2)" },
        { "limit just kept", Mug with { LimitPerMember = 2 }, Facts with { TakenInWindow = 1 }, One, null },
        { "limit by quantity", Mug with { LimitPerMember = 2, LimitWindowDays = 30 }, Facts with { TakenInWindow = 1 }, One with { Quantity = 2 }, "Quantity: reward_limit_window(2, 30, 1)" },
        { "sold out", Mug, Facts with { Available = 0 }, One, "reward_sold_out" },
        { "too few", Mug, Facts with { Available = 2 }, One with { Quantity = 3 }, "Quantity: reward_stock_short(2)" },
        { "the last ones", Mug, Facts with { Available = 3 }, One with { Quantity = 3 }, null },
        { "none", Mug, Facts, One with { Quantity = 0 }, "Quantity: reward_quantity(1000)" },
        { "too many", Mug, Facts, One with { Quantity = 1001 }, "Quantity: reward_quantity(1000)" },
        { "not sent", Mug, Facts, new RewardWish(1, RewardDelivery.Ship, new RewardAddress("王", "13800000000", "上海")), "Delivery: reward_delivery" },
        { "no address", Mug with { IsForDelivery = true }, Facts, new RewardWish(1, RewardDelivery.Ship), "Address: reward_address_missing" },
        { "half an address", Mug with { IsForDelivery = true }, Facts, new RewardWish(1, RewardDelivery.Ship, new RewardAddress("王", "none", " ")), "Phone: reward_address_phone" },
        { "sent", Mug with { IsForDelivery = true }, Facts, new RewardWish(1, RewardDelivery.Ship, new RewardAddress("王", "13800000000", "上海")), null },
        { "goods at once", Mug, Facts, new RewardWish(1, RewardDelivery.AtOnce), "Delivery: reward_delivery" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_order_is_refused_by_name(string name, RewardTerms terms, RewardFacts facts, RewardWish wish, string? expected)
    {
        Assert.NotEmpty(name);
        var reward = new Reward("R-1", terms, DateTime.UnixEpoch);
        reward.Offer(true);
        var refusal = RewardChecks.Order(reward, facts, wish).FirstOrDefault();
        Assert.Equal(expected, refusal is { Code: "reward_not_yet" } ? $"reward_not_yet({refusal.Arguments[0]:yyyy\\/M\\/d})" : refusal?.ToString());
    }

    [Fact]
    public void A_reward_is_offered_only_when_somebody_says_so() =>
        Assert.Equal("reward_not_offered", RewardChecks.Order(new Reward("R-1", Mug, DateTime.UnixEpoch), Facts, One).Single().Code);

    public static TheoryData<RewardTerms, string?> Terms => new()
    {
        { Mug, null },
        { Mug with { NameEn = " " }, "NameEn" },
        { Mug with { NameZhCn = new string('长', 101) }, "NameZhCn" },
        { Mug with { PricePoints = 0 }, "PricePoints" },
        { Mug with { PriceMoneyMinor = -1 }, "PriceMoneyMinor" },
        { Mug with { LimitPerMember = 0 }, "LimitPerMember" },
        { Mug with { LimitWindowDays = 0 }, "LimitWindowDays" },
        { Mug with { HoldDays = 0 }, "HoldDays" },
        { Mug with { OfferedFrom = Today, OfferedUntil = Today.AddDays(-1) }, "OfferedUntil" },
        { Mug with { IsForPickUp = false }, "IsForPickUp" },
        { Mug with { Kind = RewardKind.Voucher }, "VoucherValueMinor" },
        { Mug with { Kind = RewardKind.Voucher, VoucherValueMinor = 1000, PriceMoneyMinor = 1 }, "PriceMoneyMinor" },
        { Mug with { Kind = RewardKind.Voucher, VoucherValueMinor = 1000, ValidityDays = 0 }, "ValidityDays" },
        { Mug with { Kind = RewardKind.Voucher, VoucherValueMinor = 1000, IsForPickUp = false }, null },
    };

    [Theory]
    [MemberData(nameof(Terms))]
    public void Terms_are_refused_by_field(RewardTerms terms, string? field) => Assert.Equal(field, terms.Check().FirstOrDefault()?.Field);

    [Theory]
    [InlineData(1000, 1000L, null)]
    [InlineData(3000, 3000L, null)]
    [InlineData(999, null, "voucher_points_step")]
    [InlineData(1500, null, "voucher_points_step")]
    [InlineData(0, null, "voucher_points_step")]
    [InlineData(-1000, null, "voucher_points_step")]
    [InlineData(2_000_000, null, "voucher_points_most")]
    public void A_thousand_points_are_ten_yuan(long points, long? minor, string? code)
    {
        var value = new PointsExchange(1000, 1000, 1_000_000).ValueMinor(points);
        Assert.Equal((minor, code), value.IsDone ? (value.Value, null) : ((long?)null, value.Refusal.Code));
    }
}
