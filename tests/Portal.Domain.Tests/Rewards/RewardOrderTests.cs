using Portal.Domain.Rewards;
using Portal.Domain.Shared;

namespace Portal.Domain.Tests.Rewards;

public sealed class RewardOrderTests
{
    private static readonly DateTime Noon = new(2026, 3, 15, 4, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Deadline = Noon.AddDays(14);

    /// <summary>Every step from every state: what it comes to, or "-" where it is refused.</summary>
    public static TheoryData<RewardOrderState, RewardDelivery, string> Steps => new()
    {
        // ready, hand over, ship, deliver, cancel, time out (late), return
        { RewardOrderState.Reserved, RewardDelivery.PickUp, "Ready HandedOver - - Cancelled TimedOut -" },
        { RewardOrderState.Ready, RewardDelivery.PickUp, "- HandedOver - - Cancelled TimedOut -" },
        { RewardOrderState.Reserved, RewardDelivery.Ship, "Ready - Shipped - Cancelled - -" },
        { RewardOrderState.Ready, RewardDelivery.Ship, "- - Shipped - Cancelled - -" },
        { RewardOrderState.HandedOver, RewardDelivery.PickUp, "- - - - - - Returned" },
        { RewardOrderState.Shipped, RewardDelivery.Ship, "- - - Delivered - - Returned" },
        { RewardOrderState.Delivered, RewardDelivery.Ship, "- - - - - - Returned" },
        { RewardOrderState.Cancelled, RewardDelivery.PickUp, "- - - - - - -" },
        { RewardOrderState.TimedOut, RewardDelivery.PickUp, "- - - - - - -" },
        { RewardOrderState.Returned, RewardDelivery.PickUp, "- - - - - - -" },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void Each_step_is_made_from_its_states_only(RewardOrderState from, RewardDelivery delivery, string expected)
    {
        (string Name, Func<RewardOrder, Refusal?> Ask, Func<RewardOrder, RewardEffect> Make)[] steps =
        [
            ("ready", order => order.CanMakeReady(), order => order.MakeReady()),
            ("hand over", order => order.CanHandOver(false, Noon), order => order.HandOver(false, Noon)),
            ("ship", order => order.CanShip(false), order => order.Ship(null, false, Noon)),
            ("deliver", order => order.CanDeliver(), order => order.Deliver()),
            ("cancel", order => order.CanCancel(), order => order.Cancel("why", Noon)),
            ("time out", order => order.CanTimeOut(Deadline), order => order.TimeOut(Deadline)),
            ("return", order => order.CanReturn(), order => order.Return("why", true, Noon)),
        ];
        var found = steps.Select(step =>
        {
            var order = At(from, delivery);
            if (step.Ask(order) is not null)
            {
                Assert.Throws<InvalidOperationException>(() => step.Make(order));
                Assert.Equal(from, order.State);
                return "-";
            }

            step.Make(order);
            return order.State.ToString();
        });
        Assert.Equal(expected, string.Join(' ', found));
    }

    [Fact]
    public void What_was_held_and_reserved_is_spent_or_free_again_never_both()
    {
        var handedOver = At(RewardOrderState.Reserved, RewardDelivery.PickUp, 3);
        Assert.Equal(new RewardEffect(RewardMovementKind.Issued, -3, -3, RewardPointsMove.Post), handedOver.HandOver(false, Noon));
        Assert.Equal(new RewardEffect(RewardMovementKind.Returned, 3, 0, RewardPointsMove.GiveBack), handedOver.Return("broken box", true, Noon));
        var broken = At(RewardOrderState.HandedOver, RewardDelivery.PickUp, 3);
        Assert.Equal(new RewardEffect(RewardMovementKind.Returned, 0, 0, RewardPointsMove.GiveBack), broken.Return("broken", false, Noon));
        Assert.Equal(new RewardEffect(RewardMovementKind.Released, 0, -3, RewardPointsMove.Release), At(RewardOrderState.Ready, RewardDelivery.PickUp, 3).Cancel(null, Noon));
        Assert.Equal(new RewardEffect(RewardMovementKind.Released, 0, -3, RewardPointsMove.Release), At(RewardOrderState.Ready, RewardDelivery.PickUp, 3).TimeOut(Deadline));
        Assert.Equal(RewardEffect.None, At(RewardOrderState.Reserved, RewardDelivery.PickUp).MakeReady());
    }

    [Theory]
    [InlineData(-1, null, "reward_order_in_time")]
    [InlineData(0, "reward_order_late", null)]
    [InlineData(1, "reward_order_late", null)]
    public void From_its_last_instant_on_an_order_is_late(int seconds, string? handOver, string? timeOut)
    {
        var now = Deadline.AddSeconds(seconds);
        var order = At(RewardOrderState.Ready, RewardDelivery.PickUp);
        Assert.Equal(handOver, order.CanHandOver(false, now)?.Code);
        Assert.Equal(timeOut, order.CanTimeOut(now)?.Code);
    }

    [Fact]
    public void An_order_that_the_company_is_to_send_never_times_out() =>
        Assert.Equal("reward_order_in_time", At(RewardOrderState.Reserved, RewardDelivery.Ship).CanTimeOut(Noon.AddYears(10))?.Code);

    [Fact]
    public void Money_is_taken_before_it_leaves_the_house()
    {
        var order = At(RewardOrderState.Ready, RewardDelivery.PickUp, moneyMinor: 990);
        Assert.Equal(new Refusal("reward_money_missing", new Money(990)) { Field = "IsMoneyTaken" }, order.CanHandOver(false, Noon));
        order.HandOver(true, Noon);
        Assert.True(order.IsMoneyTaken);
        var free = At(RewardOrderState.Ready, RewardDelivery.PickUp);
        free.HandOver(true, Noon);
        Assert.False(free.IsMoneyTaken);
    }

    [Fact]
    public void What_left_the_house_is_returned_and_not_cancelled() =>
        Assert.Equal("reward_order_issued", At(RewardOrderState.HandedOver, RewardDelivery.PickUp).CanCancel()?.Code);

    [Theory]
    [InlineData("RO-000012", 12L)]
    [InlineData(" ro-12 ", 12L)]
    [InlineData("12", 12L)]
    [InlineData("0", null)]
    [InlineData("-3", null)]
    [InlineData("RO-", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("99999999999999999999", null)]
    public void A_number_names_an_order(string? typed, long? id) => Assert.Equal(id, RewardOrder.IdOf(typed));

    private static RewardOrder At(RewardOrderState state, RewardDelivery delivery, int quantity = 1, long moneyMinor = 0)
    {
        var order = new RewardOrder("k", "h", 7, 8, quantity, 100, moneyMinor, delivery, "CODE", Noon.AddDays(-1), delivery == RewardDelivery.PickUp ? Deadline : null);
        switch (state)
        {
            case RewardOrderState.Ready:
                order.MakeReady();
                break;
            case RewardOrderState.HandedOver:
                order.HandOver(true, Noon);
                break;
            case RewardOrderState.Shipped:
                order.Ship(null, true, Noon);
                break;
            case RewardOrderState.Delivered:
                order.Ship(null, true, Noon);
                order.Deliver();
                break;
            case RewardOrderState.Cancelled:
                order.Cancel(null, Noon);
                break;
            case RewardOrderState.TimedOut:
                order.TimeOut(Deadline);
                break;
            case RewardOrderState.Returned:
                order.HandOver(true, Noon);
                order.Return("why", true, Noon);
                break;
            default:
                break;
        }

        return order;
    }
}
