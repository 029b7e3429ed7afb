using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Accounts;

/// <summary>How many points may be used, and what they are worth.</summary>
public static class Redeeming
{
    /// <summary>The value of units in minor units of money, rounded down: the programme never pays what was not given.</summary>
    public static long ValueMinor(RedemptionRule rule, long units, PointScale scale)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return decimal.ToInt64(decimal.Floor(scale.Points(units) * rule.Money * scale.MinorPerUnit / rule.Points));
    }

    /// <summary>The fewest units that are worth an amount: a point without value is not taken.</summary>
    public static long UnitsWorth(RedemptionRule rule, long valueMinor, PointScale scale)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var perMinor = rule.Points * scale.UnitsPerPoint / (rule.Money * scale.MinorPerUnit);
        var units = decimal.ToInt64(decimal.Ceiling(valueMinor * perMinor));

        // The division may have gone one step too far in its last digit.
        while (units > 0 && ValueMinor(rule, units - 1, scale) >= valueMinor)
        {
            units--;
        }

        while (ValueMinor(rule, units, scale) < valueMinor)
        {
            units++;
        }

        return units;
    }

    /// <summary>The most units that are worth no more than an amount: the customer never pays more in points than the amount.</summary>
    public static long UnitsWithin(RedemptionRule rule, long amountMinor, PointScale scale)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return decimal.ToInt64(decimal.Floor(amountMinor * rule.Points * scale.UnitsPerPoint / (rule.Money * scale.MinorPerUnit)));
    }

    /// <summary>Everything that speaks against using so many units.</summary>
    public static IReadOnlyList<Refusal> Check(RedemptionRule rule, long units, RedemptionStanding standing, PointScale scale)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(standing);
        var points = scale.Points(units);
        var found = new List<Refusal>();
        Add(units > standing.Available, "points_not_enough", scale.Points(standing.Available));
        Add(rule.MinimumBalance is { } balance && scale.Points(standing.Available) < balance, "points_balance_too_small", rule.MinimumBalance);
        Add(rule.Minimum is { } minimum && points < minimum, "points_below_minimum", rule.Minimum);
        Add(rule.MultipleOf is { } multiple && points % multiple != 0, "points_not_multiple", rule.MultipleOf);
        Add(rule.MaximumPerDay is { } perDay && points + scale.Points(standing.UsedToday) > perDay, "points_above_day", rule.MaximumPerDay);
        Add(rule.TimesPerDay is { } times && standing.TimesToday >= times, "points_times_of_day", rule.TimesPerDay);
        if (!standing.IsReward)
        {
            Add(rule.MaximumPerOrder is { } perOrder && points > perOrder, "points_above_order", rule.MaximumPerOrder);
        }

        if (standing.BillMinor is { } bill)
        {
            Add(rule.MinimumBill is { } smallest && scale.Amount(bill) < smallest, "points_bill_too_small", rule.MinimumBill);
            Add(ValueMinor(rule, units, scale) > bill * rule.MaximumPercentOfBill / 100, "points_above_share", rule.MaximumPercentOfBill);
        }

        return found;

        void Add(bool isWrong, string code, object? argument)
        {
            if (isWrong)
            {
                found.Add(new Refusal(code, argument));
            }
        }
    }
}

/// <summary>What limits on the use of points are measured against.</summary>
/// <param name="Available">Units that can be used.</param>
/// <param name="UsedToday">Units used today, less those given back.</param>
/// <param name="TimesToday">How often points were used today.</param>
/// <param name="BillMinor">The bill after discounts; null where there is none.</param>
/// <param name="IsReward">Whether they buy a reward instead of paying a bill.</param>
public sealed record RedemptionStanding(long Available, long UsedToday, int TimesToday, long? BillMinor, bool IsReward);
