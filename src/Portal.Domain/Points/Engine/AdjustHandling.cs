using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Engine;

/// <summary>Points by hand: always with a reason, above a limit with a second person, never below zero.</summary>
internal static class AdjustHandling
{
    public static EventResult Handle(PointsProgram program, PointsMember member, AdjustEvent adjust, EventResult result)
    {
        var on = result.At.On;
        if (program.Rules.Adjustments.SecondPersonAbove is { } limit && Math.Abs(adjust.Points) > limit
            && (adjust.ApprovedBy is null || string.Equals(adjust.ApprovedBy, adjust.By, StringComparison.OrdinalIgnoreCase)))
        {
            return result.Refuse("points_second_person", limit);
        }

        var units = program.Scale.Units(adjust.Points);
        var account = member.Account;
        if (units > 0)
        {
            var expiry = adjust.ExpiresOn is { } last ? new ExpiresOnDay { On = last } : program.Rules.Expiry;
            account.Add(on, adjust.Id, PointEntryKind.Adjusted, [program.OpenLot(adjust.Id, on, on, expiry, [new LotPart(0, units)])]);
            return result;
        }

        if (-units > account.Available(on))
        {
            return result.Refuse("points_not_enough", program.Scale.Points(account.Available(on)));
        }

        account.Record(on, adjust.Id, PointEntryKind.Adjusted, units, account.Take(-units, on, ConsumptionOrder.EarliestExpiry, LotUse.Adjusted));
        return result;
    }
}
