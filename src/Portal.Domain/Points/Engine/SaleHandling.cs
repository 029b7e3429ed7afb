using Portal.Domain.Points.Earning;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Engine;

/// <summary>A bill: points are used, then earned on what is left; growth value, level, and the referral follow.</summary>
internal static class SaleHandling
{
    public static EventResult Handle(PointsProgram program, PointsMember member, SaleEvent sale, EventResult result)
    {
        var at = result.At;
        var (units, valueMinor, refusals) = Redemption(program, member, sale, at);
        if (refusals.Count > 0)
        {
            return result with { State = EventState.Refused, Refusals = refusals };
        }

        var lines = Bill.Lines(sale, program.Rules, program.Products, valueMinor);
        var context = program.Context(member, at, sale.Channel, sale.Attributes) with { Lines = lines, IsFirstPurchase = !member.HasPurchased };
        var record = new RecordedSale(sale, at.On, [.. lines.Select(line => new RecordedLine(line.Number, line.Quantity, line.NetMinor))]) { RedeemedUnits = units };
        var taken = RedeemHandling.Take(program, member, sale.Id, at.On, units);
        record.Redemption = taken;

        var spend = program.Scale.Amount(lines.Sum(line => line.BaseMinor));
        if (program.Rules.Levels is { BillEarnsAt: LevelOfBill.Reached } levels && member.Level is { } level)
        {
            context = context with { Level = level.Reached(at.On, levels.Growth == GrowthSource.Visits ? 1 : spend) };
        }

        member.Account.Touch(ActivityKind.Sale, at.On);
        var booked = Earn(program, member, record, context, lines);
        Referrals.OnSale(program, member, record, at, spend);
        program.Sales[sale.Id] = record;
        member.Sales.Add(record);
        return result with { Earned = [booked], Redeemed = taken?.Lots.ToList() ?? [], RedeemedMinor = units > 0 ? valueMinor : null };
    }

    private static (long Units, long ValueMinor, IReadOnlyList<Refusal> Refusals) Redemption(PointsProgram program, PointsMember member, SaleEvent sale, Moment at)
    {
        if (sale.RedeemPoints == 0)
        {
            return (0, 0, []);
        }

        var billMinor = Bill.NetMinor(sale, program.Scale) - sale.Payments.Sum(payment => program.Scale.Minor(payment.Amount));
        return RedeemHandling.Ask(program, member, at.On, program.Scale.Units(sale.RedeemPoints), Bill.NetMinor(sale, program.Scale), Math.Max(0, billMinor));
    }

    private static Booked Earn(PointsProgram program, PointsMember member, RecordedSale record, EarnContext context, IReadOnlyList<BillLine> lines)
    {
        var (at, source) = (context.At, record.Event.Id);
        var earning = EarnCalculator.OfBill(context);
        var growth = program.Rules.Levels?.Growth == GrowthSource.Rules ? EarnCalculator.GrowthOfBill(context) : EarningResult.None;
        var booked = program.Book(member, source, at, earning, [.. lines.Select(line => line.Number)], record.Event.Channel, isSale: true);
        record.Lots.AddRange(booked.Lots);
        foreach (var share in growth.Shares.Where(share => share.Rule is EarnRule { Gives: RuleGives.Growth }))
        {
            member.Usage.Add(at.On, share.Id, share.Units.Sum(), source);
        }

        for (var index = 0; index < lines.Count; index++)
        {
            var line = record.Lines[index];
            line.EarnedUnits = earning.Shares.Sum(share => share.Units[index]);
            line.Growth = program.Rules.Levels?.Growth switch
            {
                GrowthSource.Spend => program.Scale.Amount(lines[index].BaseMinor),
                GrowthSource.PointsEarned => program.Scale.Points(line.EarnedUnits),
                GrowthSource.Rules => program.Scale.Points(growth.Shares.Sum(share => share.Units[index])),
                _ => 0,
            };
        }

        record.VisitGrowth = program.Rules.Levels?.Growth == GrowthSource.Visits ? 1 : 0;
        member.Level?.Add(at.On, source, record.VisitGrowth + record.Lines.Sum(line => line.Growth));
        member.Level?.Climb(at.On, program.Scale.Points(member.Account.Balance));
        return booked;
    }
}
