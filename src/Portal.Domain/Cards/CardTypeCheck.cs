using Portal.Domain.Discounts;
using Portal.Domain.Shared;

namespace Portal.Domain.Cards;

/// <summary>What is wrong with the rules of a card type.</summary>
public static class CardTypeCheck
{
    private const int MaxMonths = 1_200;

    /// <summary>All that is wrong, with the field; empty when the rules can be used.</summary>
    public static IReadOnlyList<Refusal> Check(CardTypeRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var refusals = new List<Refusal>();
        void Require(bool isRight, string code, string field, params object?[] arguments)
        {
            if (!isRight)
            {
                refusals.Add(new Refusal(code, arguments) { Field = field });
            }
        }

        Require(rules.HoldsMoney || rules.HoldsVisits || !rules.Discount.TakesNothingOff(), "cardtype_holds_nothing", nameof(rules.HoldsMoney));
        refusals.AddRange(rules.Discount.Check().Select(wrong => wrong with { Field = wrong.Field == nameof(DiscountTerms.OffPercent) ? nameof(rules.DiscountOffPercent) : nameof(rules.CategoryDiscounts) }));
        Require(rules.ValidityMonths is null or (>= 1 and <= MaxMonths), "cardtype_months", nameof(rules.ValidityMonths), MaxMonths);
        if (rules.HoldsMoney && rules.ValidityMonths is { } months)
        {
            Require(!rules.IsNamed, "cardtype_named_expires", nameof(rules.ValidityMonths));
            Require(rules.IsNamed || months >= rules.Prepaid.MinUnnamedValidityMonths, "cardtype_unnamed_validity", nameof(rules.ValidityMonths), rules.Prepaid.MinUnnamedValidityMonths);
        }

        Require(rules.ReactivationMonths is >= 1 and <= MaxMonths, "cardtype_months", nameof(rules.ReactivationMonths), MaxMonths);
        Require(rules.MaxPinFailures is >= 1 and <= 10, "cardtype_pin_failures", nameof(rules.MaxPinFailures));
        Require(rules.PinLockHours is >= 0 and <= 8_760, "cardtype_pin_hours", nameof(rules.PinLockHours));
        Require(rules.DailyLimitMinor is null or > 0, "cardtype_amount", nameof(rules.DailyLimitMinor));
        Require(rules.Prepaid.MaxNamedMinor > 0, "cardtype_amount", nameof(PrepaidRules.MaxNamedMinor));
        Require(rules.Prepaid.MaxUnnamedMinor > 0, "cardtype_amount", nameof(PrepaidRules.MaxUnnamedMinor));
        Require(rules.Prepaid.UnnamedIdentityFromMinor > 0, "cardtype_amount", nameof(PrepaidRules.UnnamedIdentityFromMinor));
        Require(rules.Prepaid.CompanyTransferFromMinor > 0, "cardtype_amount", nameof(PrepaidRules.CompanyTransferFromMinor));
        Require(rules.Prepaid.PersonTransferFromMinor > 0, "cardtype_amount", nameof(PrepaidRules.PersonTransferFromMinor));
        Require(rules.Prepaid.MinUnnamedValidityMonths is >= 0 and <= MaxMonths, "cardtype_months", nameof(PrepaidRules.MinUnnamedValidityMonths), MaxMonths);
        return refusals;
    }
}
