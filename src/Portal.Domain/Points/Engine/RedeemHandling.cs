using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Engine;

/// <summary>Points are used, or a use is undone.</summary>
internal static class RedeemHandling
{
    public static EventResult Handle(PointsProgram program, PointsMember member, RedeemEvent redeem, EventResult result)
    {
        var on = result.At.On;
        if (redeem.Reward is not null)
        {
            var units = program.Scale.Units(redeem.Points ?? 0);
            var standing = Standing(program, member, on, null, isReward: true);
            var refusals = program.Rules.Redemption is { } rule ? Redeeming.Check(rule, units, standing, program.Scale)
                : units > standing.Available ? [new Refusal("points_not_enough", program.Scale.Points(standing.Available))]
                : [];
            return refusals.Count > 0 ? result with { State = EventState.Refused, Refusals = refusals } : Done(program, member, result, redeem.Id, units, null);
        }

        if (program.Rules.Redemption is not { } redemption)
        {
            return result.Refuse("points_not_redeemable");
        }

        var asked = redeem.Points is { } points ? program.Scale.Units(points) : Redeeming.UnitsWithin(redemption, program.Scale.Minor(redeem.Amount ?? 0), program.Scale);
        long? bill = redeem.BillAmount is { } amount ? program.Scale.Minor(amount) : null;
        var (used, valueMinor, against) = Ask(program, member, on, asked, bill, bill);
        return against.Count > 0
            ? result with { State = EventState.Refused, Refusals = against }
            : Done(program, member, result, redeem.Id, used, valueMinor);
    }

    public static EventResult Cancel(PointsProgram program, PointsMember member, CancelRedemptionEvent cancel, EventResult result)
    {
        if (!program.Redemptions.TryGetValue(cancel.Redemption, out var redemption) || !member.Redemptions.Contains(redemption))
        {
            return result.Refuse("points_redemption_unknown", cancel.Redemption);
        }

        if (redemption.Units == 0)
        {
            return result.Refuse("points_redemption_cancelled", cancel.Redemption);
        }

        var given = redemption.GiveBack(redemption.Units);
        TakingBack.GiveBack(member.Account, given, cancel.Id, result.At.On, program.Rules.Returns.ExpiredGraceDays);
        return result with { GivenBack = given };
    }

    /// <summary>What may be used and what it is worth, or what speaks against it. Nothing is changed.</summary>
    /// <param name="program">The programme.</param>
    /// <param name="member">Whose.</param>
    /// <param name="on">The local day.</param>
    /// <param name="asked">Units asked for.</param>
    /// <param name="billMinor">The bill after discounts, for limits by bill.</param>
    /// <param name="openMinor">What of it is open still; points cannot pay more.</param>
    public static (long Units, long ValueMinor, IReadOnlyList<Refusal> Refusals) Ask(PointsProgram program, PointsMember member, DateOnly on, long asked, long? billMinor, long? openMinor)
    {
        if (program.Rules.Redemption is not { } rule)
        {
            return (0, 0, [new Refusal("points_not_redeemable")]);
        }

        var refusals = Redeeming.Check(rule, asked, Standing(program, member, on, billMinor, isReward: false), program.Scale);
        var value = Redeeming.ValueMinor(rule, asked, program.Scale);
        if (refusals.Count > 0)
        {
            return (0, 0, refusals);
        }

        if (value == 0)
        {
            return (0, 0, [new Refusal("points_without_value", program.Scale.Points(asked))]);
        }

        if (value > openMinor)
        {
            return (0, 0, [new Refusal("points_more_than_open", program.Scale.Amount(value), program.Scale.Amount(openMinor.Value))]);
        }

        // Whole multiples are taken as they are: a part of one would break the multiple.
        return (rule.MultipleOf is null ? Redeeming.UnitsWorth(rule, value, program.Scale) : asked, value, []);
    }

    /// <summary>Takes units from lots; null for none.</summary>
    public static RecordedRedemption? Take(PointsProgram program, PointsMember member, string source, DateOnly on, long units)
    {
        if (units == 0)
        {
            return null;
        }

        var lots = member.Account.Take(units, on, program.Rules.Redemption?.Order ?? ConsumptionOrder.EarliestExpiry, LotUse.Redeemed);
        member.Account.Record(on, source, PointEntryKind.Redeemed, -units, lots);
        member.Account.Touch(ActivityKind.Redeem, on);
        var redemption = new RecordedRedemption(source, on, lots);
        member.Redemptions.Add(redemption);
        return redemption;
    }

    private static EventResult Done(PointsProgram program, PointsMember member, EventResult result, string id, long units, long? valueMinor)
    {
        var redemption = Take(program, member, id, result.At.On, units)!;
        program.Redemptions[id] = redemption;
        return result with { Redeemed = [.. redemption.Lots], RedeemedMinor = valueMinor };
    }

    private static RedemptionStanding Standing(PointsProgram program, PointsMember member, DateOnly on, long? billMinor, bool isReward)
    {
        var today = member.Redemptions.Where(redemption => redemption.On == on && redemption.Units > 0).ToList();
        return new RedemptionStanding(member.Account.Available(on), today.Sum(redemption => redemption.Units), today.Count, billMinor, isReward);
    }
}
