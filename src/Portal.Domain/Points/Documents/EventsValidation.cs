using Portal.Domain.Points.Events;
using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Documents;

/// <summary>What is wrong with events as they are written, whatever happened before them.</summary>
internal static class EventsValidation
{
    public static IReadOnlyList<Refusal> Check(PointsEvents events, PointsRules rules)
    {
        var found = new Findings();
        var scale = new PointScale(rules.PointDecimals, rules.CurrencyDecimals);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(rules.TimeZone);
        CheckUnique(events.Members.Select(member => member.Member), "members", "member", found);
        CheckUnique(events.Products.Select(product => product.Product), "products", "product", found);
        for (var index = 0; index < events.Events.Count; index++)
        {
            var (item, at) = (events.Events[index], Findings.At("events", index));
            found.AddIf(Moment.Parse(item.At, zone) is null, at + ".at", "points_time_wrong", item.At);
            CheckEvent(item, at, scale, found);
        }

        return found.Refusals;
    }

    private static void CheckUnique(IEnumerable<string> names, string list, string field, Findings found)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var name in names)
        {
            found.AddIf(!seen.Add(name), Findings.At(list, index++) + "." + field, "points_id_twice", name);
        }
    }

    private static void CheckEvent(PointsEvent item, string at, PointScale scale, Findings found)
    {
        switch (item)
        {
            case SaleEvent sale:
                CheckSale(sale, at, scale, found);
                break;
            case ReturnEvent goods:
                CheckReturn(goods, at, scale, found);
                break;
            case RedeemEvent redeem:
                found.Contradiction(redeem.Points is not null && redeem.Amount is not null, at + ".amount", at + ".points");
                found.Contradiction(redeem.Reward is not null && redeem.Amount is not null, at + ".amount", at + ".reward");
                found.AddIf(redeem.Points is null && redeem.Amount is null, at + ".points", "program_field_missing", at + ".points");
                CheckPoints(redeem.Points ?? 0, at + ".points", scale, found);
                CheckMoney(redeem.Amount ?? 0, at + ".amount", scale, found);
                CheckMoney(redeem.BillAmount ?? 0, at + ".billAmount", scale, found);
                break;
            case AdjustEvent adjust:
                found.AddIf(adjust.Points == 0, at + ".points", "points_adjustment_zero");
                found.Contradiction(adjust.Points < 0 && adjust.ExpiresOn is not null, at + ".expiresOn", at + ".points");
                CheckPoints(adjust.Points, at + ".points", scale, found);
                break;
            default:
                break;
        }
    }

    private static void CheckSale(SaleEvent sale, string at, PointScale scale, Findings found)
    {
        found.Contradiction(sale.Amount is not null && sale.Lines.Count > 0, at + ".amount", at + ".lines");
        found.AddIf(sale.Amount is null && sale.Lines.Count == 0, at + ".amount", "program_field_missing", at + ".amount");
        CheckMoney(sale.Amount ?? 0, at + ".amount", scale, found);
        CheckMoney(sale.Discount, at + ".discount", scale, found);
        CheckPoints(sale.RedeemPoints, at + ".redeemPoints", scale, found);
        var numbers = new HashSet<int>();
        for (var index = 0; index < sale.Lines.Count; index++)
        {
            var (line, path) = (sale.Lines[index], Findings.At(at + ".lines", index));
            found.AddIf(!numbers.Add(line.Line), path + ".line", "points_id_twice", line.Line);
            CheckMoney(line.Amount, path + ".amount", scale, found);
            CheckMoney(line.Discount, path + ".discount", scale, found);
            CheckMoney(line.Tax, path + ".tax", scale, found);
            found.AddIf(line.Discount > line.Amount, path + ".discount", "points_more_than_amount", line.Discount, line.Amount);
            found.AddIf(line.Tax > line.Amount - line.Discount && line.Discount <= line.Amount, path + ".tax", "points_more_than_amount", line.Tax, line.Amount - line.Discount);
        }

        var left = (sale.Amount ?? 0) + sale.Lines.Sum(line => line.Amount - line.Discount);
        found.AddIf(sale.Discount > left, at + ".discount", "points_more_than_amount", sale.Discount, left);
        for (var index = 0; index < sale.Payments.Count; index++)
        {
            CheckMoney(sale.Payments[index].Amount, Findings.At(at + ".payments", index) + ".amount", scale, found);
        }

        var paid = sale.Payments.Sum(payment => payment.Amount);
        found.AddIf(sale.Discount <= left && paid > left - sale.Discount, at + ".payments", "points_more_than_amount", paid, left - sale.Discount);
    }

    private static void CheckReturn(ReturnEvent goods, string at, PointScale scale, Findings found)
    {
        var numbers = new HashSet<int>();
        for (var index = 0; index < goods.Lines.Count; index++)
        {
            var (line, path) = (goods.Lines[index], Findings.At(at + ".lines", index));
            found.AddIf(!numbers.Add(line.Line), path + ".line", "points_id_twice", line.Line);
            found.Contradiction(line.Quantity is not null && line.Amount is not null, path + ".amount", path + ".quantity");
            CheckMoney(line.Amount ?? 0, path + ".amount", scale, found);
        }
    }

    private static void CheckMoney(decimal amount, string field, PointScale scale, Findings found) =>
        found.AddIf(!scale.FitsMoney(amount), field, "points_money_too_many_decimals", scale.CurrencyDecimals);

    private static void CheckPoints(decimal points, string field, PointScale scale, Findings found) =>
        found.AddIf(!scale.Fits(points), field, "points_too_many_decimals", scale.PointDecimals);
}
