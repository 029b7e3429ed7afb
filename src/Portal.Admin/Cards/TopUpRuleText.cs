using System.Globalization;
using Portal.Domain.Cards;
using Portal.Domain.Shared;
using Portal.Ui;

namespace Portal.Admin.Cards;

/// <summary>What a rule for top-ups gives, in words.</summary>
internal static class TopUpRuleText
{
    public static string Tiers(Texts texts, TopUpTerms terms) => string.Join(
        " · ",
        terms.Tiers.Select(tier => texts[
            "topUpRules.says." + char.ToLowerInvariant(terms.Mode.ToString()[0]) + terms.Mode.ToString()[1..],
            new Money(tier.FromMinor),
            terms.Mode == TopUpMode.Percent ? tier.Percent.ToString("0.##", CultureInfo.InvariantCulture) : new Money(tier.GiftMinor)]));
}
