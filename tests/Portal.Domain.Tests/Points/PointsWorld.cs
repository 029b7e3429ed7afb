using System.Globalization;
using Portal.Domain.Points.Engine;

namespace Portal.Domain.Tests.Points;

/// <summary>Random rules and events from a seed: three members, a year and a half.</summary>
internal sealed class PointsWorld
{
    private static readonly string[] Expiries =
    [
        """{"kind":"never"}""", """{"kind":"days","days":40}""", """{"kind":"months","months":2,"roundTo":"month"}""", """{"kind":"yearly","lateFromMonth":10}""",
    ];

    private const string OneOfLine1 = ""","lines":[{"line":1,"quantity":1}]""";

    private static readonly string[] Pendings = ["{}", """{"days":7}""", """{"byChannel":[{"channel":"online","days":14}]}"""];

    private readonly string _rules;

    public PointsWorld(int seed)
    {
        Random = new Random(seed);
        IsClamp = Random.Next(2) == 0;
        _rules = $$$"""
            {"earnRules":[
               {"kind":"amount","id":"base","per":{{{Pick("1", "3", "10", "7.5")}}},"points":{{{Pick("1", "2", "0.5")}}},"step":"{{{Pick("proportional", "fullMultiple")}}}","measure":"{{{Pick("bill", "line")}}}"},
               {"kind":"quantity","id":"bikes","points":3,"when":{"products":{"include":[{"kind":"category","codes":["bikes"]}]}},"stackable":{{{Pick("true", "false")}}},"priority":{{{Pick("1", "200")}}},"expiry":{{{Pick(Expiries)}}}}],
             "campaigns":[{"kind":"multiplier","id":"m","factor":{{{Pick("1.5", "2", "0.7")}}},"when":{"weekdays":["monday","friday"]}},{"kind":"bonus","id":"b","points":5,"when":{"minimumAmount":100}}],
             "campaignChoice":"{{{Pick("priority", "best", "bestSingle")}}}","earnRuleChoice":"{{{Pick("priority", "best", "bestSingle")}}}",
             "rounding":{"mode":"{{{Pick("floor", "ceil", "half")}}}","each":"{{{Pick("bill", "line", "rule")}}}"},
             "pointDecimals":{{{Pick("0", "0", "2")}}},
             "pending":{{{Pick(Pendings)}}},
             "expiry":{{{Pick(Expiries)}}},
             "redemption":{"points":10,"money":1,"order":"{{{Pick("earliestExpiry", "earliestEarned")}}}"},
             "returns":{"alreadySpent":"{{{(IsClamp ? "clamp" : "negative")}}}","rounding":"{{{Pick("floor", "half", "ceil")}}}","expiredGraceDays":{{{Pick("0", "20")}}}},
             "levels":{"window":"rollingMonths","windowMonths":6,"checkAtEndOf":"month","graceDays":{{{Pick("0", "10")}}},"list":[{"code":"basic","from":0},{"code":"silver","from":800},{"code":"gold","from":2000}]}}
            """;
        Events = [.. Enumerable.Range(1, Random.Next(0, 40)).Select(Event)];
    }

    public Random Random { get; }

    public bool IsClamp { get; }

    public DateOnly AsOf { get; } = new(2026, 12, 30);

    /// <summary>The rules document.</summary>
    public string RulesJson => _rules;

    public IReadOnlyList<string> Events { get; }

    public PointsRun Run(IReadOnlyList<string> events, DateOnly? asOf = null)
    {
        var rules = Trial.Rules(_rules);
        return PointsEngine.Run(rules, Trial.Events($$$"""{"members":[{"member":"M1"},{"member":"M2"},{"member":"M3"}],"events":[{{{string.Join(",", events)}}}]}""", rules), asOf ?? AsOf);
    }

    public string Day() => new DateOnly(2025, 7, 1).AddDays(Random.Next(540)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public List<string> Lines() =>
        [.. Enumerable.Range(1, Random.Next(1, 5)).Select(number => $$$"""{"line":{{{number}}},"quantity":{{{Random.Next(1, 4)}}},"amount":{{{Amount()}}}{{{Pick("", ",\"categories\":[\"bikes\"]")}}}}""")];

    public string QuantityOf(string line) => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("quantity").GetRawText();

    private string Amount() => (Random.Next(0, 50_000) / 100m).ToString(CultureInfo.InvariantCulture);

    private string Event(int number)
    {
        var head = $"\"id\":\"E{number}\",\"at\":\"{Day()}\",\"member\":\"M{Random.Next(1, 4)}\"";
        return Random.Next(6) switch
        {
            0 => $$$"""{"type":"redeem",{{{head}}},"points":{{{Random.Next(1, 80)}}}}""",
            1 => $$$"""{"type":"return",{{{head}}},"sale":"E{{{Random.Next(1, number + 1)}}}"{{{Pick("", OneOfLine1)}}}}""",
            2 => $$$"""{"type":"adjust",{{{head}}},"points":{{{Pick("25", "-10")}}},"reason":"r"}""",
            3 => $$$"""{"type":"cancelRedemption",{{{head}}},"redemption":"E{{{Random.Next(1, number + 1)}}}"}""",
            _ => $$$"""{"type":"sale",{{{head}}}{{{Pick("", ",\"channel\":\"online\"", ",\"redeemPoints\":20")}}},"lines":[{{{string.Join(",", Lines())}}}]}""",
        };
    }

    private string Pick(params string[] choices) => choices[Random.Next(choices.Length)];
}
