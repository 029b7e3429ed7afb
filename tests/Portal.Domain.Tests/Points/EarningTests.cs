namespace Portal.Domain.Tests.Points;

/// <summary>What a bill earns, rule by rule, with the breakdown that is stored.</summary>
public class EarningTests
{
    private const string Base10 = """{"kind":"amount","id":"rule7","per":10,"points":1,"step":"fullMultiple"}""";
    private const string Birthday = """{"kind":"multiplier","id":"birthday","factor":1.5,"when":{"birthday":"month"}}""";

    /// <summary>Rules, the sale's fields, points, breakdown.</summary>
    public static TheoryData<string, string, long, string> Bills => new()
    {
        { $$$"""{"earnRules":[{{{Base10}}}],"campaigns":[{{{Birthday}}}]}""", "\"amount\":196", 28, "rule7: 19, birthday × 1.5 = 28.5, floor: 28" },
        { $$$"""{"earnRules":[{{{Base10}}}],"campaigns":[{{{Birthday}}}],"rounding":{"mode":"half"}}""", "\"amount\":196", 29, "rule7: 19, birthday × 1.5 = 28.5, half: 29" },
        { """{"earnRules":[{"kind":"amount","id":"a","per":10,"points":1}]}""", "\"amount\":196", 19, "a: 19.6, floor: 19" },
        { """{"earnRules":[{"kind":"amount","id":"a","per":10,"points":1}],"rounding":{"mode":"ceil"}}""", "\"amount\":196", 20, "a: 19.6, ceil: 20" },
        { """{"earnRules":[{"kind":"amount","id":"a","per":10,"points":1}],"rounding":{"mode":"half"}}""", "\"amount\":195", 20, "a: 19.5, half: 20" },
        { """{"earnRules":[{"kind":"amount","id":"a","per":3,"points":3}]}""", "\"amount\":100", 100, "a: 100, floor: 100" },
        { """{"earnRules":[{"kind":"amount","id":"a","per":10,"points":5,"step":"fullMultiple"}]}""", "\"amount\":29.99", 10, "a: 10, floor: 10" },
        { """{"earnRules":[{"kind":"amount","id":"a","per":10,"points":5}]}""", "\"amount\":25", 12, "a: 12.5, floor: 12" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1}],"pointDecimals":2}""", "\"amount\":12.34", 1234, "a: 12.34, floor: 12.34" },
        { """{"earnRules":[{"kind":"visit","id":"v","points":5,"when":{"minimumAmount":20}}]}""", "\"amount\":20", 5, "v: 5, floor: 5" },
        { """{"earnRules":[{"kind":"visit","id":"v","points":5,"when":{"minimumAmount":20}}]}""", "\"amount\":19.99", 0, "" },
        { """{"earnRules":[{"kind":"visit","id":"v","points":5}]}""", "\"amount\":0", 5, "v: 5, floor: 5" },
        { "{}", "\"amount\":0", 0, "base: 0, floor: 0" },
        { "{}", "\"amount\":100,\"discount\":10", 90, "base: 90, floor: 90" },
        { """{"earnOn":{"discount":"before"}}""", "\"amount\":100,\"discount\":10", 100, "base: 100, floor: 100" },
        { """{"earnOn":{"tax":"excluded"}}""", """ "lines":[{"line":1,"amount":113,"tax":13}] """, 100, "base: 100, floor: 100" },
        { """{"earnOn":{"excludePayments":["storedValue"]}}""", """ "amount":100,"payments":[{"method":"storedValue","amount":40},{"method":"cash","amount":60}] """, 60, "base: 60, floor: 60" },
        { "{}", """ "amount":100,"payments":[{"method":"storedValue","amount":40}] """, 100, "base: 100, floor: 100" },
        { """{"earnRules":[{"kind":"quantity","id":"q","points":50,"when":{"products":{"include":[{"kind":"product","codes":["BK-1"]}]}}}]}""", """ "lines":[{"line":1,"product":"bk-1","quantity":3,"amount":30},{"line":2,"product":"X","amount":5}] """, 150, "q: 150, floor: 150" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1,"when":{"products":{"exclude":[{"kind":"category","codes":["gift"]}]}}}]}""", """ "lines":[{"line":1,"categories":["gift"],"amount":30},{"line":2,"amount":5}] """, 5, "a: 5, floor: 5" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1,"when":{"channels":["online"]}}]}""", """ "amount":30,"channel":"shop" """, 0, "" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1,"when":{"attributes":[{"name":"store","values":["S1"]}]}}]}""", """ "amount":30,"attributes":{"store":"S1"} """, 30, "a: 30, floor: 30" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1,"when":{"weekdays":["saturday"]}}]}""", "\"amount\":30", 0, "" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1,"when":{"weekdays":["sunday"],"timeFrom":"22:00","timeTo":"02:00"}}]}""", "\"amount\":30", 30, "a: 30, floor: 30" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1,"limits":[{"per":"bill","points":25}]}],"campaigns":[{"kind":"multiplier","id":"m","factor":2}]}""", "\"amount\":30", 50, "a: 30, a limit: 25, m × 2 = 50, floor: 50" },
        { """{"campaigns":[{"kind":"multiplier","id":"m","factor":2,"limits":[{"per":"bill","points":10}]}]}""", "\"amount\":30", 40, "base: 30, m × 2 = 60, m limit: 10, floor: 40" },
        { """{"earnLimits":[{"per":"day","points":20}]}""", "\"amount\":30", 20, "base: 30, floor: 30, limit: 20" },
    };

    /// <summary>How rules and campaigns go together: settings, points, breakdown of a sale of 100 (bikes 40, other 60).</summary>
    public static TheoryData<string, long, string> Together => new()
    {
        { """{"earnRules":[{"kind":"amount","id":"all","points":1},{"kind":"amount","id":"bikes","points":2,"when":{"products":{"include":[{"kind":"category","codes":["bikes"]}]}}}]}""", 180, "all: 100, bikes: 80, floor: 180" },
        { """{"earnRules":[{"kind":"amount","id":"all","points":1},{"kind":"amount","id":"bikes","points":2,"priority":1,"stackable":false,"when":{"products":{"include":[{"kind":"category","codes":["bikes"]}]}}}]}""", 140, "bikes: 80, all: 60, floor: 140" },
        { """{"earnRules":[{"kind":"amount","id":"all","points":1},{"kind":"amount","id":"bikes","points":2,"stackable":false,"priority":200,"when":{"products":{"include":[{"kind":"category","codes":["bikes"]}]}}}]}""", 100, "all: 100, floor: 100" },
        { """{"earnRuleChoice":"bestSingle","earnRules":[{"kind":"amount","id":"all","points":1},{"kind":"amount","id":"bikes","points":2,"when":{"products":{"include":[{"kind":"category","codes":["bikes"]}]}}}]}""", 140, "all: 60, bikes: 80, floor: 140" },
        { """{"earnRuleChoice":"best","earnRules":[{"kind":"amount","id":"a","points":1},{"kind":"amount","id":"b","points":1},{"kind":"amount","id":"c","points":1.5,"stackable":false}]}""", 200, "a: 100, b: 100, floor: 200" },
        { """{"campaigns":[{"kind":"multiplier","id":"x2","factor":2},{"kind":"multiplier","id":"x3","factor":3}]}""", 600, "base: 100, x2 × 2 = 200, x3 × 3 = 600, floor: 600" },
        { """{"campaigns":[{"kind":"multiplier","id":"x2","factor":2,"on":"base"},{"kind":"multiplier","id":"x3","factor":3,"on":"base"}]}""", 400, "base: 100, x2 × 2 = 200, x3 × 3 of 100 = 400, floor: 400" },
        { """{"campaigns":[{"kind":"bonus","id":"plus","points":50,"priority":1},{"kind":"multiplier","id":"x2","factor":2}]}""", 300, "base: 100, plus + 50 = 150, x2 × 2 = 300, floor: 300" },
        { """{"campaigns":[{"kind":"bonus","id":"plus","points":50},{"kind":"multiplier","id":"x2","factor":2,"priority":1}]}""", 250, "base: 100, x2 × 2 = 200, plus + 50 = 250, floor: 250" },
        { """{"campaigns":[{"kind":"multiplier","id":"x2","factor":2,"stackable":false,"priority":1},{"kind":"bonus","id":"plus","points":500}]}""", 200, "base: 100, x2 × 2 = 200, floor: 200" },
        { """{"campaigns":[{"kind":"multiplier","id":"x2","factor":2,"stackable":false},{"kind":"bonus","id":"plus","points":5,"priority":1}]}""", 105, "base: 100, plus + 5 = 105, floor: 105" },
        { """{"campaignChoice":"best","campaigns":[{"kind":"multiplier","id":"x2","factor":2,"stackable":false},{"kind":"bonus","id":"plus","points":5,"priority":1}]}""", 200, "base: 100, x2 × 2 = 200, floor: 200" },
        { """{"campaignChoice":"best","campaigns":[{"kind":"multiplier","id":"x2","factor":2},{"kind":"bonus","id":"plus","points":5,"priority":1},{"kind":"bonus","id":"alone","points":109,"stackable":false}]}""", 210, "base: 100, plus + 5 = 105, x2 × 2 = 210, floor: 210" },
        { """{"campaignChoice":"bestSingle","campaigns":[{"kind":"multiplier","id":"x2","factor":2},{"kind":"bonus","id":"plus","points":120}]}""", 220, "base: 100, plus + 120 = 220, floor: 220" },
        { """{"campaigns":[{"kind":"multiplier","id":"x2","factor":2,"when":{"products":{"include":[{"kind":"category","codes":["bikes"]}]}}}]}""", 140, "base: 100, x2 × 2 of 40 = 140, floor: 140" },
        { """{"campaigns":[{"kind":"multiplier","id":"less","factor":0.5,"when":{"products":{"include":[{"kind":"category","codes":["bikes"]}]}}}]}""", 80, "base: 100, less × 0.5 of 40 = 80, floor: 80" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1},{"kind":"visit","id":"v","points":10}],"campaigns":[{"kind":"multiplier","id":"x2","factor":2,"on":"base","rules":["v"]}]}""", 120, "a: 100, v: 10, x2 × 2 of 10 = 120, floor: 120" },
        { """{"levels":{"list":[{"code":"basic","from":0,"factor":1.2}]},"campaigns":[{"kind":"multiplier","id":"x2","factor":2}]}""", 240, "base: 100, level basic × 1.2 = 120, x2 × 2 = 240, floor: 240" },
    };

    /// <summary>Rounding, and how points are shared over three lines.</summary>
    public static TheoryData<string, string, long[]> Shares => new()
    {
        { """{"earnRules":[{"kind":"amount","id":"a","per":3,"points":1}]}""", "[10,10,10]", [3, 3, 4] },
        { """{"earnRules":[{"kind":"amount","id":"a","per":10,"points":1}]}""", "[19,19,19]", [1, 1, 3] },
        { """{"earnRules":[{"kind":"amount","id":"a","per":10,"points":1,"measure":"line","step":"fullMultiple"}]}""", "[19,19,19]", [1, 1, 1] },
        { """{"earnRules":[{"kind":"amount","id":"a","per":10,"points":1}],"rounding":{"each":"line"}}""", "[19,19,19]", [1, 1, 1] },
        { """{"earnRules":[{"kind":"amount","id":"a","per":10,"points":1}],"rounding":{"each":"line","mode":"ceil"}}""", "[19,19,0]", [2, 2, 0] },
        { """{"earnRules":[{"kind":"amount","id":"a","per":10,"points":1},{"kind":"amount","id":"b","per":10,"points":1}],"rounding":{"each":"rule"}}""", "[5,5,9]", [1, 1, 0] },
        { """{"earnRules":[{"kind":"amount","id":"a","per":10,"points":1,"step":"fullMultiple"}],"campaigns":[{"kind":"multiplier","id":"m","factor":1.5}]}""", "[98,98,0]", [14, 14, 0] },
        { """{"earnRules":[{"kind":"visit","id":"v","points":7}]}""", "[0,0,0]", [2, 2, 3] },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1}],"earnLimits":[{"per":"bill","points":10}]}""", "[10,10,10]", [3, 3, 4] },
    };

    [Theory]
    [MemberData(nameof(Bills))]
    public void A_bill_earns(string rules, string sale, long points, string breakdown)
    {
        // 1 March 2026 is a Sunday.
        var trial = Trial.Run(rules, $$$"""{"members":[{"member":"M","birthday":"1990-03-31"}],"events":[{"type":"sale","id":"S","at":"2026-03-01T23:30","member":"M",{{{sale}}}}]}""", "2026-03-01");
        Assert.Equal((points, breakdown), (trial.Earned("S"), trial.Breakdown("S")));
    }

    [Theory]
    [MemberData(nameof(Together))]
    public void Rules_and_campaigns_go_together(string rules, long points, string breakdown)
    {
        var trial = Trial.Run(rules, """[{"type":"sale","id":"S","at":"2026-03-01","lines":[{"line":1,"categories":["road","bikes"],"amount":40},{"line":2,"amount":60}]}]""", "2026-03-01");
        Assert.Equal((points, breakdown), (trial.Earned("S"), trial.Breakdown("S")));
    }

    [Theory]
    [MemberData(nameof(Shares))]
    public void Points_are_shared_over_the_lines(string rules, string amounts, long[] expected)
    {
        var lines = System.Text.Json.JsonSerializer.Deserialize<decimal[]>(amounts)!.Select((amount, index) => $$$"""{"line":{{{index + 1}}},"amount":{{{amount}}}}""");
        var trial = Trial.Run(rules, $$$"""[{"type":"sale","id":"S","at":"2026-03-01","lines":[{{{string.Join(",", lines)}}}]}]""", "2026-03-01");
        Assert.Equal(expected, trial.Lines("S"));
    }

    [Theory]
    [InlineData("2025-02-28", 1)]
    [InlineData("2024-02-28", 0)]
    [InlineData("2024-02-29", 1)]
    [InlineData("2025-03-01", 0)]
    public void A_birthday_on_the_leap_day_is_kept_on_the_28th_in_common_years(string on, long points)
    {
        const string Rule = """{"earnRules":[{"kind":"visit","id":"v","points":1,"when":{"birthday":"day"}}]}""";
        Assert.Equal(points, Trial.Run(Rule, $$$"""{"members":[{"member":"M","birthday":"2000-02-29"}],"events":[{"type":"sale","id":"S","at":"{{{on}}}","member":"M","amount":1}]}""", on).Earned("S"));
    }

    [Theory]
    [InlineData("2025-12-31", 1)]
    [InlineData("2026-01-04", 1)]
    [InlineData("2025-12-28", 0)]
    [InlineData("2026-01-05", 0)]
    public void The_week_of_a_birthday_may_reach_into_another_year(string on, long points)
    {
        const string Rule = """{"earnRules":[{"kind":"visit","id":"v","points":1,"when":{"birthday":"week"}}]}""";
        Assert.Equal(points, Trial.Run(Rule, $$$"""{"members":[{"member":"M","birthday":"1999-01-01"}],"events":[{"type":"sale","id":"S","at":"{{{on}}}","member":"M","amount":1}]}""", on).Earned("S"));
    }

    [Fact]
    public void Every_tenth_visit_pays()
    {
        var sales = Enumerable.Range(1, 21).Select(number => $$$"""{"type":"sale","id":"S{{{number}}}","at":"2026-03-{{{number:00}}}","amount":3}""");
        var trial = Trial.Run("""{"earnRules":[{"kind":"visit","id":"card","points":100,"every":10}]}""", $"[{string.Join(",", sales)}]", "2026-03-31");
        Assert.Equal("200/0/0", trial.Standing());
        Assert.Equal(100, trial.Earned("S10"));
    }

    [Fact]
    public void Limits_by_day_and_by_times_are_free_again_after_a_full_return()
    {
        const string Rules = """{"earnRules":[{"kind":"amount","id":"a","points":1,"limits":[{"per":"day","points":100},{"per":"week","times":2}]}]}""";
        var trial = Trial.Run(
            Rules,
            """
            [{"type":"sale","id":"A","at":"2026-03-02T09:00","amount":80},
             {"type":"sale","id":"B","at":"2026-03-02T10:00","amount":80},
             {"type":"sale","id":"C","at":"2026-03-03T10:00","amount":80},
             {"type":"return","id":"R","at":"2026-03-03T11:00","sale":"B"},
             {"type":"sale","id":"D","at":"2026-03-03T12:00","amount":80},
             {"type":"sale","id":"E","at":"2026-03-09T12:00","amount":80}]
            """,
            "2026-03-31");
        Assert.Equal([80, 20, 0, 80, 80], new[] { "A", "B", "C", "D", "E" }.Select(trial.Earned));
    }

    [Fact]
    public void The_first_purchase_is_first_again_when_it_came_back()
    {
        const string Rules = """{"earnRules":[{"kind":"visit","id":"welcome","points":10,"when":{"firstPurchase":true}}]}""";
        var trial = Trial.Run(
            Rules,
            """
            [{"type":"sale","id":"A","at":"2026-03-02","amount":80},
             {"type":"return","id":"R","at":"2026-03-03","sale":"A"},
             {"type":"sale","id":"B","at":"2026-03-04","amount":80},
             {"type":"sale","id":"C","at":"2026-03-05","amount":80}]
            """,
            "2026-03-31");
        Assert.Equal([10, 10, 0], new[] { "A", "B", "C" }.Select(trial.Earned));
        Assert.Equal("10/0/0", trial.Standing());
    }

    [Fact]
    public void Points_used_on_a_bill_do_not_earn()
    {
        var trial = Trial.Run(
            """{"redemption":{"points":100,"money":1}}""",
            """
            [{"type":"adjust","id":"A","at":"2026-03-01","points":3000,"reason":"start"},
             {"type":"sale","id":"S","at":"2026-03-02","redeemPoints":2000,"lines":[{"line":1,"amount":75},{"line":2,"amount":25}]}]
            """,
            "2026-03-31");
        Assert.Equal([60, 20], trial.Lines("S"));
        Assert.Equal("1080/0/0", trial.Standing());
    }

    [Fact]
    public void Signing_in_pays_by_streak()
    {
        var days = new[] { "01", "02", "02", "03", "04", "06", "07" };
        var events = days.Select((day, index) => $$$"""{"type":"activity","id":"E{{{index}}}","at":"2026-03-{{{day}}}T08:0{{{index}}}","activity":"signIn"}""");
        var trial = Trial.Run("""{"earnRules":[{"kind":"activity","id":"in","activity":"signIn","streak":[1,2,5],"afterStreak":"startAgain"}]}""", $"[{string.Join(",", events)}]", "2026-03-31");
        Assert.Equal([1, 2, 0, 5, 1, 1, 2], Enumerable.Range(0, 7).Select(index => trial.Earned("E" + index)));
    }

    [Fact]
    public void Birthday_points_come_by_themselves_once_a_year()
    {
        var trial = Trial.Run(
            """{"earnRules":[{"kind":"birthday","id":"b","points":100}]}""",
            """{"members":[{"member":"M","birthday":"2000-02-29"}],"events":[{"type":"activity","id":"E","at":"2023-01-01","member":"M","activity":"x"}]}""",
            "2025-02-28");
        Assert.Equal(["2023-02-28", "2024-02-29", "2025-02-28"], trial.Only.Account.Lots.Select(lot => lot.EarnedOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_bill_of_500_lines_is_shared_exactly()
    {
        var lines = Enumerable.Range(1, 500).Select(number => $$$"""{"line":{{{number}}},"amount":{{{number}}}.37}""");
        var trial = Trial.Run("""{"earnRules":[{"kind":"amount","id":"a","per":7,"points":1}]}""", $$$"""[{"type":"sale","id":"S","at":"2026-03-01","discount":13.11,"lines":[{{{string.Join(",", lines)}}}]}]""", "2026-03-01");
        Assert.Equal((long)((125_250m + 185m - 13.11m) / 7), trial.Earned("S"));
        Assert.Equal(trial.Earned("S"), trial.Lines("S").Sum());
        Assert.DoesNotContain(trial.Lines("S"), units => units < 0);
    }
}
