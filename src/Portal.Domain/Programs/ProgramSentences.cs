using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>A definition in plain sentences, in the order a person asks: who and when, how it is settled, each rule, what limits it.</summary>
public static class ProgramSentences
{
    /// <summary>The sentences of a definition, also of one that is not yet valid.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="names">How codes are called; the codes themselves where it is missing.</param>
    public static IReadOnlyList<Sentence> Of(ProgramDefinition definition, ProgramNames? names = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        names ??= ProgramNames.Codes;
        var sentences = new List<Sentence>
        {
            new("programs.say.when", definition.ValidFrom, definition.ValidTo, Participants(definition.Participants, names)),
            Period(definition),
        };
        foreach (var line in definition.Lines)
        {
            AddLine(definition, line, names, sentences);
        }

        AddEnd(definition, sentences);
        return sentences;
    }

    /// <summary>The products of a scope: "bikes, components (without promotion)".</summary>
    public static Sentence Scope(ProductScope scope, ProgramNames? names = null)
    {
        ArgumentNullException.ThrowIfNull(scope);
        names ??= ProgramNames.Codes;
        var include = new SentenceList([.. scope.Include.Select(selector => Selector(selector, names))]);
        var products = scope.Exclude.Count == 0
            ? new Sentence("programs.say.scope", include)
            : new Sentence("programs.say.scopeWithout", include, new SentenceList([.. scope.Exclude.Select(selector => Selector(selector, names))]));
        return scope.Sales is { } sales ? RuleSentences.OfSales(products, sales, names) : products;
    }

    /// <summary>The customers of a programme.</summary>
    public static Sentence Participants(ProgramParticipants participants, ProgramNames? names = null)
    {
        ArgumentNullException.ThrowIfNull(participants);
        names ??= ProgramNames.Codes;
        if (participants.Include.Count == 0)
        {
            return new Sentence("programs.say.nobody");
        }

        var include = new SentenceList([.. participants.Include.Select(selector => Selector(selector, names))]);
        return participants.Exclude.Count == 0
            ? new Sentence("programs.say.scope", include)
            : new Sentence("programs.say.scopeWithout", include, new SentenceList([.. participants.Exclude.Select(selector => Selector(selector, names))]));
    }

    /// <summary>A value of a measure as money or quantity.</summary>
    internal static object Value(Measure measure, long value) => measure.IsMoney() ? new Money(value) : new Quantity(value);

    /// <summary>A value of a definition as money or quantity.</summary>
    internal static object Bound(Measure measure, decimal value) =>
        measure.IsMoney() ? Amount(value) : new Quantity(Rounding.HalfAwayFromZero(Limited(value) * Quantity.MilliPerUnit));

    /// <summary>A bound of a line in the unit its tiers begin in.</summary>
    private static object Bound(ProgramLine line, decimal value) =>
        line.Qualifier.Compare is { As: not ComparisonAs.Difference } ? Rate.FromPercent(Limited(value)) : Bound(line.Qualifier.Measure, value);

    /// <summary>An amount of a definition.</summary>
    internal static Money Amount(decimal value) => new(Rounding.HalfAwayFromZero(Limited(value) * Money.MinorPerUnit));

    // A draft may hold anything until it is checked.
    private static decimal Limited(decimal value) => Math.Clamp(value, -Documents.NumberShape.Largest, Documents.NumberShape.Largest);

    private static Sentence Selector(CustomerSelector selector, ProgramNames names) => selector.Kind == CustomerSelectorKind.All
        ? new Sentence("programs.say.allCustomers")
        : new Sentence("programs.say.customers", new SettingWord(selector.Kind), new SentenceList([.. selector.Codes.Select(code => names.OfCustomers(selector.Kind, code))]));

    private static Sentence Selector(ProductSelector selector, ProgramNames names)
    {
        var products = selector.Kind == ProductSelectorKind.All
            ? new Sentence("programs.say.allProducts")
            : new Sentence("programs.say.products", new SettingWord(selector.Kind), new SentenceList([.. selector.Codes.Select(code => names.OfProducts(selector.Kind, code))]));
        return (selector.And ?? []).Aggregate(products, (said, other) => new Sentence("programs.say.productsAnd", said, Selector(other, names)));
    }

    private static Sentence Period(ProgramDefinition definition)
    {
        var mode = definition.PeriodMode == PeriodMode.Cumulative ? "cumulative" : "each";
        return definition.Period.Kind == PeriodKind.Custom
            ? new Sentence($"programs.say.period.custom.{mode}", definition.Period.Custom.Count)
            : new Sentence($"programs.say.period.{mode}", new SettingWord(definition.Period.Kind));
    }

    private static void AddLine(ProgramDefinition definition, ProgramLine line, ProgramNames names, List<Sentence> sentences)
    {
        var isSame = line.IsBaseTheQualifier();
        var qualifier = new SettingWord(line.Qualifier.Measure);
        sentences.Add(definition.Lines.Count > 1
            ? new Sentence("programs.say.qualifierOfLine", line.Number, qualifier, Scope(line.Qualifier.Scope, names))
            : new Sentence("programs.say.qualifier", qualifier, Scope(line.Qualifier.Scope, names)));
        RuleSentences.AddQualifier(line, names, sentences);
        var tiers = new SentenceList([.. line.Tiers.Select(tier => Tier(line, tier))]);
        if (line.Tiers.Count > 0)
        {
            sentences.Add(AmountsOf(line) is { } ofAmounts
                ? new Sentence(ofAmounts, tiers)
                : isSame
                    ? new Sentence($"programs.say.tiers.{Name(line.TierMode)}", tiers)
                    : new Sentence($"programs.say.tiersOn.{Name(line.TierMode)}", tiers, new SettingWord(line.Base.Measure), Scope(line.Base.Scope, names)));
        }

        if (line.Minimum is { } minimum)
        {
            sentences.Add(new Sentence("programs.say.minimum", Bound(line, minimum)));
        }

        if (line.CapPerCustomer is { } cap)
        {
            var isCumulative = definition.PeriodMode == PeriodMode.Cumulative;
            sentences.Add(definition.Lines.Count > 1
                ? new Sentence(isCumulative ? "programs.say.capOfLineCumulative" : "programs.say.capOfLine", Amount(cap), line.Number)
                : new Sentence(isCumulative ? "programs.say.capPerCustomerCumulative" : "programs.say.capPerCustomer", Amount(cap)));
        }

        RuleSentences.AddPayment(definition, line, names, sentences);
    }

    /// <summary>The text of tiers that pay amounts of their own, or null.</summary>
    private static string? AmountsOf(ProgramLine line) => line.TierMode switch
    {
        TierMode.FixedAmount => "programs.say.tiersFixed",
        TierMode.Linear when line.Tiers[0].Amount is not null => "programs.say.tiersLinear",
        TierMode.SumOfReached when line.Tiers[0].Amount is not null => "programs.say.tiersSum",
        _ => null,
    };

    private static Sentence Tier(ProgramLine line, Tier tier)
    {
        var from = Bound(line, tier.From);
        if (line.TierMode == TierMode.PerFullMultiple)
        {
            return new Sentence("programs.say.tierMultiple", from, Bound(line.Base.Measure, tier.MultipleOf ?? 0), Amount(tier.Amount ?? 0));
        }

        return tier switch
        {
            { RatePercent: { } rate, Amount: { } least } => new Sentence("programs.say.tierHigherOf", from, Rate.FromPercent(rate), Amount(least)),
            { AmountPerUnit: { } each, Amount: { } least } => new Sentence("programs.say.tierHigherOfPerUnit", from, each, Amount(least)),
            { RatePercent: { } rate } => new Sentence("programs.say.tierRate", from, Rate.FromPercent(rate)),
            { AmountPerUnit: { } amount } => new Sentence("programs.say.tierPerUnit", from, amount),
            { Amount: { } amount } => new Sentence("programs.say.tierAmount", from, Amount(amount)),
            _ => new Sentence("programs.say.tierOpen", from),
        };
    }

    private static void AddEnd(ProgramDefinition definition, List<Sentence> sentences)
    {
        if (definition.CapPerProgram is { } cap)
        {
            sentences.Add(new Sentence(definition.PeriodMode == PeriodMode.Cumulative ? "programs.say.capPerProgramCumulative" : "programs.say.capPerProgram", Amount(cap)));
        }

        RuleSentences.AddLimits(definition, sentences);
        if (definition.Rounding.Unit != RoundingRule.ToCents.Unit)
        {
            sentences.Add(new Sentence("programs.say.rounding", Amount(definition.Rounding.Unit)));
        }

        sentences.Add(new Sentence($"programs.say.negative.{Name(definition.Negative)}"));
        RuleSentences.AddPayout(definition, sentences);
        if (definition.ExclusiveGroup is { } group)
        {
            sentences.Add(new Sentence("programs.say.exclusive", group, definition.Priority));
        }
    }

    internal static string Name(Enum value) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

/// <summary>How the codes of selectors are called in the language of the reader.</summary>
/// <param name="OfCustomers">The name of a customer, group, level or region.</param>
/// <param name="OfProducts">The name of a product, category or brand.</param>
public sealed record ProgramNames(Func<CustomerSelectorKind, string, string> OfCustomers, Func<ProductSelectorKind, string, string> OfProducts)
{
    /// <summary>The name of a customer, group, level, region, channel or salesperson of a sale.</summary>
    public Func<SalesSelectorKind, string, string> OfSales { get; init; } = (_, code) => code;

    /// <summary>Codes stand for themselves.</summary>
    public static ProgramNames Codes { get; } = new((_, code) => code, (_, code) => code);
}
