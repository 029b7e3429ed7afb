using System.Globalization;
using Portal.Domain.Points.Engine;
using Portal.Domain.Tests.Points;

namespace Portal.Infrastructure.Tests.Points;

/// <summary>Random events over rules that remember: limits by bill, day, month and for ever, every so manieth visit, streaks, referrals, a level by points.</summary>
internal sealed class LimitsWorld
{
    private const int Members = 4;
    private readonly Random _random;

    public LimitsWorld(int seed)
    {
        _random = new Random(seed);
        var growth = Pick("rules", "visits", "pointsEarned", "spend");
        var gives = growth == "rules" ? Pick("both", "growth") : "points";
        var trigger = Pick("\"firstPurchase\",\"minimumAmount\":20,\"withinDays\":200", "\"join\"");
        var window = Pick("\"window\":\"lifetime\"", "\"window\":\"calendarYear\",\"checkAtEndOf\":\"year\",\"down\":\"oneLevel\"", "\"window\":\"calendarYear\",\"checkAtEndOf\":\"year\"", "\"window\":\"rollingMonths\",\"windowMonths\":4,\"checkAtEndOf\":\"quarter\",\"graceDays\":20");
        RulesJson = $$$"""
            {"earnRules":[
               {"kind":"amount","id":"base","points":1,"limits":[{"per":"{{{Pick("day", "week", "month")}}}","points":{{{Pick("60", "150")}}}}]},
               {"kind":"visit","id":"third","points":20,"every":3},
               {"kind":"activity","id":"sign","activity":"sign-in","streak":[1,2,5],"afterStreak":"{{{Pick("repeatLast", "startAgain")}}}"},
               {"kind":"activity","id":"survey","activity":"survey","points":10,"gives":"{{{gives}}}","limits":[{"per":"{{{Pick("ever", "year")}}}","times":2}]},
               {"kind":"activity","id":"welcome","activity":"join","points":30}],
             "campaigns":[{"kind":"bonus","id":"b","points":7,"limits":[{"per":"quarter","times":2}]}],
             "earnLimits":[{"per":"month","points":{{{Pick("200", "400")}}}},{"per":"ever","points":{{{Pick("500", "5000")}}}}],
             "expiry":{{{Pick("""{"kind":"inactivity","days":60}""", """{"kind":"months","months":3}""", """{"kind":"never"}""")}}},
             "redemption":{"points":10,"money":1,"maximumPerDay":50,"timesPerDay":2},
             "returns":{"alreadySpent":"negative"},
             "referral":{"referrerPoints":25,"referredPoints":15,"trigger":{{{trigger}}},"limits":[{"per":"year","times":1}]},
             "levels":{"growth":"{{{growth}}}",{{{window}}},"onReturn":"{{{Pick("atOnce", "atCheck")}}}",
               "list":[{"code":"basic","from":0},{"code":"silver","from":10,"factor":1.5},{"code":"gold","from":100,"factor":2}]}}
            """;
        var day = new DateOnly(2025, 1, 2);
        var events = new List<string>();
        for (var number = 1; number <= 45; number++)
        {
            events.Add(Event(number, day));
            day = day.AddDays(_random.Next(0, 12));
        }

        Events = events;
    }

    public string RulesJson { get; }

    public IReadOnlyList<string> Events { get; }

    public DateOnly AsOf { get; } = new(2026, 12, 30);

    public PointsRun Run()
    {
        var rules = Trial.Rules(RulesJson);
        return PointsEngine.Run(rules, Trial.Events($$$"""{"events":[{{{string.Join(",", Events)}}}]}""", rules), AsOf);
    }

    private string Event(int number, DateOnly day)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"\"id\":\"E{number}\",\"at\":\"{day:yyyy-MM-dd}T{_random.Next(8, 20):00}:00\",\"member\":\"M{_random.Next(1, Members + 1)}\"");
        return _random.Next(9) switch
        {
            0 => $$$"""{"type":"join",{{{head}}}{{{Pick("", $",\"referredBy\":\"M{_random.Next(1, Members + 2)}\"")}}}}""",
            1 => $$$"""{"type":"return",{{{head}}},"sale":"E{{{_random.Next(1, number + 1)}}}"}""",
            2 => $$$"""{"type":"activity",{{{head}}},"activity":"{{{Pick("sign-in", "survey")}}}"}""",
            3 => $$$"""{"type":"activity",{{{head}}},"activity":"sign-in"}""",
            4 => $$$"""{"type":"redeem",{{{head}}},"points":{{{_random.Next(1, 40)}}},"reward":"mug"}""",
            5 => $$$"""{"type":"cancelRedemption",{{{head}}},"redemption":"E{{{_random.Next(1, number + 1)}}}"}""",
            _ => $$$"""{"type":"sale",{{{head}}},"lines":[{"line":1,"quantity":1,"amount":{{{_random.Next(5, 90)}}}},{"line":2,"quantity":2,"amount":{{{_random.Next(0, 30)}}}}]}""",
        };
    }

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];
}
