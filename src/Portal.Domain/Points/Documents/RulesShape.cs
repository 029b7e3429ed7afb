using Portal.Domain.Points.Rules;
using Portal.Domain.Programs.Documents;
using static Portal.Domain.Points.Documents.RuleShapes;

namespace Portal.Domain.Points.Documents;

/// <summary>The shape of a rules document: every field with its meaning and an example.</summary>
internal static class RulesShape
{
    private static readonly Field Gives = new("gives", ChoiceShape.Of<RuleGives>(), "points, growth (value that decides the level; see levels.growth), or both.", "\"growth\"", Default: "\"points\"");
    private static readonly Field Step = new("step", ChoiceShape.Of<RuleStep>(), "proportional: a part of per earns its part. fullMultiple: only full multiples earn (196 at 1 per 10 is 19).", "\"fullMultiple\"", Default: "\"proportional\"");
    private static readonly Field Measure = new("measure", ChoiceShape.Of<RuleMeasure>(), "bill: the lines that fit are measured together, and the points shared over them. line: each line by itself.", "\"line\"", Default: "\"bill\"");

    private static readonly VariantShape EarnRule = new(
        "kind",
        new Variant("amount", "Points for every so much money.", Common(
            new Field("per", Above, "The amount that earns points.", "10", Default: "1"),
            new Field("points", PointNumber, "Points for each per; it need not be whole.", "1", IsRequired: true),
            Step, Measure, Gives)),
        new Variant("quantity", "Points for every so many pieces.", Common(
            new Field("per", Above, "The quantity that earns points.", "1", Default: "1"),
            new Field("points", PointNumber, "Points for each per.", "50", IsRequired: true),
            Step, Measure, Gives)),
        new Variant("visit", "Points for a sale, whatever its amount (give a least one in when.minimumAmount).", Common(
            new Field("points", PointNumber, "Points for the visit.", "5", IsRequired: true),
            new Field("every", Whole(1, 1000), "Only every so manieth sale that fits: 10 for a stamp card of ten.", "10", Default: "1"),
            Gives)),
        new Variant("activity", "Points for something other than a sale, by an event of type activity. The event join counts as the activity join.", Common(
            new Field("activity", new BoundedText(100), "The activity's name.", "\"signIn\"", IsRequired: true),
            new Field("points", PointNumber, "Points for it. Required without streak.", "2", Default: "0"),
            new Field("streak", new ListShape(PointNumber, 0, 366), "Points by consecutive local day instead of points: the first for the first day. A second time on a day gives nothing.", "[1,2,3,5,8]", Default: "[]"),
            new Field("afterStreak", ChoiceShape.Of<StreakEnd>(), "After the streak's last day: repeatLast or startAgain.", "\"startAgain\"", Default: "\"repeatLast\""),
            Gives)),
        new Variant("birthday", "Points given by themselves at the start of each birthday of a member (29 February: on 28 February in common years).", Common(
            new Field("points", PointNumber, "Points for the day.", "100", IsRequired: true),
            Gives)));

    private static readonly VariantShape Campaign = new(
        "kind",
        new Variant("multiplier", "So many times the points of the lines that fit.", Common(
            new Field("factor", PointNumber, "1.5: half as many more.", "1.5", IsRequired: true),
            new Field("on", ChoiceShape.Of<MultiplierBase>(), "running: what the rules, the level and the campaigns before it gave; ×2 and ×3 make ×6. base: what the rules gave; ×2 and ×3 make ×4.", "\"base\"", Default: "\"running\""),
            new Field("rules", new ListShape(Code, 0, 200), "The rules whose own points are multiplied; needs on: base. All where empty.", "[\"rule7\"]", Default: "[]"))),
        new Variant("bonus", "So many points more on a sale that fits.", Common(
            new Field("points", PointNumber, "Points more.", "100", IsRequired: true))));

    private static readonly ObjectShape Level = new(
        new Field("code", Code, "The level's code.", "\"gold\"", IsRequired: true),
        new Field("from", AmountNumber, "The growth value that reaches it; the first level's is 0. It belongs to the level.", "5000", IsRequired: true),
        new Field("keepFrom", AmountNumber, "The growth value that is enough to keep it; from where missing.", "4000"),
        new Field("factor", PointNumber, "What its members' points of sales are multiplied with, before campaigns.", "1.2", Default: "1"));

    private static readonly ObjectShape Levels = new(
        new Field("growth", ChoiceShape.Of<GrowthSource>(), "What growth value comes from: spend (the part of sales that earns, in money), pointsEarned (used or not; pending too), visits (sales), rules (rules that give growth), or balance (the points balance itself: using points then costs the level).", "\"spend\"", Default: "\"spend\""),
        new Field("window", ChoiceShape.Of<GrowthWindow>(), "The time whose growth value counts: lifetime, calendarYear, or rollingMonths.", "\"calendarYear\"", Default: "\"lifetime\""),
        new Field("windowMonths", Whole(1, 1200), "The months of rollingMonths, up to and with the day.", "12"),
        new Field("list", new FilledList(Level, 50), "The levels, with rising thresholds. A member goes up at once on the event that reaches one.", """[{"code":"silver","from":0},{"code":"gold","from":5000,"factor":1.2}]""", IsRequired: true),
        new Field("checkAtEndOf", ChoiceShape.Of<LevelCheck>(), "Members go down only at the end of each year, quarter, month or day (at midnight, with the growth value of the day that ends). With window calendarYear only year.", "\"month\"", Default: "\"year\""),
        new Field("down", ChoiceShape.Of<LevelDown>(), "How far: byGrowth (to the level that the growth value reaches), oneLevel, or never.", "\"oneLevel\"", Default: "\"byGrowth\""),
        new Field("graceDays", Whole(0, 3650), "Days after the check in which the member can reach the threshold still; growth of those days counts too.", "30", Default: "0"),
        new Field("holdMonths", Whole(1, 1200), "Months from reaching a level in which no check takes it away.", "12"),
        new Field("holdRenews", new FlagShape(), "Whether a check that the member passes after those months begins them anew, as with a level that is valid for a year at a time.", "true", Default: "false"),
        new Field("onReturn", ChoiceShape.Of<LevelReturn>(), "Whether a return that takes the growth value below the level's threshold takes the level atOnce (only one that the returned goods had reached; not with growth balance) or atCheck.", "\"atCheck\"", Default: "\"atOnce\""),
        new Field("billEarnsAt", ChoiceShape.Of<LevelOfBill>(), "Whose rates hold for the sale that reaches a new level: before, or reached (needs growth spend or visits).", "\"reached\"", Default: "\"before\""));

    private static readonly ObjectShape Redemption = new(
        new Field("points", Above, "So many points ...", "100", IsRequired: true),
        new Field("money", Above, "... are worth this amount. The value of points is rounded down to the minor unit, and only as many points are taken as that value needs, so that no point goes without value.", "1", IsRequired: true),
        new Field("minimum", PointNumber, "The fewest points for one order.", "100"),
        new Field("maximumPerOrder", PointNumber, "The most points for one order.", "5000"),
        new Field("maximumPercentOfBill", new BoundedNumber(0, 100), "The most of the bill after discounts that points may pay, in percent.", "50", Default: "100"),
        new Field("minimumBill", AmountNumber, "The smallest bill after discounts on which points may be used.", "20"),
        new Field("multipleOf", Above, "Only whole multiples of so many points.", "100"),
        new Field("maximumPerDay", PointNumber, "The most points a member may use on a local day.", "10000"),
        new Field("timesPerDay", Whole(1, 10000), "How often a member may use points on a local day.", "1"),
        new Field("minimumBalance", PointNumber, "The available points a member must have before using any.", "500"),
        new Field("order", ChoiceShape.Of<ConsumptionOrder>(), "Which points go first: earliestExpiry (never last; then earned first), or earliestEarned.", "\"earliestEarned\"", Default: "\"earliestExpiry\""));

    private static readonly ObjectShape Returns = new(
        new Field("alreadySpent", ChoiceShape.Of<SpentPolicy>(), "Where points to be taken back are spent, others of the member are taken; where there are none: negative (a debt that the next available points absorb) or clamp (the balance stops at zero).", "\"clamp\"", Default: "\"negative\""),
        new Field("rounding", ChoiceShape.Of<RoundingMode>(), "How the points of a part of a line are rounded; the return of the line's rest takes what is left.", "\"half\"", Default: "\"floor\""),
        new Field("giveBackRedeemed", new FlagShape(), "Whether points used on a sale go back into their own lots, in proportion to what comes back.", "false", Default: "true"),
        new Field("expiredGraceDays", Whole(0, 3650), "Days that such points have still when their lot expired meanwhile; 0: they expire at once.", "30", Default: "0"));

    private static readonly ObjectShape Referral = new(
        new Field("trigger", ChoiceShape.Of<ReferralTrigger>(), "What earns the reward: firstPurchase of the new member, or join. Until then the referral is pending; a purchase returned in full takes the reward back.", "\"firstPurchase\"", Default: "\"firstPurchase\""),
        new Field("referrerPoints", PointNumber, "Points of the one who brought the new member.", "200", IsRequired: true),
        new Field("referredPoints", PointNumber, "Points of the new member.", "100", Default: "0"),
        new Field("minimumAmount", AmountNumber, "The least amount of the purchase in what earns.", "100"),
        new Field("withinDays", Whole(0, 36500), "Days after joining within which the purchase must be.", "90"),
        new Field("pendingDays", Whole(0, 3650), "Days until the reward is available.", "14", Default: "0"),
        new Field("limits", Limits, "The most rewards of one referrer; times only.", """[{"per":"month","times":10}]""", Default: "[]"),
        new Field("checks", new ListShape(ChoiceShape.Of<ReferralCheck>(), 0, 4), "What refuses a referral: the same contact, device or address, or a circle. Bringing oneself is always refused, and a referrer must have joined before.", "[\"contact\",\"device\"]", Default: "[\"contact\",\"device\",\"circle\"]"));

    /// <summary>A whole document.</summary>
    public static ObjectShape Document { get; } = new(
        new Field("name", new BoundedText(200), "The programme's name.", "\"Rider points\""),
        new Field("timeZone", new BoundedText(100), "The time zone (IANA name) whose midnight ends a day.", "\"Europe/Berlin\"", Default: "\"Asia/Shanghai\""),
        new Field("currency", new BoundedText(3, "^[A-Z]{3}$"), "The currency of every amount.", "\"EUR\"", Default: "\"CNY\""),
        new Field("currencyDecimals", Whole(0, 3), "Decimals of the currency's minor unit.", "0", Default: "2"),
        new Field("pointDecimals", Whole(0, 4), "Decimals of a point; 0: points are whole.", "2", Default: "0"),
        new Field(
            "earnOn",
            new ObjectShape(
                new Field("discount", ChoiceShape.Of<DiscountBase>(), "after: what is left after line and bill discounts earns. before: the full price.", "\"after\"", Default: "\"after\""),
                new Field("tax", ChoiceShape.Of<TaxBase>(), "Whether the tax contained in the amounts earns: included or excluded.", "\"excluded\"", Default: "\"included\""),
                new Field("excludePayments", new ListShape(new BoundedText(50), 0, 50), "Payment methods whose part of the bill earns nothing. points also stands for the sale's redeemPoints.", "[\"points\",\"storedValue\"]", Default: "[\"points\"]")),
            "What part of a sale earns.",
            """{"discount":"after","excludePayments":["points","storedValue"]}""",
            Default: "{}"),
        new Field(
            "rounding",
            new ObjectShape(
                new Field("mode", ChoiceShape.Of<RoundingMode>(), "floor (down), ceil (up), or half (to the nearest, half up).", "\"floor\"", Default: "\"floor\""),
                new Field("each", ChoiceShape.Of<RoundedPart>(), "What is rounded, once, after rules, level and campaigns: the bill's sum, each line's, or each rule's.", "\"bill\"", Default: "\"bill\"")),
            "The one rounding of an earning.",
            """{"mode":"floor","each":"bill"}""",
            Default: "{}"),
        new Field("earnRules", new ListShape(EarnRule, 0, 500), "The rules that give points.", """[{"kind":"amount","id":"base","per":10,"points":1}]""", IsRequired: true),
        new Field("earnRuleChoice", ChoiceShape.Of<RuleChoice>(), "Where several rules fit the same line: priority (all in order; see stackable), bestSingle (the one that gives the line most), or best (the line gets the greater of all stackable together and each other one alone).", "\"priority\"", Default: "\"priority\""),
        new Field("campaigns", new ListShape(Campaign, 0, 500), "What multiplies or adds to the points of a sale.", """[{"kind":"multiplier","id":"birthday","factor":1.5,"when":{"birthday":"month"}}]""", Default: "[]"),
        new Field("campaignChoice", ChoiceShape.Of<RuleChoice>(), "Where several campaigns fit: priority (all in order; one that is not stackable applies only where it is the first, and then alone), bestSingle (the one that gives most), or best (the greater of all stackable together and each other one alone).", "\"best\"", Default: "\"priority\""),
        new Field("earnLimits", Limits, "The most a member earns from all rules together; referral rewards and adjustments are not counted.", """[{"per":"day","points":2000}]""", Default: "[]"),
        new Field(
            "pending",
            new ObjectShape(
                new Field("days", Whole(0, 3650), "Days after the day of earning; available from the start of that local day. 0: at once.", "7", Default: "0"),
                new Field(
                    "byChannel",
                    new ListShape(new ObjectShape(
                        new Field("channel", new BoundedText(100), "The channel.", "\"online\"", IsRequired: true),
                        new Field("days", Whole(0, 3650), "Its days.", "14", IsRequired: true))),
                    "Days by channel of the event, instead of days.",
                    """[{"channel":"online","days":14}]""",
                    Default: "[]"),
                new Field("untilReleased", new FlagShape(), "Points of sales wait for the event release instead; not together with days or byChannel.", "true", Default: "false")),
            "When earned points become available: usually when the time for returns is over.",
            """{"days":0,"byChannel":[{"channel":"online","days":14}]}""",
            Default: "{}"),
        new Field("expiry", Expiry, "How long points last. The day named is the last on which they can be used; they expire at its end, local midnight.", """{"kind":"months","months":12,"roundTo":"month"}""", Default: """{"kind":"never"}"""),
        new Field("redemption", Redemption, "What points are worth on a bill and how many may be used; without it, none can be used on bills.", """{"points":100,"money":1,"maximumPercentOfBill":50}"""),
        new Field("returns", Returns, "What a return takes back (from what was stored when it was earned, line by line) and gives back.", """{"alreadySpent":"clamp"}""", Default: "{}"),
        new Field(
            "adjustments",
            new ObjectShape(new Field("secondPersonAbove", PointNumber, "Above so many points the event adjust needs approvedBy, someone other than by.", "1000")),
            "Points by hand, always with a reason.",
            """{"secondPersonAbove":1000}""",
            Default: "{}"),
        new Field("levels", Levels, "Levels by growth value.", """{"list":[{"code":"basic","from":0},{"code":"gold","from":5000,"factor":1.2}]}"""),
        new Field("referral", Referral, "Rewards for bringing new members.", """{"referrerPoints":200,"referredPoints":100}"""),
        new Field("expectedBreakagePercent", new BoundedNumber(0, 100), "The share of outstanding points expected to expire unused, taken off the liability's expected value.", "20", Default: "0"));
}
