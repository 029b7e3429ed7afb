namespace Portal.Domain.Programs.Documents;

/// <summary>The shape of a programme document: every field with its meaning and an example.</summary>
internal static class ProgramShape
{
    private const string AllIncluded = """{"include":[{"kind":"all"}],"exclude":[]}""";
    private const int CodeLength = 50;

    private static readonly NumberShape Money = new(0);

    private static readonly ListShape Codes = new(new TextShape(CodeLength));

    private static readonly ObjectShape CustomerSelector = new(
        new Field("kind", ChoiceShape.Of<CustomerSelectorKind>(), "By what customers are selected: all, customer (by number), group, level, region (by code), or parent: a company by number and every company under it.", "\"level\"", IsRequired: true),
        new Field("codes", Codes, "Customer numbers, or codes of groups, levels or regions. Required for every kind but all, which has none. Upper and lower case are the same.", "[\"gold\",\"silver\"]", Default: "[]"));

    private static readonly ObjectShape ProductSelector = new(
        new Field("kind", ChoiceShape.Of<ProductSelectorKind>(), "By what products are selected: all, product (by number), category (by code, with every category below it), or brand (by code).", "\"category\"", IsRequired: true),
        new Field("codes", Codes, "Product numbers, or codes of categories or brands. Required for every kind but all, which has none. Upper and lower case are the same.", "[\"bikes\"]", Default: "[]"));

    private static readonly ObjectShape Scope = new(
        new Field("include", new ListShape(ProductSelector, 1, 50), "What is in: whatever any of these selects.", """[{"kind":"category","codes":["bikes"]}]""", IsRequired: true),
        new Field("exclude", new ListShape(ProductSelector, 0, 50), "What is out. Exclusion wins over inclusion.", """[{"kind":"product","codes":["BK-M18S-40"]}]""", Default: "[]"));

    private static readonly ObjectShape Tier = new(
        new Field("from", Money, "The lower bound in the unit of the qualifier. It belongs to the tier; the upper bound is the next tier's from. Tiers must rise.", "200000", IsRequired: true),
        new Field("ratePercent", new NumberShape(0, 100), "A rate in percent of the base. For tierMode wholeVolume, and for slab, rolling and sumOfReached on a net amount.", "1.5"),
        new Field("amount", Money, "For tierMode fixedAmount: what the tier pays. For perFullMultiple: what each full multiple pays.", "5000"),
        new Field("amountPerUnit", Money, "For tierMode perUnit, and for slab, rolling and sumOfReached on a quantity: what each unit pays.", "2.5"),
        new Field("multipleOf", new NumberShape(0, IsAboveMinimum: true), "For tierMode perFullMultiple: how much of the base makes one full multiple.", "10000"));

    private static readonly ObjectShape Line = new(
        new Field("number", new NumberShape(1, 9999, IsWhole: true), "The line's number: unique in the programme, and the same in each version, since what was settled is known by it.", "1", IsRequired: true),
        new Field(
            "qualifier",
            new ObjectShape(
                new Field("measure", ChoiceShape.Of<Measure>(), "What decides the tier: netAmount or quantity. Returns count against it.", "\"netAmount\"", IsRequired: true),
                new Field("scope", Scope, "The products that count for the tier.", AllIncluded, Default: AllIncluded)),
            "What decides the tier.",
            """{"measure":"netAmount","scope":{"include":[{"kind":"category","codes":["bikes","components"]}]}}""",
            IsRequired: true),
        new Field(
            "base",
            new ObjectShape(
                new Field("measure", ChoiceShape.Of<Measure>(), "What the tier is applied to: netAmount or quantity.", "\"netAmount\"", IsRequired: true),
                new Field("scope", Scope, "The products that earn. They may be fewer than those that count for the tier.", AllIncluded, Default: AllIncluded)),
            "What the tier's rate or amount is applied to. Where it is missing: the qualifier's own measure and scope.",
            """{"measure":"netAmount","scope":{"include":[{"kind":"category","codes":["bikes"]}]}}"""),
        new Field("tierMode", ChoiceShape.Of<TierMode>(), "How tiers pay. wholeVolume: the whole base at the rate of the tier reached (retroactive). slab: each slab at its own rate (marginal). fixedAmount: the fixed amount of the tier reached. perUnit: each unit of the base at the amount of the tier reached. perFullMultiple: an amount for every full multiple of the base, by the tier reached. rolling: each tier reached at its own rate on everything up to its end, so that what lies low is paid several times. sumOfReached: the whole base at the rates of all tiers reached, added up.", "\"wholeVolume\"", IsRequired: true),
        new Field("tiers", new ListShape(Tier, 1, 100), "The tiers, with rising lower bounds. Below the first nothing is earned.", """[{"from":200000,"ratePercent":1.5},{"from":500000,"ratePercent":2.2}]""", IsRequired: true),
        new Field("minimum", Money, "The least value of the qualifier that earns anything; below it the rebate is zero.", "10000"),
        new Field("capPerCustomer", Money, "The most one customer gets from this line for a period; in cumulative mode, for the time since validFrom. Paid up to the cap.", "50000"));

    private static readonly ObjectShape Example = new(
        new Field("name", new TextShape(200), "What the example shows.", "\"Q3 reaches the second tier\"", IsRequired: true),
        new Field(
            "sales",
            new ListShape(new ObjectShape(
                new Field("on", new DayShape(), "The document's day.", "\"2026-02-10\"", IsRequired: true),
                new Field("netAmount", new NumberShape(-NumberShape.Largest), "The net amount; negative for a return.", "50000", Default: "0"),
                new Field("quantity", new NumberShape(-NumberShape.Largest), "The quantity; negative for a return.", "12", Default: "0"),
                new Field("line", new NumberShape(1, 9999, IsWhole: true), "The programme's line it counts for; every line where it is missing.", "1"),
                new Field("counts", ChoiceShape.Of<ExampleScope>(), "For what the sold products count: both, the qualifier only, or the base only.", "\"both\"", Default: "\"both\""))),
            "Sales and returns of one customer.",
            """[{"on":"2026-02-10","netAmount":50000}]""",
            IsRequired: true),
        new Field(
            "expected",
            new ListShape(
                new ObjectShape(
                    new Field("periodOn", new DayShape(), "A day of the period.", "\"2026-03-31\"", IsRequired: true),
                    new Field("line", new NumberShape(1, 9999, IsWhole: true), "The programme's line.", "1", Default: "1"),
                    new Field("rebate", new NumberShape(-NumberShape.Largest), "What the period earns; in cumulative mode less what the periods before it earned.", "6250", IsRequired: true)),
                1),
            "What the sales must earn.",
            """[{"periodOn":"2026-06-30","rebate":6250}]""",
            IsRequired: true));

    /// <summary>A whole document.</summary>
    public static ObjectShape Document { get; } = new(
        new Field("code", new TextShape(CodeLength, Pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"), "The programme's code: letters, digits, point, hyphen, underscore. Unique.", "\"bikes-2026\"", IsRequired: true),
        new Field(
            "name",
            new ObjectShape(
                new Field("zhCN", new TextShape(200), "The Chinese name.", "\"\\u81ea\\u884c\\u8f66\\u5e74\\u5ea6\\u9636\\u68af\\u8fd4\\u5229\"", IsRequired: true),
                new Field("en", new TextShape(200), "The English name.", "\"Annual bike ladder\"", IsRequired: true)),
            "The name in both languages.",
            """{"zhCN":"\u81ea\u884c\u8f66","en":"Annual bike ladder"}""",
            IsRequired: true),
        new Field("validFrom", new DayShape(), "The first day whose documents count.", "\"2026-01-01\"", IsRequired: true),
        new Field("validTo", new DayShape(), "The last day whose documents count; not before validFrom.", "\"2026-12-31\"", IsRequired: true),
        new Field("currency", new TextShape(3, 3, "^[A-Z]{3}$"), "The currency of every amount in the document, by its three letters.", "\"CNY\"", Default: "\"CNY\""),
        new Field(
            "period",
            new ObjectShape(
                new Field("kind", ChoiceShape.Of<PeriodKind>(), "The calendar of settlement: month, quarter, halfYear, year, or custom. Periods are cut to the validity.", "\"quarter\"", IsRequired: true),
                new Field(
                    "custom",
                    new ListShape(
                        new ObjectShape(
                            new Field("from", new DayShape(), "The first day.", "\"2026-01-01\"", IsRequired: true),
                            new Field("to", new DayShape(), "The last day.", "\"2026-02-15\"", IsRequired: true)),
                        0,
                        ProgramPeriods.MaxCount),
                    "The periods of kind custom: within the validity, in order, not overlapping.",
                    """[{"from":"2026-01-01","to":"2026-02-15"}]""",
                    Default: "[]")),
            "How often it is settled.",
            """{"kind":"quarter"}""",
            IsRequired: true),
        new Field("periodMode", ChoiceShape.Of<PeriodMode>(), "each: every period by itself. cumulative: everything since validFrom, less what the periods before earned.", "\"cumulative\"", Default: "\"each\""),
        new Field(
            "participants",
            new ObjectShape(
                new Field("include", new ListShape(CustomerSelector, 1, 50), "Who is in: whomever any of these selects.", """[{"kind":"level","codes":["gold"]}]""", IsRequired: true),
                new Field("exclude", new ListShape(CustomerSelector, 0, 50), "Who is out. Exclusion wins over inclusion.", """[{"kind":"customer","codes":["C0042"]}]""", Default: "[]")),
            "Who takes part; every customer where it is missing.",
            """{"include":[{"kind":"region","codes":["east"]}],"exclude":[]}""",
            Default: AllIncluded),
        new Field("lines", new ListShape(Line, 1, 50), "The rules. Each earns by itself.", """[{"number":1,"qualifier":{"measure":"netAmount"},"tierMode":"wholeVolume","tiers":[{"from":100000,"ratePercent":5}]}]""", IsRequired: true),
        new Field("capPerProgram", Money, "The most all customers together get for a period; in cumulative mode, for the time since validFrom. Above it each gets its part, in proportion.", "1000000"),
        new Field(
            "rounding",
            new ObjectShape(new Field("unit", new NumberShape(0, 1_000_000, IsAboveMinimum: true), "Amounts are rounded to multiples of this: 0.01, 0.1, 1, 10 ...", "0.01", IsRequired: true)),
            "Rounding, once per settlement line, half away from zero.",
            """{"unit":1}""",
            Default: """{"unit":0.01}"""),
        new Field("negative", ChoiceShape.Of<NegativePolicy>(), "What becomes of a negative result after returns: carryForward (set off against later results), chargeBack (taken back from the account), drop (forgotten).", "\"carryForward\"", Default: "\"carryForward\""),
        new Field("payTo", ChoiceShape.Of<PayTo>(), "Where the rebate goes: balance (the customer's rebate balance) or bank (by bank file).", "\"balance\"", Default: "\"balance\""),
        new Field("priority", new NumberShape(1, 9999, IsWhole: true), "The order among programmes that exclude each other: the lowest number wins.", "10", Default: "100"),
        new Field("exclusiveGroup", new TextShape(CodeLength), "Programmes with the same word here and a common day of validity exclude each other: a customer that could take part in several takes part in the first by priority, then by code.", "\"bikes\""),
        new Field("examples", new ListShape(Example, 0, 100), "Given these sales, expect this rebate. They run on each change; one that fails blocks the approval.", "[]", Default: "[]"));
}
