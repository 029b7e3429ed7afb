using System.Globalization;
using Portal.Domain.Points.Rules;
using Portal.Ui;
using Portal.Ui.Points;

namespace Portal.Admin.Points;

/// <summary>Rules as sentences, for whoever reads what the form or the document means.</summary>
internal static class PointsSentences
{
    public static IEnumerable<string> Of(PointsRules rules, IReadOnlyDictionary<string, string> levelNames, Texts texts)
    {
        foreach (var rule in rules.EarnRules)
        {
            yield return rule switch
            {
                AmountRule amount => texts[amount.Step == RuleStep.FullMultiple ? "points.say.amountFull" : "points.say.amount", NameOf(rule, texts), Show(amount.Per), Show(amount.Points)],
                QuantityRule quantity => texts["points.say.quantity", NameOf(rule, texts), Show(quantity.Per), Show(quantity.Points)],
                VisitRule visit => texts["points.say.visit", NameOf(rule, texts), visit.Every, Show(visit.Points)],
                ActivityRule activity => texts["points.say.activity", NameOf(rule, texts), activity.Activity, activity.Streak.Count > 0 ? string.Join(", ", activity.Streak.Select(Show)) : Show(activity.Points)],
                BirthdayRule birthday => texts["points.say.birthday", NameOf(rule, texts), Show(birthday.Points)],
                _ => NameOf(rule, texts),
            } + When(rule.When, texts);
        }

        foreach (var campaign in rules.Campaigns)
        {
            yield return (campaign switch
            {
                MultiplierCampaign multiplier => texts["points.say.multiplier", NameOf(campaign, texts), Show(multiplier.Factor)],
                BonusCampaign bonus => texts["points.say.bonus", NameOf(campaign, texts), Show(bonus.Points)],
                _ => NameOf(campaign, texts),
            }) + When(campaign.When, texts);
        }

        yield return rules.Pending.UntilReleased ? texts["points.say.pendingReleased"] : rules.Pending.Days == 0 ? texts["points.say.atOnce"] : texts["points.say.pending", rules.Pending.Days];
        yield return rules.Expiry switch
        {
            ExpiresAfterDays days => texts["points.say.expiryDays", days.Days],
            ExpiresAfterMonths months => texts[months.RoundTo == ExpiryRoundTo.None ? "points.say.expiryMonths" : "points.say.expiryMonthsEnd", months.Months],
            ExpiresYearly yearly => texts["points.say.expiryYearly", yearly.Month, yearly.Day, yearly.MoreYears],
            ExpiresOnDay fixedDay => texts["points.say.expiryDay", fixedDay.On],
            ExpiresAfterInactivity idle => texts[idle.Months is null ? "points.say.expiryIdleDays" : "points.say.expiryIdleMonths", idle.Months ?? idle.Days ?? 0],
            _ => texts["points.say.never"],
        };
        yield return rules.Redemption is { } redemption ? texts["points.say.redemption", Show(redemption.Points), Show(redemption.Money)] : texts["points.say.noRedemption"];
        yield return texts[rules.Returns.AlreadySpent == SpentPolicy.Negative ? "points.say.negative" : "points.say.clamp"];
        if (rules.Adjustments.SecondPersonAbove is { } limit)
        {
            yield return texts["points.say.secondPerson", Show(limit)];
        }

        foreach (var level in rules.Levels?.List ?? [])
        {
            yield return texts["points.say.level", levelNames.GetValueOrDefault(level.Code, level.Code), Show(level.From), Show(level.Factor), Show(level.KeepFrom ?? level.From)];
        }

        if (rules.Referral is { } referral)
        {
            yield return texts["points.say.referral", Show(referral.ReferrerPoints), Show(referral.ReferredPoints)];
        }
    }

    private static string NameOf(PointRule rule, Texts texts) => EarningWords.NameOf(texts, rule.Id, rule.Names);

    private static string When(RuleConditions when, Texts texts)
    {
        var parts = new List<string>();
        Add(when.Levels.Count > 0, "points.say.onLevels", string.Join(", ", when.Levels));
        Add(when.Channels.Count > 0, "points.say.onChannels", string.Join(", ", when.Channels));
        Add(when.Tags.Count > 0, "points.say.onTags", string.Join(", ", when.Tags));
        Add(when.Weekdays.Count > 0, "points.say.onWeekdays", string.Join(", ", when.Weekdays.Select(day => texts.Culture.DateTimeFormat.GetDayName(day))));
        Add(when.Products is not null, "points.say.onProducts", string.Join(", ", when.Products?.Include.SelectMany(selector => selector.Codes) ?? []));
        Add(when.Birthday is not null, "points.say.onBirthday", texts.Choice("points.birthday", when.Birthday ?? BirthdayWindow.Day));
        Add(when.From is not null, "points.say.since", when.From);
        Add(when.To is not null, "points.say.until", when.To);
        Add(when.MinimumAmount is not null, "points.say.fromAmount", when.MinimumAmount);
        Add(when.FirstPurchase, "points.say.firstPurchase", null);
        return parts.Count == 0 ? "" : texts["points.say.when", string.Join("; ", parts)];

        void Add(bool isSaid, string key, object? argument)
        {
            if (isSaid)
            {
                parts.Add(texts[key, argument]);
            }
        }
    }

    private static string Show(decimal number) => number.ToString("#,0.######", CultureInfo.InvariantCulture);
}
