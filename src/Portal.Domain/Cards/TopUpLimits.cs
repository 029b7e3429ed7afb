using Portal.Domain.Customers;
using Portal.Domain.Shared;

namespace Portal.Domain.Cards;

/// <summary>Whether the prepaid-card rules let a top-up through.</summary>
public static class TopUpLimits
{
    /// <summary>The first rule that is broken, or null.</summary>
    /// <param name="rules">The card type's rules.</param>
    /// <param name="before">What the account holds.</param>
    /// <param name="added">What comes in.</param>
    /// <param name="method">How it is paid.</param>
    /// <param name="payer">Company or person; null for somebody unknown.</param>
    /// <param name="hasIdentity">Whether the holder's or buyer's identity is on file.</param>
    public static Refusal? Refuse(CardTypeRules rules, StoredValue before, StoredValue added, CardPayMethod method, CustomerKind? payer, bool hasIdentity)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var prepaid = rules.Prepaid;
        if (!rules.HoldsMoney)
        {
            return new Refusal("card_holds_no_money");
        }

        if (rules.IsNamed && prepaid.NamedNeedsIdentity && !hasIdentity)
        {
            return new Refusal("card_identity_named");
        }

        if (!rules.IsNamed && added.PrincipalMinor >= prepaid.UnnamedIdentityFromMinor && !hasIdentity)
        {
            return new Refusal("card_identity_unnamed", new Money(prepaid.UnnamedIdentityFromMinor));
        }

        var transferFrom = payer == CustomerKind.Distributor ? prepaid.CompanyTransferFromMinor : prepaid.PersonTransferFromMinor;
        if (added.PrincipalMinor >= transferFrom && method != CardPayMethod.BankTransfer)
        {
            return new Refusal(payer == CustomerKind.Distributor ? "card_transfer_company" : "card_transfer_person", new Money(transferFrom)) { Field = "Method" };
        }

        return RefuseBalance(rules, before, added);
    }

    /// <summary>Whether the account would hold more than it may; a refusal that says how much still fits.</summary>
    public static Refusal? RefuseBalance(CardTypeRules rules, StoredValue before, StoredValue added)
    {
        ArgumentNullException.ThrowIfNull(rules);
        long Counted(StoredValue value) => rules.Prepaid.LimitCountsGift ? value.TotalMinor : value.PrincipalMinor;
        if (Counted(before + added) <= rules.MaxBalanceMinor)
        {
            return null;
        }

        // Where the amount alone would fit, it is the gift that does not: the refusal has to say so.
        var (limit, left) = (new Money(rules.MaxBalanceMinor), new Money(Math.Max(0, rules.MaxBalanceMinor - Counted(before))));
        return Counted(before + (added with { GiftMinor = 0 })) <= rules.MaxBalanceMinor
            ? new Refusal("card_limit_gift", limit, new Money(added.PrincipalMinor), new Money(added.GiftMinor), left) { Field = "AmountMinor" }
            : new Refusal(rules.IsNamed ? "card_limit_named" : "card_limit_unnamed", limit, left) { Field = "AmountMinor" };
    }

    /// <summary>The last day of a card that is activated on a day: the day before the same day so many months later.</summary>
    public static DateOnly? ValidTo(CardTypeRules rules, DateOnly activatedOn)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return rules.ValidityMonths is { } months ? LastDay(activatedOn, months) : null;
    }

    /// <summary>The last day of so many months that begin on a day; of 29 February or a month's end, the last day that the month has.</summary>
    public static DateOnly LastDay(DateOnly from, int months)
    {
        var same = from.AddMonths(months);
        return same.Day == from.Day ? same.AddDays(-1) : same;
    }
}
