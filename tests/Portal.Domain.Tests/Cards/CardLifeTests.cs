using Portal.Domain.Cards;
using Portal.Domain.Shared;

namespace Portal.Domain.Tests.Cards;

public sealed class CardLifeTests
{
    private static readonly DateOnly Today = new(2026, 3, 15);
    private static readonly DateTime Now = new(2026, 3, 15, 4, 0, 0, DateTimeKind.Utc);
    private static readonly CardTypeRules Rules = new();

    [Theory]
    [InlineData(CardState.Unsold, "card_unsold", "card_unsold", "card_unsold", "card_unsold", "card_unsold")]
    [InlineData(CardState.Active, null, null, "card_not_lost", null, "card_not_expired")]
    [InlineData(CardState.Lost, "card_lost", "card_already_lost", null, null, "card_lost")]
    [InlineData(CardState.Replaced, "card_replaced", "card_replaced", "card_replaced", "card_replaced", "card_replaced")]
    [InlineData(CardState.Closed, "card_closed", "card_closed", "card_closed", "card_closed", "card_closed")]
    [InlineData(CardState.Expired, "card_expired", "card_expired", "card_expired", null, null)]
    public void Each_step_from_each_state(CardState state, string? use, string? lost, string? unfreeze, string? close, string? reactivate)
    {
        Assert.Equal(use, In(state).RefuseUse(Today)?.Code);
        Assert.Equal(lost, In(state).ReportLost(Today, Now)?.Code);
        Assert.Equal(unfreeze, In(state).Unfreeze(Today, Now)?.Code);
        Assert.Equal(close, In(state).Close(Today, Now)?.Code);
        Assert.Equal(reactivate, In(state).Reactivate(Today.AddYears(1), Today, Now)?.Code);
    }

    [Fact]
    public void A_refused_step_changes_nothing()
    {
        var card = In(CardState.Replaced);
        Assert.NotNull(card.Unfreeze(Today, Now));
        Assert.Equal(CardState.Replaced, card.State);
    }

    [Fact]
    public void A_replacement_takes_account_limit_and_PIN_and_the_old_card_is_dead()
    {
        var card = In(CardState.Lost);
        card.SetPin("hash");
        card.LimitTo(500);
        var next = new Card("2", 1, null, Now);
        Assert.Null(card.ReplaceBy(next, Today, Now));
        Assert.Equal((CardState.Active, card.AccountId, 500L, "hash"), (next.State, next.AccountId, next.DailyLimitMinor!.Value, next.PinHash));
        Assert.Null(card.PinHash);
        Assert.Equal("card_replaced", card.RefuseUse(Today)!.Code);
        Assert.Equal("card_replaced", card.RefuseTopUp(Today, false)!.Code);
        Assert.Equal("card_replaced", card.ReplaceBy(new Card("3", 1, null, Now), Today, Now)!.Code);
    }

    [Fact]
    public void A_replacement_of_another_type_or_already_sold_is_refused()
    {
        Assert.Equal("card_other_type", In(CardState.Active).ReplaceBy(new Card("2", 2, null, Now), Today, Now)!.Code);
        Assert.Equal("card_already_active", In(CardState.Active).ReplaceBy(In(CardState.Active), Today, Now)!.Code);
    }

    [Fact]
    public void The_last_day_is_still_good_and_the_next_is_not()
    {
        var card = new Card("1", 1, null, Now);
        card.Activate(7, Today, Today, Now);
        Assert.Null(card.RefuseUse(Today));
        Assert.Equal("card_expired", card.RefuseUse(Today.AddDays(1))!.Code);
        Assert.Equal("card_not_expired", card.Expire(Today, Now)!.Code);
        Assert.Null(card.Expire(Today.AddDays(1), Now));
        Assert.Null(card.Reactivate(Today.AddYears(1), Today.AddDays(1), Now));
        Assert.Null(card.RefuseUse(Today.AddDays(1)));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "card_lost")]
    public void A_lost_card_is_topped_up_unless_the_type_says_otherwise(bool blocks, string? expected) =>
        Assert.Equal(expected, In(CardState.Lost).RefuseTopUp(Today, blocks)?.Code);

    [Fact]
    public void The_PIN_locks_at_the_fifth_wrong_try_and_opens_by_itself_after_the_hours()
    {
        var card = In(CardState.Active);
        card.SetPin("hash");
        for (var left = 4; left >= 1; left--)
        {
            Assert.Equal(new Refusal("card_pin_wrong", left), card.TryPin(false, Now, Rules));
        }

        Assert.Equal("card_pin_locked", card.TryPin(false, Now, Rules)!.Code);
        Assert.Equal("card_pin_locked", card.RefusePin(Now.AddHours(24).AddTicks(-1), Rules)!.Code);
        Assert.Null(card.RefusePin(Now.AddHours(24), Rules));
        Assert.Equal(new Refusal("card_pin_wrong", 4), card.TryPin(false, Now.AddHours(24), Rules));
    }

    [Fact]
    public void A_right_PIN_forgets_wrong_ones_and_a_lock_without_hours_stays()
    {
        var card = In(CardState.Active);
        card.SetPin("hash");
        card.TryPin(false, Now, Rules);
        Assert.Null(card.TryPin(true, Now, Rules));
        Assert.Equal(0, card.PinFailures);
        var forEver = Rules with { PinLockHours = 0, MaxPinFailures = 1 };
        card.TryPin(false, Now, forEver);
        Assert.Equal("card_pin_locked", card.RefusePin(Now.AddYears(100), forEver)!.Code);
        card.SetPin("new");
        Assert.Null(card.RefusePin(Now, forEver));
    }

    [Theory]
    [InlineData("123456", true)]
    [InlineData("987654", true)]
    [InlineData("000000", true)]
    [InlineData("121212", true)]
    [InlineData("112233", true)]
    [InlineData("123123", true)]
    [InlineData("123321", true)]
    [InlineData("111112", true)]
    [InlineData("272727", true)]
    [InlineData("183927", false)]
    [InlineData("130526", false)]
    public void Weak_PINs(string pin, bool isWeak) => Assert.Equal(isWeak, CardPins.IsWeak(pin));

    [Theory]
    [InlineData(null)]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("12345a")]
    [InlineData("１２３４５６")]
    public void A_PIN_is_six_digits(string? pin) => Assert.Equal("card_pin_form", CardPins.Check(pin, false)!.Code);

    private static Card In(CardState state)
    {
        var card = new Card("6200010000017", 1, null, Now);
        if (state == CardState.Unsold)
        {
            return card;
        }

        card.Activate(7, state == CardState.Expired ? Today.AddDays(-1) : null, Today.AddDays(-2), Now);
        switch (state)
        {
            case CardState.Lost:
                card.ReportLost(Today, Now);
                break;
            case CardState.Replaced:
                card.ReplaceBy(new Card("6200010000025", 1, null, Now), Today, Now);
                break;
            case CardState.Closed:
                card.Close(Today, Now);
                break;
            case CardState.Expired:
                card.Expire(Today, Now);
                break;
            default:
                break;
        }

        return card;
    }
}
