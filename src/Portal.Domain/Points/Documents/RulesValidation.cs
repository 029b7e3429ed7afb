using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Documents;

/// <summary>Everything that is wrong with what rules say over several fields, each with the path of its field.</summary>
internal static class RulesValidation
{
    public static IReadOnlyList<Refusal> Check(PointsRules rules)
    {
        var found = new Findings();
        found.AddIf(!TimeZoneInfo.TryFindSystemTimeZoneById(rules.TimeZone, out _), "timeZone", "points_time_zone_unknown", rules.TimeZone);
        CheckRules(rules, found);
        CheckCampaigns(rules, found);
        CheckLimits(rules.EarnLimits, "earnLimits", rules, found);
        found.Contradiction(rules.Pending.UntilReleased && rules.Pending.Days > 0, "pending.untilReleased", "pending.days");
        found.Contradiction(rules.Pending.UntilReleased && rules.Pending.ByChannel.Count > 0, "pending.untilReleased", "pending.byChannel");
        CheckExpiry(rules.Expiry, "expiry", found);
        CheckRedemption(rules, found);
        if (rules.Levels is { } levels)
        {
            LevelsValidation.Check(levels, rules, found);
        }

        CheckReferral(rules, found);
        CheckPoints(rules.Adjustments.SecondPersonAbove, "adjustments.secondPersonAbove", rules, found);
        return found.Refusals;
    }

    private static void CheckRules(PointsRules rules, Findings found)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < rules.EarnRules.Count; index++)
        {
            var (rule, at) = (rules.EarnRules[index], Findings.At("earnRules", index));
            CheckCommon(rule, at, rules, seen, found);
            found.Contradiction(rule.Gives != RuleGives.Points && rules.Levels?.Growth != GrowthSource.Rules, at + ".gives", "levels.growth");
            if (rule is ActivityRule activity)
            {
                found.AddIf(activity.Points == 0 && activity.Streak.Count == 0, at + ".points", "program_field_missing", at + ".points");
                found.Contradiction(activity.Points > 0 && activity.Streak.Count > 0, at + ".streak", at + ".points");
                found.Contradiction(activity.Streak.Count == 0 && activity.AfterStreak != StreakEnd.RepeatLast, at + ".afterStreak", at + ".streak");
            }

            if (rule is ActivityRule or BirthdayRule)
            {
                CheckWithoutBill(rule.When, at + ".kind", at + ".when", found);
            }
        }
    }

    private static void CheckWithoutBill(RuleConditions when, string kind, string at, Findings found)
    {
        found.Contradiction(when.Products is not null, at + ".products", kind);
        found.Contradiction(when.MinimumAmount is not null, at + ".minimumAmount", kind);
        found.Contradiction(when.MinimumQuantity is not null, at + ".minimumQuantity", kind);
        found.Contradiction(when.FirstPurchase, at + ".firstPurchase", kind);
    }

    private static void CheckCampaigns(PointsRules rules, Findings found)
    {
        var seen = rules.EarnRules.Select(rule => rule.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < rules.Campaigns.Count; index++)
        {
            var (campaign, at) = (rules.Campaigns[index], Findings.At("campaigns", index));
            CheckCommon(campaign, at, rules, seen, found);
            if (campaign is MultiplierCampaign multiplier)
            {
                found.Contradiction(multiplier.Rules.Count > 0 && multiplier.On == MultiplierBase.Running, at + ".rules", at + ".on");
                foreach (var id in multiplier.Rules.Where(id => rules.EarnRules.All(rule => rule.Id != id)))
                {
                    found.Add(at + ".rules", "points_rule_unknown", id);
                }
            }
        }
    }

    private static void CheckCommon(PointRule rule, string at, PointsRules rules, HashSet<string> seen, Findings found)
    {
        found.AddIf(!seen.Add(rule.Id), at + ".id", "points_id_twice", rule.Id);
        var when = rule.When;
        found.AddIf(when.To < when.From, at + ".when.to", "points_range_backwards", at + ".when.from", at + ".when.to");
        found.Contradiction(when.TimeFrom is not null && when.TimeFrom == when.TimeTo, at + ".when.timeTo", at + ".when.timeFrom");
        foreach (var code in when.Levels.Where(code => rules.Levels?.List.Any(level => level.Code == code) != true))
        {
            found.Add(at + ".when.levels", "points_level_unknown", code);
        }

        CheckLimits(rule.Limits, at + ".limits", rules, found);
        if (rule.Expiry is { } expiry)
        {
            CheckExpiry(expiry, at + ".expiry", found);
        }
    }

    private static void CheckLimits(IReadOnlyList<EarnLimit> limits, string at, PointsRules rules, Findings found)
    {
        for (var index = 0; index < limits.Count; index++)
        {
            var (limit, path) = (limits[index], Findings.At(at, index));
            found.AddIf(limit.Points is null && limit.Times is null, path, "points_limit_empty", path);
            found.Contradiction(limit.Per == LimitPeriod.Bill && limit.Times is not null, path + ".times", path + ".per");
            CheckPoints(limit.Points, path + ".points", rules, found);
        }
    }

    private static void CheckExpiry(ExpiryRule expiry, string at, Findings found)
    {
        if (expiry is ExpiresAfterInactivity inactivity)
        {
            found.Contradiction(inactivity.Months is not null && inactivity.Days is not null, at + ".days", at + ".months");
            found.AddIf(inactivity.Months is null && inactivity.Days is null, at, "points_inactivity_empty", at);
        }
        else if (expiry is ExpiresYearly yearly)
        {
            found.Contradiction(yearly.LateFromMonth > yearly.Month, at + ".lateFromMonth", at + ".month");
        }
    }

    private static void CheckRedemption(PointsRules rules, Findings found)
    {
        if (rules.Redemption is not { } redemption)
        {
            return;
        }

        CheckPoints(redemption.Minimum, "redemption.minimum", rules, found);
        CheckPoints(redemption.MaximumPerOrder, "redemption.maximumPerOrder", rules, found);
        CheckPoints(redemption.MultipleOf, "redemption.multipleOf", rules, found);
        CheckPoints(redemption.MaximumPerDay, "redemption.maximumPerDay", rules, found);
        CheckPoints(redemption.MinimumBalance, "redemption.minimumBalance", rules, found);
        found.Contradiction(redemption.Minimum > redemption.MaximumPerOrder, "redemption.minimum", "redemption.maximumPerOrder");
        found.Contradiction(redemption.Minimum > redemption.MaximumPerDay, "redemption.minimum", "redemption.maximumPerDay");
        found.Contradiction(redemption.MultipleOf > redemption.MaximumPerOrder, "redemption.multipleOf", "redemption.maximumPerOrder");
        found.Contradiction(redemption.MultipleOf > redemption.MaximumPerDay, "redemption.multipleOf", "redemption.maximumPerDay");
    }

    private static void CheckReferral(PointsRules rules, Findings found)
    {
        if (rules.Referral is not { } referral)
        {
            return;
        }

        CheckPoints(referral.ReferrerPoints, "referral.referrerPoints", rules, found);
        CheckPoints(referral.ReferredPoints, "referral.referredPoints", rules, found);
        found.Contradiction(referral.Trigger == ReferralTrigger.Join && referral.MinimumAmount is not null, "referral.minimumAmount", "referral.trigger");
        found.Contradiction(referral.Trigger == ReferralTrigger.Join && referral.WithinDays is not null, "referral.withinDays", "referral.trigger");
        CheckLimits(referral.Limits, "referral.limits", rules, found);
        for (var index = 0; index < referral.Limits.Count; index++)
        {
            found.AddIf(referral.Limits[index].Points is not null, Findings.At("referral.limits", index) + ".points", "points_times_only");
        }
    }

    private static void CheckPoints(decimal? points, string field, PointsRules rules, Findings found) =>
        found.AddIf(points is { } given && !new PointScale(rules.PointDecimals, 0).Fits(given), field, "points_too_many_decimals", rules.PointDecimals);
}
