namespace Portal.Domain.Tests.Points;

/// <summary>How long points last, when they can be used, which go first, and what a return does.</summary>
public class LotTests
{
    private const string Money = "\"redemption\":{\"points\":1,\"money\":1}";

    /// <summary>Expiry, day of earning, last day of use.</summary>
    public static TheoryData<string, string, string> Expiries => new()
    {
        { """{"kind":"days","days":365}""", "2025-03-01", "2026-03-01" },
        { """{"kind":"days","days":365}""", "2024-02-29", "2025-02-28" },
        { """{"kind":"months","months":1}""", "2026-01-31", "2026-02-28" },
        { """{"kind":"months","months":12}""", "2024-02-29", "2025-02-28" },
        { """{"kind":"months","months":12,"roundTo":"month"}""", "2025-01-15", "2026-01-31" },
        { """{"kind":"months","months":1,"roundTo":"month"}""", "2024-01-31", "2024-02-29" },
        { """{"kind":"months","months":3,"roundTo":"quarter"}""", "2026-01-31", "2026-06-30" },
        { """{"kind":"months","months":3,"roundTo":"halfYear"}""", "2026-08-01", "2026-12-31" },
        { """{"kind":"months","months":12,"roundTo":"year"}""", "2026-08-01", "2027-12-31" },
        { """{"kind":"months","months":0,"roundTo":"month"}""", "2026-02-28", "2026-02-28" },
        { """{"kind":"days","days":30,"roundTo":"month"}""", "2026-01-15", "2026-02-28" },
        { """{"kind":"yearly"}""", "2026-01-01", "2026-12-31" },
        { """{"kind":"yearly"}""", "2026-12-31", "2026-12-31" },
        { """{"kind":"yearly","moreYears":1}""", "2026-05-01", "2027-12-31" },
        { """{"kind":"yearly","lateFromMonth":10}""", "2026-09-30", "2026-12-31" },
        { """{"kind":"yearly","lateFromMonth":10}""", "2026-10-01", "2027-12-31" },
        { """{"kind":"yearly","month":6,"day":30}""", "2026-07-01", "2027-06-30" },
        { """{"kind":"yearly","month":2,"day":31}""", "2028-01-01", "2028-02-29" },
        { """{"kind":"onDay","on":"2026-12-31"}""", "2026-05-01", "2026-12-31" },
        { """{"kind":"inactivity","months":1}""", "2026-01-31", "2026-02-28" },
        { """{"kind":"inactivity","days":10,"toMonthEnd":true}""", "2026-01-31", "2026-02-28" },
    };

    /// <summary>How a return after spending is met: policy, standing after the return, standing after the next sale of 50.</summary>
    public static TheoryData<string, string, string> Spent => new()
    {
        { "negative", "0/0/80", "0/0/30" },
        { "clamp", "0/0/0", "50/0/0" },
    };

    [Theory]
    [MemberData(nameof(Expiries))]
    public void Points_expire_at_the_end_of_their_last_day(string expiry, string earnedOn, string lastDay)
    {
        var rules = $$$"""{"expiry":{{{expiry}}}}""";
        var events = $$$"""[{"type":"sale","id":"S","at":"{{{earnedOn}}}T23:59:59","amount":10}]""";
        Assert.Equal("10/0/0", Trial.Run(rules, events, lastDay).Standing());
        var after = Trial.Run(rules, events, Trial.Day(lastDay).AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("0/0/0", after.Standing());
        Assert.Equal(10, after.Only.Account.Lots[0].Expired);
    }

    [Fact]
    public void Points_that_were_forgiven_and_came_back_are_asked_for_again_by_the_next_return()
    {
        const string Rules = $$$"""{{{{Money}}},"returns":{"alreadySpent":"clamp"}}""";
        const string Events = """
            [{"type":"sale","id":"S","at":"2026-01-01","lines":[{"line":1,"quantity":1,"amount":100},{"line":2,"quantity":1,"amount":100}]},
             {"type":"redeem","id":"U","at":"2026-01-02","points":150,"reward":"mug"},
             {"type":"return","id":"R1","at":"2026-01-03","sale":"S","lines":[{"line":1,"quantity":1}]},
             {"type":"cancelRedemption","id":"C","at":"2026-01-04","redemption":"U"},
             {"type":"redeem","id":"V","at":"2026-01-05","points":100,"reward":"mug"},
             {"type":"sale","id":"T","at":"2026-01-06","amount":70},
             {"type":"return","id":"R2","at":"2026-01-07","sale":"S","lines":[{"line":2,"quantity":1}]}]
            """;
        Assert.Equal("100/0/0", Trial.Run(Rules, Events, "2026-01-04").Standing());

        // The second hundred was spent: what else there is answers for it, the rest is forgiven.
        Assert.Equal("0/0/0", Trial.Run(Rules, Events, "2026-01-07").Standing());
    }

    [Fact]
    public void A_day_ends_at_local_midnight()
    {
        // 16:30 in UTC is half past midnight of the next day in Shanghai.
        const string Events = """[{"type":"sale","id":"S","at":"2026-03-01T16:30:00Z","amount":10}]""";
        Assert.Equal(Trial.Day("2026-03-02"), Trial.Run("{}", Events, "2026-03-02").Only.Account.Lots[0].EarnedOn);
        Assert.Equal(Trial.Day("2026-03-01"), Trial.Run("""{"timeZone":"Europe/Berlin"}""", Events, "2026-03-02").Only.Account.Lots[0].EarnedOn);
    }

    [Fact]
    public void Each_activity_prolongs_points_that_expire_by_inactivity()
    {
        const string Rules = """{"expiry":{"kind":"inactivity","days":30,"activities":["sale"]}}""";
        const string Events = """
            [{"type":"sale","id":"A","at":"2026-01-01","amount":10},
             {"type":"sale","id":"B","at":"2026-01-31","amount":5},
             {"type":"activity","id":"X","at":"2026-02-28","activity":"signIn"},
             {"type":"sale","id":"C","at":"2026-03-03","amount":1}]
            """;
        Assert.Equal("15/0/0", Trial.Run(Rules, Events, "2026-03-02").Standing());
        Assert.Equal("1/0/0", Trial.Run(Rules, Events, "2026-03-03").Standing());
    }

    [Fact]
    public void Points_are_pending_by_channel_until_the_time_for_returns_is_over()
    {
        const string Rules = """{"pending":{"days":0,"byChannel":[{"channel":"online","days":14}]}}""";
        const string Events = """[{"type":"sale","id":"A","at":"2026-03-01T23:00","amount":10,"channel":"Online"},{"type":"sale","id":"B","at":"2026-03-01","amount":5,"channel":"shop"}]""";
        Assert.Equal("5/10/0", Trial.Run(Rules, Events, "2026-03-14").Standing());
        Assert.Equal("15/0/0", Trial.Run(Rules, Events, "2026-03-15").Standing());
    }

    [Fact]
    public void Pending_points_cannot_be_used_and_wait_for_a_release()
    {
        const string Rules = $$$"""{"pending":{"untilReleased":true},{{{Money}}}}""";
        const string Events = """
            [{"type":"sale","id":"S","at":"2026-03-01","amount":10},
             {"type":"redeem","id":"R1","at":"2026-03-02","points":1},
             {"type":"release","id":"L","at":"2026-03-03","sale":"S"},
             {"type":"redeem","id":"R2","at":"2026-03-04","points":1}]
            """;
        var trial = Trial.Run(Rules, Events, "2026-03-31");
        Assert.Equal("points_not_enough", trial.Refusal("R1"));
        Assert.Equal("", trial.Refusal("R2"));
        Assert.Equal("9/0/0", trial.Standing());
    }

    [Theory]
    [InlineData("earliestExpiry", "L2:-30,L3:-10")]
    [InlineData("earliestEarned", "L1:-40")]
    public void Which_points_go_first(string order, string expected)
    {
        var trial = Trial.Run(
            $$$"""{"redemption":{"points":1,"money":1,"order":"{{{order}}}"}}""",
            """
            [{"type":"adjust","id":"A","at":"2026-01-01","points":100,"reason":"r"},
             {"type":"adjust","id":"B","at":"2026-01-02","points":30,"reason":"r","expiresOn":"2026-06-30"},
             {"type":"adjust","id":"C","at":"2026-01-03","points":30,"reason":"r","expiresOn":"2026-12-31"},
             {"type":"redeem","id":"R","at":"2026-02-01","points":40}]
            """,
            "2026-02-01");
        Assert.Equal(expected, string.Join(",", trial.Only.Account.Entries[^1].Lots.Select(lot => $"{lot.Lot}:{lot.Units}")));
    }

    [Fact]
    public void A_return_takes_back_line_by_line_what_was_stored()
    {
        const string Sale = """{"type":"sale","id":"S","at":"2026-03-01","lines":[{"line":1,"quantity":3,"amount":10},{"line":2,"amount":10},{"line":3,"amount":10}]}""";
        var trial = Trial.Run(
            """{"earnRules":[{"kind":"amount","id":"a","per":3,"points":1}]}""",
            $$$"""
            [{{{Sale}}},
             {"type":"return","id":"R1","at":"2026-03-02","sale":"S","lines":[{"line":1,"quantity":1}]},
             {"type":"return","id":"R2","at":"2026-03-03","sale":"S","lines":[{"line":1,"quantity":1},{"line":3}]},
             {"type":"return","id":"R3","at":"2026-03-04","sale":"S","lines":[{"line":1,"quantity":1}]},
             {"type":"return","id":"R4","at":"2026-03-05","sale":"S","lines":[{"line":1,"quantity":1}]},
             {"type":"return","id":"R5","at":"2026-03-06","sale":"S","lines":[{"line":2,"amount":3.50}]},
             {"type":"return","id":"R6","at":"2026-03-07","sale":"S","lines":[{"line":2,"amount":6.51}]},
             {"type":"return","id":"R7","at":"2026-03-07","sale":"S"},
             {"type":"return","id":"R8","at":"2026-03-08","sale":"S"}]
            """,
            "2026-03-31");
        Assert.Equal([3, 3, 4], trial.Lines("S"));
        Assert.Equal([1, 5, 1, 1, 2], new[] { "R1", "R2", "R3", "R5", "R7" }.Select(id => trial.Event(id).TakenBack!.Taken));
        Assert.Equal(["points_return_more_than_sold", "points_return_more_than_sold", "points_sale_returned"], new[] { "R4", "R6", "R8" }.Select(trial.Refusal));
        Assert.Equal("0/0/0", trial.Standing());
    }

    [Fact]
    public void Points_of_a_pending_sale_go_with_its_return()
    {
        var trial = Trial.Run("""{"pending":{"days":14}}""", """[{"type":"sale","id":"S","at":"2026-03-01","amount":10},{"type":"return","id":"R","at":"2026-03-02","sale":"S"}]""", "2026-03-02");
        Assert.Equal("0/0/0", trial.Standing());
        Assert.Equal(10, trial.Event("R").TakenBack!.Taken);
    }

    [Theory]
    [MemberData(nameof(Spent))]
    public void Points_spent_before_the_return(string policy, string afterReturn, string afterNext)
    {
        const string Events = """
            {"type":"sale","id":"S","at":"2026-03-01","amount":100},
            {"type":"redeem","id":"U","at":"2026-03-02","points":80},
            {"type":"return","id":"R","at":"2026-03-03","sale":"S"}
            """;
        var rules = $$$"""{"returns":{"alreadySpent":"{{{policy}}}"},{{{Money}}}}""";
        Assert.Equal(afterReturn, Trial.Run(rules, $"[{Events}]", "2026-03-31").Standing());
        Assert.Equal(afterNext, Trial.Run(rules, $$$"""[{{{Events}}},{"type":"sale","id":"N","at":"2026-03-04","amount":50}]""", "2026-03-31").Standing());
    }

    [Fact]
    public void Other_points_are_taken_before_a_debt_arises_and_pending_ones_absorb_it_when_they_become_available()
    {
        const string Rules = $$$"""{"pending":{"byChannel":[{"channel":"online","days":7}]},{{{Money}}}}""";
        const string Events = """
            [{"type":"sale","id":"A","at":"2026-03-01","amount":100},
             {"type":"redeem","id":"U","at":"2026-03-02","points":100},
             {"type":"sale","id":"B","at":"2026-03-03","amount":30},
             {"type":"sale","id":"C","at":"2026-03-03","amount":90,"channel":"online"},
             {"type":"return","id":"R","at":"2026-03-04","sale":"A"}]
            """;
        var before = Trial.Run(Rules, Events, "2026-03-09");
        Assert.Equal("0/90/70", before.Standing());
        Assert.Equal((100, 70), (before.Event("R").TakenBack!.Taken, before.Event("R").TakenBack!.Owed));
        Assert.Equal("20/0/0", Trial.Run(Rules, Events, "2026-03-10").Standing());
    }

    [Fact]
    public void What_was_forgiven_is_taken_when_the_points_come_back()
    {
        const string Rules = $$$"""{"returns":{"alreadySpent":"clamp"},{{{Money}}}}""";
        const string Events = """
            [{"type":"sale","id":"A","at":"2026-03-01","amount":100},
             {"type":"sale","id":"B","at":"2026-03-02","amount":100,"redeemPoints":100},
             {"type":"return","id":"RA","at":"2026-03-03","sale":"A"},
             {"type":"return","id":"RB","at":"2026-03-04","sale":"B"}]
            """;
        var trial = Trial.Run(Rules, Events, "2026-03-31");
        Assert.Equal(100, trial.Event("RA").TakenBack!.Forgiven);
        Assert.Equal("0/0/0", trial.Standing());
    }

    [Fact]
    public void Expired_points_are_not_taken_back_again()
    {
        var trial = Trial.Run(
            """{"expiry":{"kind":"days","days":10}}""",
            """[{"type":"sale","id":"S","at":"2026-03-01","amount":100},{"type":"return","id":"R","at":"2026-03-20","sale":"S"}]""",
            "2026-03-31");
        Assert.Equal((0, 100), (trial.Event("R").TakenBack!.Taken, trial.Event("R").TakenBack!.Expired));
        Assert.Equal("0/0/0", trial.Standing());
    }

    [Theory]
    [InlineData(0, "2026-03-20", "0/0/0")]
    [InlineData(5, "2026-03-25", "60/0/0")]
    [InlineData(5, "2026-03-26", "0/0/0")]
    public void Used_points_go_back_into_their_own_lots_with_grace_where_they_expired(int grace, string asOf, string standing)
    {
        var trial = Trial.Run(
            $$$"""{"expiry":{"kind":"days","days":10},"returns":{"expiredGraceDays":{{{grace}}}},{{{Money}}}}""",
            """
            [{"type":"adjust","id":"A","at":"2026-03-01","points":60,"reason":"r"},
             {"type":"redeem","id":"U","at":"2026-03-02","points":60},
             {"type":"cancelRedemption","id":"C","at":"2026-03-20","redemption":"U"}]
            """,
            asOf);
        Assert.Equal(standing, trial.Standing());
        Assert.Single(trial.Only.Account.Lots);
    }

    [Fact]
    public void A_part_that_comes_back_gives_its_part_of_the_used_points_back_the_rest_the_remainder()
    {
        var trial = Trial.Run(
            $$$"""{"earnRules":[],{{{Money}}}}""",
            """
            [{"type":"adjust","id":"A","at":"2026-03-01","points":10,"reason":"r","expiresOn":"2026-06-30"},
             {"type":"adjust","id":"B","at":"2026-03-01","points":10,"reason":"r"},
             {"type":"sale","id":"S","at":"2026-03-02","redeemPoints":20,"lines":[{"line":1,"quantity":3,"amount":100}]},
             {"type":"return","id":"R1","at":"2026-03-03","sale":"S","lines":[{"line":1,"quantity":1}]},
             {"type":"return","id":"R2","at":"2026-03-04","sale":"S"}]
            """,
            "2026-03-31");
        Assert.Equal("L2:6", string.Join(",", trial.Event("R1").GivenBack.Select(lot => $"{lot.Lot}:{lot.Units}")));
        Assert.Equal("L2:4,L1:10", string.Join(",", trial.Event("R2").GivenBack.Select(lot => $"{lot.Lot}:{lot.Units}")));
        Assert.Equal("20/0/0", trial.Standing());
    }

    [Fact]
    public void The_same_event_counts_once_and_other_content_under_its_id_is_refused()
    {
        var trial = Trial.Run(
            "{}",
            """
            [{"type":"sale","id":"S","at":"2026-03-01","amount":10},
             {"id":"S","amount":10.00,"at":"2026-03-01","type":"sale"},
             {"type":"sale","id":"S","at":"2026-03-01","amount":11}]
            """,
            "2026-03-31");
        Assert.Equal(["Done", "Replayed", "Refused"], trial.Outcome.Events.Select(item => item.State.ToString()));
        Assert.Equal("points_event_id_reused", trial.Outcome.Events[2].Refusals[0].Code);
        Assert.Equal("10/0/0", trial.Standing());
    }

    [Fact]
    public void A_rule_may_have_its_own_expiry_and_pending_time()
    {
        var trial = Trial.Run(
            """{"earnRules":[{"kind":"amount","id":"a","points":1},{"kind":"visit","id":"gift","points":5,"pendingDays":3,"expiry":{"kind":"days","days":30}}]}""",
            """[{"type":"sale","id":"S","at":"2026-03-01","amount":10}]""",
            "2026-03-01");
        Assert.Equal("10/5/0", trial.Standing());
        Assert.Equal(Trial.Day("2026-03-31"), trial.Only.Account.Lots[1].FixedExpiryOn);
    }
}
