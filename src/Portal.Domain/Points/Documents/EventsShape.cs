using Portal.Domain.Programs.Documents;
using static Portal.Domain.Points.Documents.RuleShapes;

namespace Portal.Domain.Points.Documents;

/// <summary>The shape of an events document: every field with its meaning and an example.</summary>
internal static class EventsShape
{
    private static readonly BoundedText Id = new(100);
    private static readonly BoundedText Word = new(100);
    private static readonly ListShape Words = new(Word, 0, 100);

    private static readonly Field[] PersonFacts =
    [
        new Field("birthday", new DayShape(), "The birthday.", "\"1990-02-28\""),
        new Field("tags", Words, "Tags for the condition tags.", "[\"student\"]", Default: "[]"),
        new Field("contact", Word, "The telephone number or address of electronic mail, as the referral's check compares it.", "\"+86 138 0000 0000\""),
        new Field("device", Word, "The device, as the referral's check compares it.", "\"a1b2\""),
        new Field("address", Word, "The postal address, as the referral's check compares it.", "\"Main Street 1\""),
    ];

    private static readonly ObjectShape Person = new(
        [
            new Field("member", Id, "The member.", "\"M1\"", IsRequired: true),
            new Field("joinedOn", new DayShape(), "The day of joining.", "\"2025-11-01\""),
            .. PersonFacts,
        ]);

    private static readonly Field[] ProductFacts =
    [
        new Field("categories", Words, "Its categories, each with those above it.", "[\"road-bikes\",\"bikes\"]", Default: "[]"),
        new Field("brand", Word, "Its brand.", "\"giant\""),
        new Field("labels", Words, "Its labels.", "[\"new\"]", Default: "[]"),
    ];

    private static readonly ObjectShape Product = new([new Field("product", Id, "The product's number.", "\"BK-1\"", IsRequired: true), .. ProductFacts]);

    private static readonly ObjectShape Line = new(
        [
            new Field("line", Whole(1, 1_000_000), "The line's number, unique on the sale.", "1", IsRequired: true),
            new Field("product", Id, "The product's number.", "\"BK-1\""),
            .. ProductFacts,
            new Field("quantity", Above, "How many.", "2", Default: "1"),
            new Field("amount", AmountNumber, "The amount of the whole line (not of one piece) before any discount.", "398", IsRequired: true),
            new Field("discount", AmountNumber, "The line's own discount; not above amount.", "20", Default: "0"),
            new Field("tax", AmountNumber, "The tax contained in what is left of the line after discounts.", "43.49", Default: "0"),
        ]);

    private static readonly Field Attributes = new("attributes", new TextMap(), "Further facts for the condition attributes.", """{"store":"S01"}""", Default: "{}");
    private static readonly Field Channel = new("channel", Word, "Where: for the condition channels and for pending.byChannel.", "\"online\"");

    private static readonly VariantShape Event = new(
        "type",
        new Variant("join", "The member joins; also the activity join.", Common([.. PersonFacts, new Field("referredBy", Id, "The member who brought this one.", "\"M1\"")])),
        new Variant("sale", "A bill. With lines, or with one amount.", Common(
            Channel,
            new Field("amount", AmountNumber, "The bill's amount before any discount, where there are no lines; it is then line 1.", "196"),
            new Field("lines", new ListShape(Line, 0, 10_000), "The lines.", """[{"line":1,"product":"BK-1","amount":196}]""", Default: "[]"),
            new Field("discount", AmountNumber, "A discount on the whole bill, shared over the lines in proportion.", "10", Default: "0"),
            new Field(
                "payments",
                new ListShape(new ObjectShape(
                    new Field("method", Word, "The method, as earnOn.excludePayments names it.", "\"storedValue\"", IsRequired: true),
                    new Field("amount", AmountNumber, "The amount paid so.", "50", IsRequired: true))),
                "Payments; only the excluded methods matter. Points used by redeemPoints are not repeated here.",
                """[{"method":"storedValue","amount":50}]""",
                Default: "[]"),
            new Field("redeemPoints", PointNumber, "Points used on this sale, under the limits of redemption.", "500", Default: "0"),
            Attributes)),
        new Variant("return", "Goods of a sale come back: points earned are taken back and points used are given back, from what was stored.", Common(
            new Field("sale", Id, "The id of the sale.", "\"S1\"", IsRequired: true),
            new Field(
                "lines",
                new ListShape(
                    new ObjectShape(
                        new Field("line", Whole(1, 1_000_000), "The sale's line.", "1", IsRequired: true),
                        new Field("quantity", Above, "How many of it come back. Not together with amount.", "1"),
                        new Field("amount", Above, "How much of the line's amount after discounts comes back.", "100")),
                    0,
                    10_000),
                "The lines; everything that is still out where empty. A line without quantity and amount comes back whole. More than bought is refused.",
                """[{"line":1,"quantity":1}]""",
                Default: "[]"))),
        new Variant("redeem", "Points are used, by themselves. Either points or amount.", Common(
            new Field("points", Above, "How many.", "500"),
            new Field("amount", Above, "Instead of points: the amount that points shall pay. As many points are taken as are worth no more than it.", "5"),
            new Field("billAmount", AmountNumber, "The bill's amount after discounts, for the limits by bill.", "120"),
            new Field("reward", Word, "The reward that the points buy; its points are worth no money, and the limits by bill do not apply.", "\"mug\""))),
        new Variant("cancelRedemption", "A redeem is undone: the points go back into their own lots.", Common(
            new Field("redemption", Id, "The id of the redeem event.", "\"R1\"", IsRequired: true))),
        new Variant("activity", "The member did something that is no bill.", Common(
            new Field("activity", Word, "What, as the rule's activity names it.", "\"signIn\"", IsRequired: true), Channel, Attributes)),
        new Variant("adjust", "Points by hand.", Common(
            new Field("points", new BoundedNumber(-1_000_000_000m, 1_000_000_000m), "How many; negative to take away, at most what is available.", "-50", IsRequired: true),
            new Field("reason", new BoundedText(500), "Why.", "\"Apology for a late delivery\"", IsRequired: true),
            new Field("by", Word, "Who did it.", "\"anna\""),
            new Field("approvedBy", Word, "Who approved it; see adjustments.secondPersonAbove.", "\"ben\""),
            new Field("expiresOn", new DayShape(), "The last day of points that are given, where not as expiry says.", "\"2026-12-31\""))),
        new Variant("release", "A sale is final: its pending points become available now.", Common(
            new Field("sale", Id, "The id of the sale.", "\"S1\"", IsRequired: true))),
        new Variant("setLevel", "A level by hand.", Common(
            new Field("level", Word, "The level's code.", "\"gold\"", IsRequired: true),
            new Field("lock", new FlagShape(), "Whether it stays, whatever the growth value, until it is set again without lock.", "true", Default: "false"),
            new Field("reason", new BoundedText(500), "Why.", "\"Contract\"", IsRequired: true))));

    /// <summary>A whole document.</summary>
    public static ObjectShape Document { get; } = new(
        new Field("members", new ListShape(Person, 0, 100_000), "Members who are known from the beginning. Others appear with their first event.", """[{"member":"M1","birthday":"1990-02-28"}]""", Default: "[]"),
        new Field("products", new ListShape(Product, 0, 100_000), "What lines may leave out: categories, brand and labels by product number.", """[{"product":"BK-1","categories":["bikes"]}]""", Default: "[]"),
        new Field("reportFrom", new DayShape(), "The first local day of the liability report: what was before is its opening.", "\"2026-01-01\""),
        new Field("events", new ListShape(Event, 0, 200_000), "The events. They are taken in order of time, equal times in the order here.", """[{"type":"sale","id":"S1","at":"2026-03-01T10:30:00","member":"M1","amount":196}]""", IsRequired: true));

    private static Field[] Common(params Field[] own) =>
    [
        new Field("id", Id, "Its id. The same id with the same content counts once; with other content it is refused.", "\"S1\"", IsRequired: true),
        new Field("at", new BoundedText(25, "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?)?$"), "When: a day (its start), a local time, or a time with offset.", "\"2026-03-01T23:59:30\"", IsRequired: true),
        new Field("member", Id, "Whose; may be left out where there is one member only.", "\"M1\"", Default: "\"member\""),
        .. own,
    ];
}
