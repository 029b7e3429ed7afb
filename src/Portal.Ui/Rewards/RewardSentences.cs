using Portal.Domain.Rewards;
using Portal.Domain.Shared;

namespace Portal.Ui.Rewards;

/// <summary>The terms of a reward in words, for members and for staff who set them.</summary>
public static class RewardSentences
{
    /// <summary>So many left are worth a word.</summary>
    public const int Few = 5;

    /// <summary>The sentences, in the order in which a member asks.</summary>
    public static IEnumerable<string> Of(RewardTerms terms, long? available, IReadOnlyList<string> levelNames, Texts texts)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(levelNames);
        ArgumentNullException.ThrowIfNull(texts);
        if (terms.Kind == RewardKind.Voucher)
        {
            yield return terms.VoucherMinimumMinor > 0
                ? texts["rewards.say.voucherMinimum", new Money(terms.VoucherValueMinor), new Money(terms.VoucherMinimumMinor)]
                : texts["rewards.say.voucher", new Money(terms.VoucherValueMinor)];
            yield return texts["rewards.say.validity", terms.ValidityDays];
        }
        else
        {
            yield return texts[terms.IsForPickUp && terms.IsForDelivery ? "rewards.say.bothWays" : terms.IsForDelivery ? "rewards.say.delivery" : "rewards.say.pickUp", terms.HoldDays];
            if (terms.PriceMoneyMinor > 0)
            {
                yield return texts["rewards.say.money", new Money(terms.PriceMoneyMinor)];
            }
        }

        if (terms.LimitPerMember is { } limit)
        {
            yield return terms.LimitWindowDays is { } days ? texts["rewards.say.limitWindow", limit, days] : texts["rewards.say.limit", limit];
        }

        if (levelNames.Count > 0)
        {
            yield return texts["rewards.say.levels", string.Join(texts["rewards.say.separator"], levelNames)];
        }

        if (terms.OfferedUntil is { } until)
        {
            yield return texts["rewards.say.until", texts.LongDay(until)];
        }

        if (available is { } left and <= Few)
        {
            yield return left > 0 ? texts["rewards.say.left", left] : texts["rewards.say.none"];
        }
    }
}
