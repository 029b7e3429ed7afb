using Portal.Domain.Cards;
using Portal.Domain.Shared;
using Portal.Ui;
using Portal.Ui.Discounts;

namespace Portal.Admin.Cards;

/// <summary>What the rules of a card type mean, in plain sentences.</summary>
internal static class CardTypeSentences
{
    private static readonly PrepaidRules Law = new();

    public static IEnumerable<string> Of(Texts texts, CardTypeRules rules)
    {
        if (rules.HoldsMoney)
        {
            yield return texts["cardTypes.says.money", new Money(rules.MaxBalanceMinor)];
            if (!rules.Prepaid.LimitCountsGift)
            {
                yield return texts["cardTypes.says.limitPrincipal"];
            }
        }

        if (rules.HoldsVisits)
        {
            yield return texts["cardTypes.says.visits"];
        }

        if (rules.DiscountOffPercent is { } off)
        {
            yield return texts["cardTypes.says.discount", DiscountText.Rate(texts, off)];
        }

        if (rules.CategoryDiscounts.Count > 0)
        {
            yield return texts["cardTypes.says.categoryDiscounts", rules.CategoryDiscounts.Count];
        }

        yield return rules.IsNamed ? texts["cardTypes.says.named"] : texts["cardTypes.says.unnamed", new Money(rules.Prepaid.UnnamedIdentityFromMinor)];
        if (rules is { IsNamed: true, Prepaid.NamedNeedsIdentity: true })
        {
            yield return texts["cardTypes.says.namedIdentity"];
        }

        yield return rules.ValidityMonths is { } months ? texts["cardTypes.says.expiry", months, rules.ReactivationMonths] : texts["cardTypes.says.noExpiry"];
        yield return !rules.AsksPin ? texts["cardTypes.says.noPin"]
            : rules.PinLockHours == 0 ? texts["cardTypes.says.pinForGood", rules.MaxPinFailures]
            : texts["cardTypes.says.pin", rules.MaxPinFailures, rules.PinLockHours];
        if (rules.DailyLimitMinor is { } limit)
        {
            yield return texts["cardTypes.says.limit", new Money(limit)];
        }

        if (rules.HoldsMoney)
        {
            var example = new StoredValue(10_000, 2_000).Split(600, rules.SpendingOrder).Value;
            yield return texts["cardTypes.says.proRata", new Money(example.PrincipalMinor), new Money(example.GiftMinor)];
            yield return texts[rules.PaysGiftOnClose ? "cardTypes.says.closeAll" : "cardTypes.says.close"];
            yield return texts["cardTypes.says.transfer", new Money(rules.Prepaid.CompanyTransferFromMinor), new Money(rules.Prepaid.PersonTransferFromMinor)];
        }
    }

    /// <summary>Which settings are looser than the law's, by the names of their fields.</summary>
    public static IEnumerable<string> LooserThanLaw(Texts texts, PrepaidRules rules)
    {
        foreach (var (isLooser, name) in new[]
        {
            (rules.MaxNamedMinor > Law.MaxNamedMinor, "cardTypes.maxNamed"),
            (rules.MaxUnnamedMinor > Law.MaxUnnamedMinor, "cardTypes.maxUnnamed"),
            (!rules.LimitCountsGift, "cardTypes.countsGift"),
            (rules.MinUnnamedValidityMonths < Law.MinUnnamedValidityMonths, "cardTypes.minValidity"),
            (!rules.NamedNeedsIdentity, "cardTypes.namedIdentity"),
            (rules.UnnamedIdentityFromMinor > Law.UnnamedIdentityFromMinor, "cardTypes.unnamedIdentity"),
            (rules.CompanyTransferFromMinor > Law.CompanyTransferFromMinor, "cardTypes.company"),
            (rules.PersonTransferFromMinor > Law.PersonTransferFromMinor, "cardTypes.person"),
        })
        {
            if (isLooser)
            {
                yield return texts[name];
            }
        }
    }
}
