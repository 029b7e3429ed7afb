namespace Portal.Domain.Tests.Points;

/// <summary>Rewards on both sides for bringing a new member.</summary>
public class ReferralTests
{
    private const string Rule = """{"earnRules":[],"referral":{"referrerPoints":200,"referredPoints":100,"minimumAmount":50,"withinDays":30,"limits":[{"per":"month","times":1}],"checks":["contact","device","circle"]}}""";

    /// <summary>The new member's facts, then the sale; state and reason.</summary>
    public static TheoryData<string, string, string> Referrals => new()
    {
        { "\"referredBy\":\"A\"", "\"amount\":50", "Rewarded" },
        { "\"referredBy\":\"A\"", "\"amount\":49.99", "Pending" },
        { "\"referredBy\":\"N\"", "\"amount\":50", "Refused self" },
        { "\"referredBy\":\"Z\"", "\"amount\":50", "Refused referrer_unknown" },
        { "\"referredBy\":\"A\",\"contact\":\"138-0000 0000\"", "\"amount\":50", "Refused same_contact" },
        { "\"referredBy\":\"A\",\"device\":\"D1\"", "\"amount\":50", "Refused same_device" },
    };

    [Theory]
    [MemberData(nameof(Referrals))]
    public void A_referral_is_checked_and_rewarded(string join, string sale, string expected)
    {
        var trial = Trial.Run(
            Rule,
            $$$"""
            {"members":[{"member":"A","joinedOn":"2025-01-01","contact":"13800000000","device":"d1"}],
             "events":[{"type":"join","id":"J","at":"2026-03-01","member":"N",{{{join}}}},{"type":"sale","id":"S","at":"2026-03-02","member":"N",{{{sale}}}}]}
            """,
            "2026-03-31");
        var referral = trial.Outcome.Referrals.Single();
        Assert.Equal(expected, (referral.State + " " + referral.Reason).Trim());
        Assert.Equal(expected == "Rewarded" ? "200/0/0 100/0/0" : "0/0/0 0/0/0", trial.Standing("A") + " " + trial.Standing("N"));
    }

    [Fact]
    public void A_late_purchase_and_one_too_many_earn_nothing()
    {
        var trial = Trial.Run(
            Rule,
            """
            {"members":[{"member":"A","joinedOn":"2025-01-01"}],
             "events":[{"type":"join","id":"J1","at":"2026-03-01","member":"B","referredBy":"A"},
                       {"type":"join","id":"J2","at":"2026-03-01","member":"C","referredBy":"A"},
                       {"type":"join","id":"J3","at":"2026-03-01","member":"D","referredBy":"A"},
                       {"type":"sale","id":"S1","at":"2026-03-02","member":"B","amount":60},
                       {"type":"sale","id":"S2","at":"2026-03-03","member":"C","amount":60},
                       {"type":"sale","id":"S3","at":"2026-04-01","member":"D","amount":60}]}
            """,
            "2026-04-30");
        Assert.Equal(["", "limit", "too_late"], trial.Outcome.Referrals.Select(referral => referral.Reason ?? ""));
    }

    [Fact]
    public void A_purchase_that_comes_back_takes_the_reward_on_both_sides()
    {
        var trial = Trial.Run(
            Rule,
            """
            {"members":[{"member":"A","joinedOn":"2025-01-01"}],
             "events":[{"type":"join","id":"J1","at":"2026-03-01","member":"B","referredBy":"A"},
                       {"type":"sale","id":"S1","at":"2026-03-02","member":"B","amount":60},
                       {"type":"return","id":"R","at":"2026-03-03","member":"B","sale":"S1"}]}
            """,
            "2026-04-30");
        Assert.Equal("Reversed", trial.Outcome.Referrals.Single().State.ToString());
        Assert.Equal("0/0/0 0/0/0", trial.Standing("A") + " " + trial.Standing("B"));
    }

    [Fact]
    public void A_circle_is_refused()
    {
        var trial = Trial.Run(
            Rule,
            """[{"type":"join","id":"J1","at":"2026-03-01","member":"B","referredBy":"A"},{"type":"join","id":"J0","at":"2026-02-01","member":"A","referredBy":"B"}]""",
            "2026-04-30");
        Assert.Equal(["referrer_unknown", "circle"], trial.Outcome.Referrals.Select(referral => referral.Reason));
    }
}
