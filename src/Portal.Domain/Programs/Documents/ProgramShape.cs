namespace Portal.Domain.Programs.Documents;

/// <summary>The shape of a programme document: every field with its meaning and an example.</summary>
internal static class ProgramShape
{
    private static readonly NumberShape Money = new(0);

    /// <summary>A whole document.</summary>
    public static ObjectShape Document { get; } = new(
        new Field("code", new TextShape(ScopeShapes.CodeLength, Pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"), "The programme's code: letters, digits, point, hyphen, underscore. Unique.", "\"bikes-2026\"", IsRequired: true),
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
                new Field("include", new ListShape(ScopeShapes.Customers, 1, 50), "Who is in: whomever any of these selects.", """[{"kind":"level","codes":["gold"]}]""", IsRequired: true),
                new Field("exclude", new ListShape(ScopeShapes.Customers, 0, 50), "Who is out. Exclusion wins over inclusion.", """[{"kind":"customer","codes":["C0042"]}]""", Default: "[]")),
            "Who takes part; every customer where it is missing.",
            """{"include":[{"kind":"region","codes":["east"]}],"exclude":[]}""",
            Default: ScopeShapes.AllIncluded),
        new Field("lines", new ListShape(LineShapes.Line, 1, 50), "The rules. Each earns by itself.", """[{"number":1,"qualifier":{"measure":"netAmount"},"tierMode":"wholeVolume","tiers":[{"from":100000,"ratePercent":5}]}]""", IsRequired: true),
        new Field("capPerProgram", Money, "The most all customers together get for a period; in cumulative mode, for the time since validFrom. Above it each gets its part, in proportion.", "1000000"),
        new Field("capPerCustomer", Money, "The most one customer gets for a period from all lines together; in cumulative mode, for the time since validFrom. Paid up to the cap, each line its part.", "80000"),
        new Field("budget", Money, "The most all customers together get over the whole validity: earlier periods are paid first, the period in which it is used up is paid in proportion, later ones nothing.", "5000000"),
        new Field(
            "documents",
            new ObjectShape(
                new Field("count", ChoiceShape.Of<DocumentCount>(), "posted: every posted document. paid: only documents that are fully paid, whenever that was. paidInPeriod: only documents that were fully paid by the end of the period they fall into. paidShare: every document by the share of it that is paid. A return counts as soon as it is posted.", "\"paid\"", IsRequired: true),
                new Field("date", ChoiceShape.Of<DocumentDate>(), "The day that decides the period. document: the document's own. delivery: the day of delivery; what is not delivered does not count yet. payment: the day it was fully paid, or with paidShare the day of each payment; not with posted.", "\"document\"", Default: "\"document\""),
                new Field("withinDays", new NumberShape(0, ProgramValidation.MaxPaymentDays, IsWhole: true), "Only payments made so many days after the document's own day, or sooner, count: for an early payment. Payments at any time where it is missing. Not with posted.", "10")),
            "Which documents count, and on which day. Where it is missing: every posted document on its own day.",
            """{"count":"paid","date":"payment"}"""),
        new Field(
            "rollUp",
            new ObjectShape(
                new Field("payTo", ChoiceShape.Of<RollUpPayTo>(), "parent: the company at the head gets the whole rebate. children: each company of the family, the head among them, gets its part by what it bought of what is paid on, floored, and the cents left over go to the largest remainders.", "\"children\"", IsRequired: true)),
            "A company (one that belongs to no other) and all companies under it reach the tiers together, as one customer. A family takes part if its head does; participants.exclude can leave members out.",
            """{"payTo":"parent"}"""),
        new Field(
            "rounding",
            new ObjectShape(new Field("unit", new NumberShape(0, 1_000_000, IsAboveMinimum: true), "Amounts are rounded to multiples of this: 0.01, 0.1, 1, 10 ...", "0.01", IsRequired: true)),
            "Rounding, once per settlement line, half away from zero.",
            """{"unit":1}""",
            Default: """{"unit":0.01}"""),
        new Field("negative", ChoiceShape.Of<NegativePolicy>(), "What becomes of a negative result after returns: carryForward (set off against later results), chargeBack (taken back from the account), drop (forgotten).", "\"carryForward\"", Default: "\"carryForward\""),
        new Field("payTo", ChoiceShape.Of<PayTo>(), "Where the rebate goes: balance (the rebate balance), bank (by bank file), creditNote (on the next invoice), goods (see goods) or points (see pointsPerUnit).", "\"balance\"", Default: "\"balance\""),
        new Field("payee", ChoiceShape.Of<Payee>(), "Who is paid: the customer who bought, its parent, or the agent or the salesperson who looks after it.", "\"customer\"", Default: "\"customer\""),
        new Field("tellCustomer", new FlagShape(), "Where the payee is not the customer: whether the customer who bought sees on its statements that a rebate was paid for its purchases.", "true", Default: "false"),
        new Field("pointsPerUnit", new NumberShape(0, IsAboveMinimum: true), "Required with payTo points, and only then: points for each unit of money. Whole points are given, what is over goes to the rebate balance.", "10"),
        new Field(
            "goods",
            new ObjectShape(
                new Field("product", new TextShape(ScopeShapes.CodeLength), "The number of the product.", "\"BK-M18S-40\"", IsRequired: true),
                new Field("unitValue", new NumberShape(0, IsAboveMinimum: true), "What one unit of it counts for, in units of money. Whole units are given, what is over goes to the rebate balance.", "250", IsRequired: true)),
            "Required with payTo goods, and only then: which goods.",
            """{"product":"BK-M18S-40","unitValue":250}"""),
        new Field("priority", new NumberShape(1, 9999, IsWhole: true), "The order among programmes that exclude each other: the lowest number wins.", "10", Default: "100"),
        new Field("exclusiveGroup", new TextShape(ScopeShapes.CodeLength), "Programmes with the same word here and a common day of validity exclude each other: a customer that could take part in several takes part in the first by priority, then by code.", "\"bikes\""),
        new Field("bestOfGroup", new TextShape(ScopeShapes.CodeLength), "Programmes with the same word here: for each period a customer gets only the one that pays it most; of equal ones the first by priority, then by code. They should have the same periods.", "\"spring\""),
        new Field(
            "stacking",
            new ObjectShape(
                new Field("group", new TextShape(ScopeShapes.CodeLength), "The word that the programmes share.", "\"trade\"", IsRequired: true),
                new Field("order", new NumberShape(1, 9999, IsWhole: true), "The place: lower numbers are computed first.", "2", IsRequired: true)),
            "Programmes of the same group are computed in this order: the rebate of one is taken off the amounts that later ones are paid on, sale by sale. A programme of a longer calendar counts for it as soon as its period has ended.",
            """{"group":"trade","order":2}"""),
        new Field("examples", new ListShape(ExampleShapes.Example, 0, 100), "Given these sales, expect this rebate. They run on each change; one that fails blocks the approval.", "[]", Default: "[]"));
}
