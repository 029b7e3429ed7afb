using System.Globalization;

namespace Portal.Domain.Tests.Points;

/// <summary>Levels: up at once, down at the end of a period, with grace, holding, locks and returns.</summary>
public class LevelTests
{
    private const string List = """ "list":[{"code":"basic","from":0},{"code":"silver","from":100,"keepFrom":80},{"code":"gold","from":500}] """;
    private const string Gold = """{"type":"sale","id":"S","at":"2025-03-10","amount":600}""";

    /// <summary>Settings, events, the day, history as "day level".</summary>
    public static TheoryData<string, string, string, string> Histories => new()
    {
        { "", """{"type":"sale","id":"A","at":"2025-03-10","amount":99.99}""", "2025-12-31", "" },
        { "", """{"type":"sale","id":"A","at":"2025-03-10","amount":100}""", "2025-12-31", "2025-03-10 silver" },
        { "", Gold, "2025-12-31", "2025-03-10 gold" },
        {
            // The last return leaves alone what was reached before its sale, though the window has moved on since.
            "\"window\":\"rollingMonths\",\"windowMonths\":6,\"checkAtEndOf\":\"year\"",
            """
            {"type":"sale","id":"A","at":"2025-03-05","amount":60},{"type":"sale","id":"B","at":"2025-03-10","amount":60},{"type":"sale","id":"C","at":"2025-03-15","amount":60},
            {"type":"return","id":"R1","at":"2025-03-20","sale":"B"},{"type":"sale","id":"D","at":"2025-12-01","amount":600},{"type":"return","id":"R2","at":"2025-12-02","sale":"D"}
            """,
            "2025-12-30",
            "2025-03-10 silver;2025-12-01 gold;2025-12-02 silver"
        },
        { "\"window\":\"calendarYear\"", Gold, "2026-12-31", "2025-03-10 gold" },
        { "\"window\":\"calendarYear\"", Gold, "2027-01-01", "2025-03-10 gold;2027-01-01 basic" },
        { "\"window\":\"calendarYear\",\"down\":\"oneLevel\"", Gold, "2028-01-01", "2025-03-10 gold;2027-01-01 silver;2028-01-01 basic" },
        { "\"window\":\"calendarYear\",\"down\":\"never\"", Gold, "2029-01-01", "2025-03-10 gold" },
        { "\"window\":\"rollingMonths\",\"windowMonths\":12,\"checkAtEndOf\":\"day\"", Gold, "2026-03-10", "2025-03-10 gold" },
        { "\"window\":\"rollingMonths\",\"windowMonths\":12,\"checkAtEndOf\":\"day\"", Gold, "2026-03-11", "2025-03-10 gold;2026-03-11 basic" },
        { "\"window\":\"rollingMonths\",\"windowMonths\":12,\"checkAtEndOf\":\"month\"", Gold, "2026-12-31", "2025-03-10 gold;2026-04-01 basic" },
        { "\"window\":\"rollingMonths\",\"windowMonths\":12,\"checkAtEndOf\":\"quarter\",\"graceDays\":30", Gold, "2026-12-31", "2025-03-10 gold;2026-05-01 basic" },
        { "\"window\":\"rollingMonths\",\"windowMonths\":12,\"checkAtEndOf\":\"quarter\",\"graceDays\":30", Gold + ",{\"type\":\"sale\",\"id\":\"B\",\"at\":\"2026-04-30\",\"amount\":500}", "2026-05-31", "2025-03-10 gold" },
        { "\"window\":\"rollingMonths\",\"windowMonths\":1,\"checkAtEndOf\":\"month\",\"holdMonths\":12", Gold, "2026-12-31", "2025-03-10 gold;2026-04-01 basic" },
        { "\"window\":\"rollingMonths\",\"windowMonths\":12,\"checkAtEndOf\":\"day\",\"holdMonths\":12,\"holdRenews\":true", Gold + ",{\"type\":\"sale\",\"id\":\"B\",\"at\":\"2026-03-01\",\"amount\":500}", "2027-03-10", "2025-03-10 gold" },
        { "\"window\":\"rollingMonths\",\"windowMonths\":12,\"checkAtEndOf\":\"day\",\"holdMonths\":12,\"holdRenews\":true", Gold + ",{\"type\":\"sale\",\"id\":\"B\",\"at\":\"2026-03-01\",\"amount\":500}", "2027-03-12", "2025-03-10 gold;2027-03-12 basic" },
        { "\"window\":\"calendarYear\"", Gold + ",{\"type\":\"sale\",\"id\":\"B\",\"at\":\"2026-05-01\",\"amount\":80}", "2027-01-01", "2025-03-10 gold;2027-01-01 basic" },
        { "\"window\":\"calendarYear\"", "{\"type\":\"sale\",\"id\":\"A\",\"at\":\"2025-03-10\",\"amount\":100},{\"type\":\"sale\",\"id\":\"B\",\"at\":\"2026-05-01\",\"amount\":80}", "2027-01-01", "2025-03-10 silver" },
        { "\"window\":\"calendarYear\"", "{\"type\":\"setLevel\",\"id\":\"L\",\"at\":\"2025-01-05\",\"level\":\"gold\",\"lock\":true,\"reason\":\"contract\"}", "2029-01-01", "2025-01-05 gold" },
        { "\"window\":\"calendarYear\"", "{\"type\":\"setLevel\",\"id\":\"L\",\"at\":\"2025-01-05\",\"level\":\"gold\",\"reason\":\"contract\"}", "2026-01-01", "2025-01-05 gold;2026-01-01 basic" },
        { "", Gold + ",{\"type\":\"return\",\"id\":\"R\",\"at\":\"2025-03-11\",\"sale\":\"S\",\"lines\":[{\"line\":1,\"amount\":300}]}", "2025-12-31", "2025-03-10 gold;2025-03-11 silver" },
        { "\"onReturn\":\"atCheck\"", Gold + ",{\"type\":\"return\",\"id\":\"R\",\"at\":\"2025-03-11\",\"sale\":\"S\"}", "2026-01-01", "2025-03-10 gold;2026-01-01 basic" },
        { "\"growth\":\"visits\"", string.Join(",", Enumerable.Range(1, 100).Select(visit => $"{{\"type\":\"sale\",\"id\":\"V{visit}\",\"at\":\"2025-03-10\",\"amount\":1}}")), "2025-12-31", "2025-03-10 silver" },
        { "\"growth\":\"pointsEarned\"", "{\"type\":\"sale\",\"id\":\"A\",\"at\":\"2025-03-10\",\"amount\":100.50},{\"type\":\"adjust\",\"id\":\"X\",\"at\":\"2025-03-11\",\"points\":900,\"reason\":\"r\"}", "2025-12-31", "2025-03-10 silver" },
        { "\"growth\":\"balance\",\"checkAtEndOf\":\"month\"", "{\"type\":\"sale\",\"id\":\"A\",\"at\":\"2025-03-10\",\"amount\":120},{\"type\":\"adjust\",\"id\":\"X\",\"at\":\"2025-03-11\",\"points\":-100,\"reason\":\"r\"}", "2025-12-31", "2025-03-10 silver;2025-04-01 basic" },
    };

    [Theory]
    [MemberData(nameof(Histories))]
    public void Members_go_up_and_down(string settings, string events, string asOf, string expected)
    {
        var trial = Trial.Run($$$"""{"levels":{ {{{(settings.Length == 0 ? "" : settings + ",")}}} {{{List}}} }}""", $"[{events}]", asOf);
        Assert.Equal(expected, string.Join(";", trial.Only.Level!.History.Select(change => change.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + " " + change.To)));
    }

    [Theory]
    [InlineData("before", 600)]
    [InlineData("reached", 1200)]
    public void The_bill_that_reaches_a_level_earns_at_the_rates_of(string setting, long points) => Assert.Equal(
        points,
        Trial.Run($$$"""{"levels":{"billEarnsAt":"{{{setting}}}","list":[{"code":"basic","from":0},{"code":"gold","from":500,"factor":2}]}}""", $"[{Gold}]", "2025-12-31").Earned("S"));

    [Fact]
    public void Rules_may_give_growth_value_apart_from_points()
    {
        var trial = Trial.Run(
            """
            {"earnRules":[{"kind":"amount","id":"p","points":1},{"kind":"amount","id":"g","points":2,"gives":"growth"},{"kind":"activity","id":"s","activity":"survey","points":10,"gives":"both"}],
             "levels":{"growth":"rules","list":[{"code":"basic","from":0},{"code":"silver","from":210}]}}
            """,
            """[{"type":"sale","id":"S","at":"2025-03-10","amount":100},{"type":"activity","id":"A","at":"2025-03-11","activity":"survey"}]""",
            "2025-12-31");
        Assert.Equal("110/0/0", trial.Standing());
        Assert.Equal("silver", trial.Only.Level!.Current.Code);
        Assert.Equal(210, trial.Only.Level.ValueOn(Trial.Day("2025-12-31"), 0));
    }

    [Fact]
    public void Using_points_costs_no_level() => Assert.Equal(
        "silver",
        Trial.Run($$$"""{"levels":{ {{{List}}} },"redemption":{"points":1,"money":1}}""", """[{"type":"sale","id":"S","at":"2025-03-10","amount":100},{"type":"redeem","id":"R","at":"2025-03-11","points":100}]""", "2025-12-31").Only.Level!.Current.Code);

    [Fact]
    public void A_level_held_by_other_right_survives_the_return_of_a_small_sale()
    {
        // Gold by last year's sale; this year's small sale comes back.
        var trial = Trial.Run(
            $$$"""{"levels":{"window":"calendarYear", {{{List}}} }}""",
            $$$"""[{{{Gold}}},{"type":"sale","id":"B","at":"2026-02-01","amount":50},{"type":"return","id":"R","at":"2026-02-02","sale":"B"}]""",
            "2026-12-31");
        Assert.Equal("gold", trial.Only.Level!.Current.Code);
    }
}
