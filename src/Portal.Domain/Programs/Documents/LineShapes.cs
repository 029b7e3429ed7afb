namespace Portal.Domain.Programs.Documents;

/// <summary>The shapes of a programme's lines.</summary>
internal static class LineShapes
{
    private static readonly NumberShape Money = new(0);

    private static readonly TextShape Unit = new(20);

    private static readonly TextShape List = new(ScopeShapes.CodeLength);

    private static readonly ObjectShape Tier = new(
        new Field("from", Money, "The lower bound in the unit of the qualifier: money, units, a number, or with compare ratioPercent or growthPercent a percentage. It belongs to the tier; the upper bound is the next tier's from. Tiers must rise.", "200000", IsRequired: true),
        new Field("ratePercent", new NumberShape(0, 100), "A rate in percent of the base, where the base is an amount of money: for tierMode wholeVolume, slab, rolling, sumOfReached, linear and higherOf.", "1.5"),
        new Field("amount", Money, "For tierMode fixedAmount and higherOf: what the tier pays. For perFullMultiple: what each full multiple pays. For linear and sumOfReached, instead of a rate: the tier's amount.", "5000"),
        new Field("amountPerUnit", Money, "What each unit pays, where the base is a quantity or a number: for tierMode perUnit, slab, rolling, sumOfReached, linear and higherOf.", "2.5"),
        new Field("multipleOf", new NumberShape(0, IsAboveMinimum: true), "For tierMode perFullMultiple: how much of the base makes one full multiple.", "10000"));

    private static readonly ObjectShape Figure = new(
        new Field("customer", new TextShape(ScopeShapes.CodeLength), "The customer's number.", "\"C0042\"", IsRequired: true),
        new Field("value", Money, "The figure, in the unit of the measure.", "2000000", IsRequired: true),
        new Field("from", new DayShape(), "The first day it is for; together with to. Any day where both are missing.", "\"2026-01-01\""),
        new Field("to", new DayShape(), "The last day it is for; together with from.", "\"2026-03-31\""));

    private static readonly ObjectShape Compare = new(
        new Field("against", ChoiceShape.Of<ComparisonAgainst>(), "With what. yearBefore: the same measure on the same days a year before. days: the same measure from from to to. value: the same figure for every customer. figures: a figure of each customer (a target or a base), from list or from figures; those within the measured time are added up, and where there is none, one that covers it all holds. total: the same measure of the products in scope in the same time, for the share of a category in all purchases.", "\"yearBefore\"", IsRequired: true),
        new Field("as", ChoiceShape.Of<ComparisonAs>(), "How, and so the unit of minimum and of the tiers' from. difference: the measure less the figure. ratioPercent: the measure in percent of the figure (110 is a tenth more; percent of a target; share). growthPercent: what is more, in percent of the figure (10 is a tenth more).", "\"ratioPercent\"", IsRequired: true),
        new Field("from", new DayShape(), "With against days: the first day of the base period.", "\"2025-01-01\""),
        new Field("to", new DayShape(), "With against days: the last day of the base period.", "\"2025-12-31\""),
        new Field("value", new NumberShape(0, IsAboveMinimum: true), "With against value: the figure, in the unit of the measure.", "2000000"),
        new Field("list", List, "With against figures: the name of the list of figures that were entered or imported (portal simulate --figures).", "\"targets-2026\""),
        new Field("figures", new ListShape(Figure, 1, 1000), "With against figures, instead of list: the figures themselves.", """[{"customer":"C0042","value":2000000}]"""),
        new Field("scope", ScopeShapes.Scope, "With against total: the products of the total; all where it is missing.", ScopeShapes.AllIncluded, Default: ScopeShapes.AllIncluded),
        new Field("withoutBase", ChoiceShape.Of<WithoutBase>(), "Required, except with against value and total: what holds for a customer without a figure above zero. skip: the line earns nothing. zero: the figure is zero, so that all that was bought is growth, and every bound in percent is reached.", "\"skip\""));

    private static readonly ObjectShape Condition = new(
        new Field("measure", ChoiceShape.Of<Measure>(), "What is measured; see qualifier.measure.", "\"quantity\"", IsRequired: true),
        new Field("atLeast", Money, "What must be reached, in the unit of the measure.", "100", IsRequired: true),
        new Field("scope", ScopeShapes.Scope, "The products.", """{"include":[{"kind":"category","codes":["helmets"]}]}""", Default: ScopeShapes.AllIncluded),
        new Field("unit", Unit, "For a quantity: the unit it is converted to.", "\"case\""));

    private static readonly ObjectShape Qualifier = new(
        new Field("measure", ChoiceShape.Of<Measure>(), "What decides the tier: netAmount, grossAmount (before discounts), margin (net amount less cost), quantity, orderCount (documents of which something was kept) or productCount (different products of which something was kept). Returns count against it.", "\"netAmount\"", IsRequired: true),
        new Field("scope", ScopeShapes.Scope, "The products, and which of their sales, that count for the tier.", ScopeShapes.AllIncluded, Default: ScopeShapes.AllIncluded),
        new Field("unit", Unit, "For a quantity: the unit it is converted to by each product's factor. The unit it is sold in where it is missing.", "\"case\""),
        new Field("countsNotForRebate", new FlagShape(), "Whether sales lines that are marked as not for rebate count for the tier. They never earn.", "true", Default: "false"),
        new Field("compare", Compare, "What the measure is compared with: growth against a base, percent of a target, share of a total. Without it the measure stands for itself.", """{"against":"yearBefore","as":"growthPercent","withoutBase":"skip"}"""));

    private static readonly ObjectShape Base = new(
        new Field("measure", ChoiceShape.Of<Measure>(), "What the tier is applied to: netAmount, grossAmount, margin, quantity, orderCount or productCount.", "\"netAmount\"", IsRequired: true),
        new Field("scope", ScopeShapes.Scope, "The products, and which of their sales, that earn. They may be fewer than those that count for the tier.", ScopeShapes.AllIncluded, Default: ScopeShapes.AllIncluded),
        new Field("unit", Unit, "For a quantity: the unit it is converted to by each product's factor.", "\"case\""),
        new Field("part", ChoiceShape.Of<BasePart>(), "Which part of it is paid on. all. excessOverTier: what lies over the lower bound of the tier reached. excessOverFirstTier: what lies over the lower bound of the first tier. excessOverThreshold: what lies over threshold. growth: what lies over the figure that qualifier.compare compares with. Where the base is not the qualifier itself, the part over a tier is taken in proportion.", "\"growth\"", Default: "\"all\""),
        new Field("threshold", Money, "With part excessOverThreshold: what is not paid on, in the unit of the measure.", "100000"));

    private static readonly ObjectShape Mix = new(
        new Field("conditions", new ListShape(Condition, 1, 50), "The conditions; each stands for itself.", """[{"measure":"quantity","atLeast":100,"scope":{"include":[{"kind":"category","codes":["helmets"]}]}}]""", IsRequired: true),
        new Field("enough", new NumberShape(1, 50, IsWhole: true), "How many of them are enough; all where it is missing.", "2"));

    private static readonly ObjectShape Provisional = new(
        new Field("ratePercent", new NumberShape(0, 100), "A rate in percent of the base; the base must be an amount of money.", "1"),
        new Field("amountPerUnit", Money, "An amount for each unit of the base; the base must be a quantity or a number.", "0.5"),
        new Field("percentOfRebate", new NumberShape(0, 100), "A share, in percent, of what the tiers give on everything so far.", "80"));

    private static readonly ObjectShape Advance = new(
        new Field("amount", Money, "The same for every customer: for each period, or in cumulative mode for the whole validity.", "1000"),
        new Field("list", List, "The list of figures that names each customer's advances; each counts where its first day lies in the measured time.", "\"advances-2026\""));

    /// <summary>A line.</summary>
    public static ObjectShape Line { get; } = new(
        new Field("number", new NumberShape(1, 9999, IsWhole: true), "The line's number: unique in the programme, and the same in each version, since what was settled is known by it.", "1", IsRequired: true),
        new Field("qualifier", Qualifier, "What decides the tier.", """{"measure":"netAmount","scope":{"include":[{"kind":"category","codes":["bikes","components"]}]}}""", IsRequired: true),
        new Field("base", Base, "What the tier's rate or amount is applied to. Where it is missing: the qualifier's own measure and scope.", """{"measure":"netAmount","scope":{"include":[{"kind":"category","codes":["bikes"]}]}}"""),
        new Field("tierMode", ChoiceShape.Of<TierMode>(), "How tiers pay. wholeVolume: the whole base at the rate of the tier reached (retroactive). slab: each slab at its own rate (marginal). fixedAmount: the fixed amount of the tier reached. perUnit: each unit of the base at the amount of the tier reached. perFullMultiple: an amount for every full multiple of the base, by the tier reached. rolling: each tier reached at its own rate on everything up to its end, so that what lies low is paid several times. sumOfReached: the whole base at the rates of all tiers reached, added up, or the amounts of all tiers reached, added up. linear: between the bounds of two tiers in a straight line from the one's rate (or amount) to the other's; above the last its own. higherOf: the rate of the tier reached on the whole base, or its amount, whichever is more.", "\"wholeVolume\"", IsRequired: true),
        new Field("tiers", new ListShape(Tier, 1, 100), "The tiers, with rising lower bounds. Below the first nothing is earned.", """[{"from":200000,"ratePercent":1.5},{"from":500000,"ratePercent":2.2}]""", IsRequired: true),
        new Field("minimum", Money, "The least value of the qualifier that earns anything, in the same unit as the tiers' from; below it the rebate is zero.", "10000"),
        new Field("capPerCustomer", Money, "The most one customer gets from this line for a period; in cumulative mode, for the time since validFrom. Paid up to the cap.", "50000"),
        new Field("cap", Money, "The most all customers together get from this line for a period; in cumulative mode, for the time since validFrom. Above it each gets its part, in proportion.", "500000"),
        new Field("mix", Mix, "What must be reached besides the tier: each product or category of a set its own threshold, or at least a number of them. Otherwise the line earns nothing.", """{"conditions":[{"measure":"netAmount","atLeast":10000,"scope":{"include":[{"kind":"category","codes":["helmets"]}]}},{"measure":"netAmount","atLeast":5000,"scope":{"include":[{"kind":"category","codes":["gloves"]}]}}],"enough":1}"""),
        new Field("slabPricing", ChoiceShape.Of<SlabPricing>(), "For slabs on a quantity that are paid on an amount of money. average: every unit at the average value. actual: each unit at the value it was sold at, slabs being filled in the order of documents; what comes back is taken from the units bought last.", "\"actual\"", Default: "\"average\""),
        new Field("proRata", new FlagShape(), "For tierMode perFullMultiple: whether a part of a multiple earns its part of the amount.", "true", Default: "false"),
        new Field("reducedByLines", new ListShape(new NumberShape(1, 9999, IsWhole: true), 1, 50), "Lines that stand before this one in the document: their rebate is taken off the amounts this line is paid on, sale by sale.", "[1]"),
        new Field("bestOfGroup", new TextShape(ScopeShapes.CodeLength), "Lines with the same word here: for each period a customer gets only the highest of them; of equal ones the first.", "\"ladder\""),
        new Field("provisional", Provisional, "What is paid before the last period of the validity, whatever the tiers say; the last period settles the true result of the whole validity less what was paid. For periodMode cumulative. Exactly one of its fields.", """{"ratePercent":1}"""),
        new Field("guarantee", Money, "The least a customer gets for a period (in cumulative mode: for the time since validFrom) if it bought anything that counts for the tier.", "500"),
        new Field("advance", Advance, "What was paid in advance and is set off; what is left over is a negative result, see negative. Exactly one of its fields.", """{"amount":1000}"""));
}
