using Portal.Domain.Cards;
using Portal.Domain.Customers;
using Portal.Domain.Shared;
using Xunit.Abstractions;

namespace Portal.Domain.Tests.Cards;

public sealed class CardMoneyTests(ITestOutputHelper output)
{
    private static readonly DateOnly Today = new(2026, 3, 15);

    [Theory]
    [InlineData(SpendingOrder.PrincipalFirst, 10_000, 2_000, 11_000, 10_000, 1_000)]
    [InlineData(SpendingOrder.PrincipalFirst, 10_000, 2_000, 500, 500, 0)]
    [InlineData(SpendingOrder.GiftFirst, 10_000, 2_000, 11_000, 9_000, 2_000)]
    [InlineData(SpendingOrder.GiftFirst, 10_000, 2_000, 500, 0, 500)]
    [InlineData(SpendingOrder.ProRata, 10_000, 2_000, 600, 500, 100)]
    [InlineData(SpendingOrder.ProRata, 10_000, 2_000, 1, 0, 1)]
    [InlineData(SpendingOrder.ProRata, 10_000, 0, 1, 1, 0)]
    [InlineData(SpendingOrder.ProRata, 10_000, 2_000, 12_000, 10_000, 2_000)]
    public void A_purchase_is_split(SpendingOrder order, long principal, long gift, long amount, long fromPrincipal, long fromGift) =>
        Assert.Equal(new StoredValue(fromPrincipal, fromGift), new StoredValue(principal, gift).Split(amount, order).Value);

    [Theory]
    [InlineData(0, "card_amount")]
    [InlineData(-1, "card_amount")]
    [InlineData(12_001, "card_insufficient")]
    public void A_purchase_of_nothing_or_too_much_is_refused(long amount, string code) =>
        Assert.Equal(code, new StoredValue(10_000, 2_000).Split(amount, SpendingOrder.ProRata).Refusal.Code);

    [Fact]
    public void Purchases_and_their_partial_refunds_restore_each_part_exactly()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
        {
            var start = new StoredValue(random.NextInt64(0, 100_000), random.NextInt64(0, 30_000));
            if (start.TotalMinor == 0)
            {
                continue;
            }

            var amount = random.NextInt64(1, start.TotalMinor + 1);
            var paid = start.Split(amount, (SpendingOrder)random.Next(1, 4)).Value;
            Assert.Equal(amount, paid.TotalMinor);
            var balance = start - paid;
            Assert.True(balance is { PrincipalMinor: >= 0, GiftMinor: >= 0 } && paid is { PrincipalMinor: >= 0, GiftMinor: >= 0 }, $"{start} − {amount}");
            for (var refunded = 0L; refunded < amount;)
            {
                var part = random.NextInt64(1, amount - refunded + 1);
                var back = paid.Refund(refunded, part);
                Assert.True(back is { PrincipalMinor: >= 0, GiftMinor: >= 0 }, $"{paid} refund {refunded} + {part}");
                Assert.Equal(part, back.TotalMinor);
                balance += back;
                refunded += part;
            }

            Assert.Equal(start, balance);
        }
    }

    [Theory]
    [InlineData(TopUpMode.Fixed, 9_999, 0)]
    [InlineData(TopUpMode.Fixed, 10_000, 1_000)]
    [InlineData(TopUpMode.Fixed, 49_999, 1_000)]
    [InlineData(TopUpMode.Fixed, 50_000, 8_000)]
    [InlineData(TopUpMode.Percent, 10_001, 500)]
    [InlineData(TopUpMode.Percent, 50_000, 5_000)]
    [InlineData(TopUpMode.PerFullMultiple, 29_999, 2_000)]
    [InlineData(TopUpMode.PerFullMultiple, 150_000, 24_000)]
    public void What_a_top_up_brings(TopUpMode mode, long amount, long gift) =>
        Assert.Equal(gift, Terms(mode).GiftMinor(amount));

    [Fact]
    public void Caps_of_a_top_up_and_of_an_account()
    {
        var terms = Terms(TopUpMode.Fixed) with { CapPerTopUpMinor = 5_000, CapPerAccountMinor = 6_000 };
        Assert.Equal(5_000, terms.GiftMinor(50_000));
        Assert.Equal(1_000, terms.GiftMinor(50_000, 5_000));
        Assert.Equal(0, terms.GiftMinor(50_000, 7_000));
    }

    [Fact]
    public void The_best_rule_of_the_day_and_the_type_counts()
    {
        var all = new TopUpRule("all", Terms(TopUpMode.Fixed));
        var better = new TopUpRule("better", Terms(TopUpMode.Percent) with { CardTypeId = 2 });
        var over = new TopUpRule("over", Terms(TopUpMode.PerFullMultiple) with { ValidTo = Today.AddDays(-1) });
        TopUpGift Best(long type, long amount) => TopUpRule.BestGift([all, better, over], type, amount, Today, _ => 0);
        Assert.Equal(("all", 1_000), (Best(1, 30_000).RuleName, Best(1, 30_000).GiftMinor));
        Assert.Equal(("better", 1_500), (Best(2, 30_000).RuleName, Best(2, 30_000).GiftMinor));
        Assert.Equal((null, 0), (Best(1, 10).RuleName, Best(1, 10).GiftMinor));
    }

    [Fact]
    public void What_is_wrong_with_a_rule_for_top_ups()
    {
        Assert.Empty(TopUpRule.Check("a", Terms(TopUpMode.Fixed)));
        Assert.Equal(["topup_name"], Codes(TopUpRule.Check(" ", Terms(TopUpMode.Fixed))));
        Assert.Equal(["topup_tiers"], Codes(TopUpRule.Check("a", new TopUpTerms())));
        Assert.Equal(["topup_tiers"], Codes(TopUpRule.Check("a", new TopUpTerms { Tiers = [new(100, 1), new(100, 2)] })));
        Assert.Equal(["topup_tier"], Codes(TopUpRule.Check("a", new TopUpTerms { Tiers = [new(100, 0)] })));
        Assert.Equal(["topup_period"], Codes(TopUpRule.Check("a", Terms(TopUpMode.Fixed) with { ValidTo = Today.AddYears(-9) })));
        Assert.Equal(["topup_cap"], Codes(TopUpRule.Check("a", Terms(TopUpMode.Fixed) with { CapPerTopUpMinor = 0 })));
    }

    [Theory]
    [InlineData(true, 0, 500_000, CardPayMethod.Cash, CustomerKind.Member, true, null)]
    [InlineData(true, 1, 500_000, CardPayMethod.Cash, CustomerKind.Member, true, "card_limit_named")]
    [InlineData(true, 0, 100, CardPayMethod.Cash, CustomerKind.Member, false, "card_identity_named")]
    [InlineData(false, 0, 100_000, CardPayMethod.Cash, null, false, null)]
    [InlineData(false, 0, 100_001, CardPayMethod.Cash, null, false, "card_limit_unnamed")]
    [InlineData(false, 0, 1_000_000, CardPayMethod.Cash, null, false, "card_identity_unnamed")]
    [InlineData(true, 0, 500_000, CardPayMethod.Cash, CustomerKind.Distributor, true, "card_transfer_company")]
    [InlineData(true, 0, 500_000, CardPayMethod.BankTransfer, CustomerKind.Distributor, true, null)]
    [InlineData(true, 0, 5_000_000, CardPayMethod.Mobile, CustomerKind.Member, true, "card_transfer_person")]
    public void The_prepaid_card_rules(bool isNamed, long before, long added, CardPayMethod method, CustomerKind? payer, bool hasIdentity, string? code) =>
        Assert.Equal(code, TopUpLimits.Refuse(new CardTypeRules { IsNamed = isNamed }, new StoredValue(before, 0), new StoredValue(added, 0), method, payer, hasIdentity)?.Code);

    [Fact]
    public void The_gift_counts_for_the_limit_unless_the_type_says_otherwise()
    {
        var rules = new CardTypeRules();
        Assert.Equal(
            new Refusal("card_limit_gift", new Money(500_000), new Money(499_000), new Money(1), new Money(499_000)) { Field = "AmountMinor" },
            TopUpLimits.RefuseBalance(rules, new StoredValue(500, 500), new StoredValue(499_000, 1)));
        Assert.Equal("card_limit_named", TopUpLimits.RefuseBalance(rules, new StoredValue(500, 500), new StoredValue(499_001, 1))?.Code);
        Assert.Null(TopUpLimits.RefuseBalance(rules with { Prepaid = new PrepaidRules { LimitCountsGift = false } }, new StoredValue(500, 500), new StoredValue(499_500, 1)));
    }

    [Theory]
    [InlineData("2026-03-15", 36, "2029-03-14")]
    [InlineData("2024-02-29", 12, "2025-02-28")]
    [InlineData("2024-02-29", 48, "2028-02-28")]
    [InlineData("2026-01-31", 1, "2026-02-28")]
    [InlineData("2026-03-01", 1, "2026-03-31")]
    public void The_last_day(string from, int months, string last) => Assert.Equal(Day(last), TopUpLimits.LastDay(Day(from), months));

    [Fact]
    public void Card_types_that_cannot_be()
    {
        Assert.Empty(CardTypeCheck.Check(new CardTypeRules()));
        Assert.Equal(["cardtype_holds_nothing"], Codes(CardTypeCheck.Check(new CardTypeRules { HoldsMoney = false })));
        Assert.Equal(["cardtype_named_expires"], Codes(CardTypeCheck.Check(new CardTypeRules { ValidityMonths = 40 })));
        Assert.Equal(["cardtype_unnamed_validity"], Codes(CardTypeCheck.Check(new CardTypeRules { IsNamed = false, ValidityMonths = 35 })));
        Assert.Empty(CardTypeCheck.Check(new CardTypeRules { IsNamed = false, ValidityMonths = 36 }));
        Assert.Equal(["discount_rate"], Codes(CardTypeCheck.Check(new CardTypeRules { DiscountOffPercent = 100 })));
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string[] Codes(IEnumerable<Refusal> refusals) => [.. refusals.Select(refusal => refusal.Code)];

    private static TopUpTerms Terms(TopUpMode mode) => new()
    {
        Mode = mode,
        Tiers = mode == TopUpMode.Percent ? [new(10_000, 0, 5), new(50_000, 0, 10)] : [new(10_000, 1_000), new(50_000, 8_000)],
        ValidFrom = Today.AddYears(-1),
    };
}
