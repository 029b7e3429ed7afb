using Portal.Domain.Shared;

namespace Portal.Domain.Cards;

/// <summary>What a top-up brings on top (充值送), in tiers.</summary>
public sealed class TopUpRule : IVersioned
{
    /// <summary>Adds one. The caller has asked <see cref="Check"/>.</summary>
    public TopUpRule(string name, TopUpTerms terms)
    {
        Name = name;
        Terms = terms;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The name on slips.</summary>
    public string Name { get; private set; }

    /// <summary>What it gives, to whom and when.</summary>
    public TopUpTerms Terms { get; private set; }

    /// <summary>When it was ended by hand, or null.</summary>
    public DateTime? EndedAtUtc { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>What is wrong with a rule; empty when it can be used.</summary>
    public static IReadOnlyList<Refusal> Check(string? name, TopUpTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var refusals = new List<Refusal>();
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > 100)
        {
            refusals.Add(new Refusal("topup_name") { Field = nameof(Name) });
        }

        if (terms.ValidTo < terms.ValidFrom)
        {
            refusals.Add(new Refusal("topup_period") { Field = nameof(terms.ValidTo) });
        }

        if (terms.Tiers.Count == 0 || terms.Tiers.Select(tier => tier.FromMinor).Distinct().Count() != terms.Tiers.Count)
        {
            refusals.Add(new Refusal("topup_tiers") { Field = nameof(terms.Tiers) });
        }

        for (var index = 0; index < terms.Tiers.Count; index++)
        {
            var tier = terms.Tiers[index];
            var isPercent = terms.Mode == TopUpMode.Percent;
            if (tier.FromMinor <= 0 || (isPercent ? tier.Percent is <= 0 or > 100 : tier.GiftMinor is <= 0 or > 100_000_000))
            {
                refusals.Add(new Refusal("topup_tier", index + 1) { Field = $"{nameof(terms.Tiers)}[{index}]" });
            }
        }

        if (terms.CapPerTopUpMinor <= 0 || terms.CapPerAccountMinor <= 0)
        {
            refusals.Add(new Refusal("topup_cap") { Field = nameof(terms.CapPerTopUpMinor) });
        }

        return refusals;
    }

    /// <summary>Changes it for top-ups from now on.</summary>
    public void Change(string name, TopUpTerms terms)
    {
        Name = name;
        Terms = terms;
    }

    /// <summary>Ends it.</summary>
    public void End(DateTime atUtc) => EndedAtUtc ??= atUtc;

    /// <summary>Whether it holds for a top-up of a card of this type on this day.</summary>
    public bool AppliesTo(long cardTypeId, DateOnly on) =>
        EndedAtUtc is null && (Terms.CardTypeId is null || Terms.CardTypeId == cardTypeId) && Terms.ValidFrom <= on && (Terms.ValidTo is null || on <= Terms.ValidTo);

    /// <summary>The best gift among rules; of equal ones the rule that was made first.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="cardTypeId">The card's type.</param>
    /// <param name="amountMinor">What is paid in.</param>
    /// <param name="on">The business day.</param>
    /// <param name="givenBefore">What the account got by a rule before.</param>
    public static TopUpGift BestGift(IEnumerable<TopUpRule> rules, long cardTypeId, long amountMinor, DateOnly on, Func<TopUpRule, long> givenBefore)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(givenBefore);
        var best = new TopUpGift(null, null, 0);
        foreach (var rule in rules.Where(rule => rule.AppliesTo(cardTypeId, on)).OrderBy(rule => rule.Id))
        {
            var gift = rule.Terms.GiftMinor(amountMinor, rule.Terms.CapPerAccountMinor is null ? 0 : givenBefore(rule));
            if (gift > best.GiftMinor)
            {
                best = new TopUpGift(rule.Id, rule.Name, gift);
            }
        }

        return best;
    }
}

/// <summary>What a rule for top-ups gives.</summary>
public sealed record TopUpTerms
{
    /// <summary>The type of cards, or null for all.</summary>
    public long? CardTypeId { get; init; }

    /// <summary>How a tier gives.</summary>
    public TopUpMode Mode { get; init; } = TopUpMode.Fixed;

    /// <summary>The tiers; the highest that the amount reaches counts.</summary>
    public IReadOnlyList<TopUpTier> Tiers { get; init; } = [];

    /// <summary>The most that one top-up brings, or null.</summary>
    public long? CapPerTopUpMinor { get; init; }

    /// <summary>The most that an account gets by this rule, or null.</summary>
    public long? CapPerAccountMinor { get; init; }

    /// <summary>The first day.</summary>
    public DateOnly ValidFrom { get; init; }

    /// <summary>The last day, or null.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>What a top-up brings, given what the account got by the rule before.</summary>
    public long GiftMinor(long amountMinor, long givenBeforeMinor = 0)
    {
        var tier = Tiers.Where(tier => tier.FromMinor <= amountMinor).MaxBy(tier => tier.FromMinor);
        if (tier is null)
        {
            return 0;
        }

        var gift = Mode switch
        {
            TopUpMode.Percent => (long)decimal.Floor(amountMinor * tier.Percent / 100m),
            TopUpMode.PerFullMultiple => checked(amountMinor / tier.FromMinor * tier.GiftMinor),
            _ => tier.GiftMinor,
        };
        gift = Math.Min(gift, CapPerTopUpMinor ?? long.MaxValue);
        return Math.Max(0, Math.Min(gift, CapPerAccountMinor - givenBeforeMinor ?? long.MaxValue));
    }
}

/// <summary>A tier of a rule for top-ups.</summary>
/// <param name="FromMinor">From this amount; it belongs to the tier.</param>
/// <param name="GiftMinor">The gift; with <see cref="TopUpMode.PerFullMultiple"/> for each full amount.</param>
/// <param name="Percent">The gift in percent of the amount, with <see cref="TopUpMode.Percent"/>.</param>
public sealed record TopUpTier(long FromMinor, long GiftMinor, decimal Percent = 0);

/// <summary>How a tier gives.</summary>
public enum TopUpMode
{
    /// <summary>A fixed gift for reaching the tier.</summary>
    Fixed = 1,

    /// <summary>A percentage of the amount.</summary>
    Percent = 2,

    /// <summary>The gift for each full multiple of the tier's amount.</summary>
    PerFullMultiple = 3,
}

/// <summary>What a top-up brings.</summary>
/// <param name="RuleId">By which rule, or null.</param>
/// <param name="RuleName">The rule's name, or null.</param>
/// <param name="GiftMinor">The gift.</param>
public sealed record TopUpGift(long? RuleId, string? RuleName, long GiftMinor);
