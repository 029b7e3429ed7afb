using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Rules;

namespace Portal.Domain.Tests.Points;

/// <summary>Limits on the use of points, and what points are worth.</summary>
public class RedemptionTests
{
    /// <summary>Rule, request, refusal codes. The member has 1000 points; one use of 100 was made today.</summary>
    public static TheoryData<string, string, string> Limits => new()
    {
        { "", "\"points\":900", "" },
        { "", "\"points\":901", "points_not_enough" },
        { "\"minimum\":200", "\"points\":100", "points_below_minimum" },
        { "\"maximumPerOrder\":300", "\"points\":301", "points_above_order" },
        { "\"multipleOf\":100", "\"points\":150", "points_not_multiple" },
        { "\"maximumPerDay\":300", "\"points\":201", "points_above_day" },
        { "\"maximumPerDay\":300", "\"points\":200", "" },
        { "\"timesPerDay\":1", "\"points\":200", "points_times_of_day" },
        { "\"minimumBalance\":901", "\"points\":200", "points_balance_too_small" },
        { "\"maximumPercentOfBill\":50", "\"points\":500,\"billAmount\":10", "" },
        { "\"maximumPercentOfBill\":50", "\"points\":501,\"billAmount\":10", "points_above_share" },
        { "\"minimumBill\":20", "\"points\":100,\"billAmount\":19.99", "points_bill_too_small" },
        { "", "\"points\":200,\"billAmount\":1.99", "points_above_share" },
        { "\"minimum\":200,\"multipleOf\":40", "\"points\":150", "points_below_minimum,points_not_multiple" },
        { "\"maximumPerOrder\":300", "\"points\":900,\"reward\":\"bike\"", "" },
    };

    /// <summary>Points and money of the rate, units asked, value in minor units, units taken.</summary>
    public static TheoryData<decimal, decimal, long, long, long> Values => new()
    {
        { 100m, 1m, 500, 500, 500 },
        { 100m, 1m, 1, 1, 1 },
        { 1000m, 1m, 19, 1, 10 },
        { 3m, 1m, 1, 33, 1 },
        { 3m, 1m, 2, 66, 2 },
        { 3m, 1m, 3, 100, 3 },
        { 1m, 15m, 7, 10500, 7 },
        { 300m, 1m, 100, 33, 99 },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void Limits_are_named(string rule, string request, string codes)
    {
        // As many as the rule's minimum allows.
        var used = rule.Contains("\"minimum\"", StringComparison.Ordinal) ? 200 : 100;
        var trial = Trial.Run(
            $$$"""{"redemption":{"points":100,"money":1{{{(rule.Length == 0 ? "" : "," + rule)}}}},"earnRules":[]}""",
            $$$"""
            [{"type":"adjust","id":"A","at":"2026-03-01","points":1000,"reason":"r"},
             {"type":"redeem","id":"U","at":"2026-03-02","points":{{{used}}},"reward":"first"},
             {"type":"redeem","id":"R","at":"2026-03-02",{{{request}}}}]
            """,
            "2026-03-02");
        Assert.Equal(codes, trial.Refusal("R"));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void No_point_goes_without_value_and_no_value_without_points(decimal points, decimal money, long asked, long valueMinor, long taken)
    {
        var rule = new RedemptionRule { Points = points, Money = money };
        var scale = new PointScale(0, 2);
        Assert.Equal(valueMinor, Redeeming.ValueMinor(rule, asked, scale));
        Assert.Equal(taken, Redeeming.UnitsWorth(rule, valueMinor, scale));
    }

    [Fact]
    public void Money_becomes_as_many_points_as_it_covers_whole()
    {
        // 100 at 15 a point: 6 points worth 90, never 7 worth 105.
        var trial = Trial.Run(
            """{"redemption":{"points":1,"money":15}}""",
            """[{"type":"adjust","id":"A","at":"2026-03-01","points":10,"reason":"r"},{"type":"redeem","id":"R","at":"2026-03-02","amount":100}]""",
            "2026-03-02");
        Assert.Equal((6, 9000), (trial.Event("R").Redeemed.Sum(lot => lot.Units), trial.Event("R").RedeemedMinor));
    }

    [Fact]
    public void A_refused_use_changes_nothing_and_may_be_tried_again()
    {
        var trial = Trial.Run(
            """{"redemption":{"points":1,"money":1}}""",
            """
            [{"type":"sale","id":"S","at":"2026-03-01","amount":50,"redeemPoints":10},
             {"type":"adjust","id":"A","at":"2026-03-01","points":10,"reason":"r"},
             {"type":"sale","id":"S","at":"2026-03-01","amount":50,"redeemPoints":10}]
            """,
            "2026-03-02");
        Assert.Equal(["Refused", "Done", "Done"], trial.Outcome.Events.Select(item => item.State.ToString()));
        Assert.Equal("40/0/0", trial.Standing());
    }

    [Theory]
    [InlineData("\"points\":2000", "points_second_person")]
    [InlineData("\"points\":2000,\"by\":\"a\",\"approvedBy\":\"A\"", "points_second_person")]
    [InlineData("\"points\":2000,\"by\":\"a\",\"approvedBy\":\"b\"", "")]
    [InlineData("\"points\":1000", "")]
    [InlineData("\"points\":-1", "points_not_enough")]
    public void Points_by_hand_need_a_second_person_above_a_limit(string adjust, string code) => Assert.Equal(
        code,
        Trial.Run("""{"adjustments":{"secondPersonAbove":1000}}""", $$$"""[{"type":"adjust","id":"A","at":"2026-03-01","reason":"r",{{{adjust}}}}]""", "2026-03-02").Refusal("A"));
}
