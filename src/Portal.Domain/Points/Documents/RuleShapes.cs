using Portal.Domain.Points.Rules;
using Portal.Domain.Programs.Documents;

namespace Portal.Domain.Points.Documents;

/// <summary>The parts of a rules document that rules and campaigns share.</summary>
internal static class RuleShapes
{
    public const string CodePattern = "^[A-Za-z0-9][A-Za-z0-9._-]*$";

    /// <summary>No programme gives more for one event; sums stay far inside 64 bits.</summary>
    private const decimal Most = 1_000_000_000m;

    public static readonly Shape Code = new BoundedText(50, CodePattern);
    public static readonly Shape PointNumber = new BoundedNumber(0, Most);
    public static readonly Shape AmountNumber = new BoundedNumber(0, Most);
    public static readonly Shape Above = new BoundedNumber(0, Most, IsAboveMinimum: true);

    private static readonly ListShape Words = new(new BoundedText(100), 0, 500);

    private static readonly ObjectShape ProductSelector = new(
        new Field("kind", ChoiceShape.Of<PointProductKind>(), "By what products are selected: product (number), category, brand or label.", "\"category\"", IsRequired: true),
        new Field("codes", new FilledList(new BoundedText(100)), "The numbers or codes. Upper and lower case are the same.", "[\"bikes\"]", IsRequired: true));

    private static readonly ObjectShape Products = new(
        new Field("include", new ListShape(ProductSelector, 0, 50), "What is in: whatever any of these selects; everything where empty.", """[{"kind":"category","codes":["bikes"]}]""", Default: "[]"),
        new Field("exclude", new ListShape(ProductSelector, 0, 50), "What is out; exclusion wins. Gift cards and shipping are usually excluded here.", """[{"kind":"category","codes":["gift-cards"]}]""", Default: "[]"));

    private static readonly ObjectShape Attribute = new(
        new Field("name", new BoundedText(100), "The attribute of the event.", "\"store\"", IsRequired: true),
        new Field("values", new FilledList(new BoundedText(100)), "The values, any of them.", "[\"S01\",\"S02\"]", IsRequired: true));

    private static readonly ObjectShape Names = new(
        new Field("zh-CN", new BoundedText(100), "In Chinese.", """
            "\u6d88\u8d39\u79ef\u5206"
            """),
        new Field("en", new BoundedText(100), "In English.", "\"Points for purchases\""));

    public static readonly ObjectShape When = new(
        new Field("from", new DayShape(), "The first local day.", "\"2026-05-01\""),
        new Field("to", new DayShape(), "The last local day; not before from.", "\"2026-05-31\""),
        new Field("weekdays", new ListShape(ChoiceShape.Of<DayOfWeek>(), 0, 7), "Days of the week; every day where empty.", "[\"wednesday\"]", Default: "[]"),
        new Field("timeFrom", new BoundedText(5, "^([01][0-9]|2[0-3]):[0-5][0-9]$"), "The first local time of day; it belongs to the time.", "\"18:00\""),
        new Field("timeTo", new BoundedText(5, "^([01][0-9]|2[0-3]):[0-5][0-9]$"), "The local time of day before which it must be; where it is earlier than timeFrom, the time runs over midnight.", "\"20:00\""),
        new Field("birthday", ChoiceShape.Of<BirthdayWindow>(), "Only near the member's birthday: on the day (29 February is kept on 28 February in common years), in its week (Monday to Sunday), or in its month.", "\"month\""),
        new Field("levels", Words, "Only members of these levels.", "[\"gold\"]", Default: "[]"),
        new Field("channels", Words, "Only these channels.", "[\"online\"]", Default: "[]"),
        new Field("tags", Words, "Only members with any of these tags.", "[\"student\"]", Default: "[]"),
        new Field("products", Products, "Only these products: other lines of the bill are not measured and get nothing of it.", """{"include":[{"kind":"brand","codes":["giant"]}]}"""),
        new Field("minimumAmount", AmountNumber, "The least amount of the lines that fit, in what earns; below it the rule gives nothing.", "50"),
        new Field("minimumQuantity", PointNumber, "The least quantity of the lines that fit.", "2"),
        new Field("firstPurchase", new FlagShape(), "Only the member's first sale that was not returned in full.", "true", Default: "false"),
        new Field("joinedWithinDays", new BoundedNumber(0, 36500, IsWhole: true), "Only within so many days after the day of joining; members without that day do not fit.", "30"),
        new Field("attributes", new ListShape(Attribute, 0, 20), "Attributes of the event that must all have one of their values.", """[{"name":"store","values":["S01"]}]""", Default: "[]"));

    public static readonly ListShape Limits = new(
        new ObjectShape(
            new Field("per", ChoiceShape.Of<LimitPeriod>(), "The time, in local calendar: bill, day, week (from Monday), month, quarter, year, or ever.", "\"day\"", IsRequired: true),
            new Field("points", PointNumber, "The most points in it; earning is cut to what is left.", "500"),
            new Field("times", new BoundedNumber(1, int.MaxValue, IsWhole: true), "The most times in it; the next one gives nothing.", "1")),
        0,
        20);

    public static readonly VariantShape Expiry = new(
        "kind",
        new Variant("never", "The points last for ever."),
        new Variant("days", "So many days later.", new Field("days", Whole(0, 36500), "365: points earned on 1 March 2025 can be used through 1 March 2026.", "365", IsRequired: true), RoundTo, Start),
        new Variant(
            "months",
            "So many months later.",
            new Field("months", Whole(0, 1200), "12: one year. 31 January and one month is the last day of February. 0 with roundTo month: the end of the month of earning.", "12", IsRequired: true),
            RoundTo,
            Start),
        new Variant(
            "yearly",
            "On the same day each year: the first such day not before the day of earning.",
            new Field("month", Whole(1, 12), "The month.", "12", Default: "12"),
            new Field("day", Whole(1, 31), "The day of the month; in a shorter month its last.", "31", Default: "31"),
            new Field("moreYears", Whole(0, 100), "Whole years more: 1 is the end of the next year.", "1", Default: "0"),
            new Field("lateFromMonth", Whole(1, 12), "Points earned in this calendar month or later, before the day, last one year longer: 10 for October to December.", "10"),
            Start),
        new Variant("onDay", "On a fixed day.", new Field("on", new DayShape(), "The last day on which the points can be used.", "\"2026-12-31\"", IsRequired: true)),
        new Variant(
            "inactivity",
            "So long after the member's last activity. Each activity prolongs all such points. Months or days, not both.",
            new Field("months", Whole(1, 1200), "Months after the last activity.", "12"),
            new Field("days", Whole(1, 36500), "Days after the last activity.", "180"),
            new Field("toMonthEnd", new FlagShape(), "Moved to the end of its month.", "true", Default: "false"),
            new Field("activities", new FilledList(ChoiceShape.Of<ActivityKind>()), "What counts as activity: sale, redeem, activity. Earning the points always does.", "[\"sale\"]", Default: "[\"sale\",\"redeem\"]")));

    private static Field RoundTo => new("roundTo", ChoiceShape.Of<ExpiryRoundTo>(), "Moved to the last day of this calendar period.", "\"month\"", Default: "\"none\"");

    private static Field Start => new("start", ChoiceShape.Of<ExpiryStart>(), "From which day the time runs: earned, or available (the end of pending; while points wait for a release: the day of earning).", "\"available\"", Default: "\"earned\"");

    public static Shape Whole(int minimum, int maximum) => new BoundedNumber(minimum, maximum, IsWhole: true);

    /// <summary>What rules and campaigns of every kind have.</summary>
    public static Field[] Common(params Field[] own) =>
    [
        new Field("id", Code, "What it is known by in every breakdown; unique among rules and campaigns.", "\"rule7\"", IsRequired: true),
        new Field("names", Names, "What members read instead of its id; where one language is missing, the other.", """{"zh-CN":"\u6d88\u8d39\u79ef\u5206","en":"Points for purchases"}"""),
        .. own,
        new Field("priority", Whole(1, 9999), "The order: the lowest number first, equal ones by id.", "10", Default: "100"),
        new Field("stackable", new FlagShape(), "false: applies alone. A rule that is not stackable shares no line with another rule; a campaign that is not stackable applies with no other campaign.", "false", Default: "true"),
        new Field("when", When, "When and on what it applies. What is not said does not restrict.", """{"levels":["gold"],"weekdays":["wednesday"]}""", Default: "{}"),
        new Field("limits", Limits, "The most a member gets from it. What a sale that came back in full had used is free again.", """[{"per":"day","points":500}]""", Default: "[]"),
        new Field("expiry", Expiry, "How long its points last, where not as the programme says.", """{"kind":"days","days":30}"""),
        new Field("pendingDays", Whole(0, 3650), "Days until its points are available, where not as the programme says.", "14"),
    ];
}
