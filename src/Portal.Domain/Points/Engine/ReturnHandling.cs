using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Engine;

/// <summary>Goods come back: what their lines earned is taken back from what was stored, and what was used for them is given back.</summary>
internal static class ReturnHandling
{
    public static EventResult Handle(PointsProgram program, PointsMember member, ReturnEvent back, EventResult result)
    {
        if (!program.Sales.TryGetValue(back.Sale, out var sale) || !member.Sales.Contains(sale))
        {
            return result.Refuse("points_sale_unknown", back.Sale);
        }

        var lines = back.Lines.Count > 0 ? back.Lines : [.. sale.Lines.Where(line => !line.IsReturned).Select(line => new ReturnLine { Line = line.Number })];
        var refusals = Check(program, sale, back, lines);
        if (refusals.Count > 0)
        {
            return result with { State = EventState.Refused, Refusals = refusals };
        }

        var on = result.At.On;
        var lineResults = new List<LotPart>();
        foreach (var line in lines)
        {
            sale.Lines.First(known => known.Number == line.Line).Return(line, program.Scale);
        }

        // What was used goes back first: a sale that comes back as a whole can then be met from it.
        var given = GiveBack(program, member, sale, back.Id, on);
        var taken = TakeBack(program, member, sale, lines, back.Id, on, lineResults);
        TakeGrowthBack(program, member, sale, lines, back.Id);
        if (sale.IsReturned)
        {
            member.Usage.Free(sale.Event.Id);
            taken += Referrals.OnReturn(program, sale, back.Id, on);
        }

        member.Account.Absorb(on);
        member.Level?.Undo(on, sale.On);
        return result with { GivenBack = given, TakenBack = taken, TakenBackLines = lineResults };
    }

    private static List<Refusal> Check(PointsProgram program, RecordedSale sale, ReturnEvent back, IReadOnlyList<ReturnLine> lines)
    {
        var refusals = new List<Refusal>();
        if (lines.Count == 0)
        {
            refusals.Add(new Refusal("points_sale_returned", back.Sale));
        }

        foreach (var line in lines)
        {
            if (sale.Lines.FirstOrDefault(known => known.Number == line.Line) is not { } known)
            {
                refusals.Add(new Refusal("points_line_unknown", line.Line, back.Sale));
            }
            else if (!known.CanReturn(line, program.Scale))
            {
                refusals.Add(new Refusal("points_return_more_than_sold", line.Line, back.Sale));
            }
        }

        return refusals;
    }

    private static TakenBack TakeBack(PointsProgram program, PointsMember member, RecordedSale sale, IReadOnlyList<ReturnLine> lines, string source, DateOnly on, List<LotPart> lineResults)
    {
        var sum = TakenBack.Nothing;
        var moved = new List<LotAllocation>();
        foreach (var number in lines.Select(line => line.Line))
        {
            var line = sale.Lines.First(known => known.Number == number);
            var target = Math.Min(line.EarnedUnits, PointScale.RoundWhole(line.Part(line.EarnedUnits), program.Rules.Returns.Rounding));
            var units = target - line.TakenBackUnits;
            line.TakenBackUnits = target;
            lineResults.Add(new LotPart(number, line.EarnedUnits, units));
            sum += TakingBack.OfLine(member.Account, sale.Lots, number, units, program.Rules.Returns.AlreadySpent, on, moved);
        }

        if (sum.Taken > 0)
        {
            member.Account.Record(on, source, PointEntryKind.Reversed, -sum.Taken, moved);
        }

        return sum;
    }

    private static IReadOnlyList<LotAllocation> GiveBack(PointsProgram program, PointsMember member, RecordedSale sale, string source, DateOnly on)
    {
        if (sale.Redemption is not { } redemption || !program.Rules.Returns.GiveBackRedeemed)
        {
            return [];
        }

        var net = sale.Lines.Sum(line => line.NetMinor);
        var target = sale.IsReturned ? sale.RedeemedUnits
            : net == 0 ? 0
            : PointScale.RoundWhole(sale.RedeemedUnits * sale.ReturnedMinor / net, RoundingMode.Floor);
        var given = redemption.GiveBack(target - (sale.RedeemedUnits - redemption.Units));
        TakingBack.GiveBack(member.Account, given, source, on, program.Rules.Returns.ExpiredGraceDays);
        return given;
    }

    /// <summary>Dated as the sale, so that each window sees the sale and its return together.</summary>
    private static void TakeGrowthBack(PointsProgram program, PointsMember member, RecordedSale sale, IReadOnlyList<ReturnLine> lines, string source)
    {
        var value = sale.IsReturned ? sale.VisitGrowth : 0;
        foreach (var number in lines.Select(line => line.Line))
        {
            var line = sale.Lines.First(known => known.Number == number);
            var target = line.IsReturned ? line.Growth : Rounding.HalfAwayFromZero(line.Part(line.Growth), Math.Max(program.Rules.CurrencyDecimals, program.Rules.PointDecimals));
            value += target - line.GrowthTakenBack;
            line.GrowthTakenBack = target;
        }

        member.Level?.Add(sale.On, source, -value);
    }
}
