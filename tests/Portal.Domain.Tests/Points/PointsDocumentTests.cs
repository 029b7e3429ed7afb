using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Domain.Points;
using Portal.Domain.Points.Documents;
using Portal.Domain.Points.Rules;
using Portal.Domain.Tests.Programs;

namespace Portal.Domain.Tests.Points;

/// <summary>Reading refuses what is unknown or contradicts, by name and all at once; the published schema agrees.</summary>
public class PointsDocumentTests
{
    private const string Amount = """{"kind":"amount","id":"a","points":1}""";

    private static readonly JsonElement Definitions = JsonDocument.Parse(PointsSchema.ToJson()).RootElement.GetProperty("$defs");

    /// <summary>Rules that are wrong in their form: fields, codes. The schema says so too.</summary>
    public static TheoryData<string, string> WrongForms => new()
    {
        { """{"earnRules":[],"colour":1}""", "colour program_field_unknown" },
        { "{}", "earnRules program_field_missing" },
        { """{"earnRules":[{"id":"a","points":1}]}""", "earnRules[0].kind program_field_missing" },
        { """{"earnRules":[{"kind":"magic","id":"a","points":1}]}""", "earnRules[0].kind program_choice_unknown" },
        { """{"earnRules":[{"kind":"visit","id":"a","points":1,"per":3}]}""", "earnRules[0].per program_field_unknown" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":-1}]}""", "earnRules[0].points points_number_not_within" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1,"per":0}]}""", "earnRules[0].per points_number_not_between" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1,"stackable":"no"}]}""", "earnRules[0].stackable points_field_not_flag" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1,"when":{"timeFrom":"25:00"}}]}""", "earnRules[0].when.timeFrom points_text_form" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1,"names":{"fr":"Points"}}]}""", "earnRules[0].names.fr program_field_unknown" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1,"names":"Points"}]}""", "earnRules[0].names program_field_not_object" },
        { """{"earnRules":[],"expiry":{"kind":"days"}}""", "expiry.days program_field_missing" },
        { """{"earnRules":[],"expiry":{"kind":"days","days":1.5}}""", "expiry.days program_field_not_whole_number" },
        { """{"earnRules":[],"levels":{"list":[]}}""", "levels.list points_list_empty" },
        { """{"earnRules":[],"redemption":{"points":100,"money":1,"maximumPercentOfBill":101},"currency":"yuan"}""", "redemption.maximumPercentOfBill points_number_not_within; currency points_text_length" },
    };

    /// <summary>Settings that contradict, or rules that cannot be: fields, codes.</summary>
    public static TheoryData<string, string> Contradictions => new()
    {
        { """{"earnRules":[],"timeZone":"Mars/Base"}""", "timeZone points_time_zone_unknown" },
        { $$$"""{"earnRules":[{{{Amount}}},{{{Amount}}}]}""", "earnRules[1].id points_id_twice" },
        { """{"earnRules":[],"pending":{"untilReleased":true,"days":3,"byChannel":[{"channel":"x","days":1}]}}""", "pending.untilReleased points_contradiction pending.days; pending.untilReleased points_contradiction pending.byChannel" },
        { """{"earnRules":[],"expiry":{"kind":"inactivity"}}""", "expiry points_inactivity_empty" },
        { """{"earnRules":[],"expiry":{"kind":"inactivity","days":1,"months":1}}""", "expiry.days points_contradiction expiry.months" },
        { """{"earnRules":[],"expiry":{"kind":"yearly","month":6,"lateFromMonth":10}}""", "expiry.lateFromMonth points_contradiction expiry.month" },
        { """{"earnRules":[],"redemption":{"points":1,"money":1,"minimum":500,"maximumPerOrder":100}}""", "redemption.minimum points_contradiction redemption.maximumPerOrder" },
        { """{"earnRules":[],"redemption":{"points":1,"money":1,"minimum":0.5}}""", "redemption.minimum points_too_many_decimals" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1,"when":{"from":"2026-02-01","to":"2026-01-01"}}]}""", "earnRules[0].when.to points_range_backwards" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1,"when":{"levels":["gold"]}}]}""", "earnRules[0].when.levels points_level_unknown" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1,"limits":[{"per":"day"},{"per":"bill","times":1}]}]}""", "earnRules[0].limits[0] points_limit_empty; earnRules[0].limits[1].times points_contradiction earnRules[0].limits[1].per" },
        { """{"earnRules":[{"kind":"activity","id":"a","activity":"x"}]}""", "earnRules[0].points program_field_missing" },
        { """{"earnRules":[{"kind":"activity","id":"a","activity":"x","points":1,"streak":[1],"when":{"minimumAmount":5}}]}""", "earnRules[0].streak points_contradiction earnRules[0].points; earnRules[0].when.minimumAmount points_contradiction earnRules[0].kind" },
        { $$$"""{"earnRules":[{{{Amount}}}],"campaigns":[{"kind":"multiplier","id":"m","factor":2,"rules":["b"]}]}""", "campaigns[0].rules points_contradiction campaigns[0].on; campaigns[0].rules points_rule_unknown" },
        { """{"earnRules":[{"kind":"amount","id":"a","points":1,"gives":"growth"}]}""", "earnRules[0].gives points_contradiction levels.growth" },
        { """{"earnRules":[],"levels":{"growth":"rules","list":[{"code":"a","from":0}]}}""", "levels.growth points_contradiction earnRules.gives" },
        { """{"earnRules":[],"levels":{"list":[{"code":"a","from":1},{"code":"b","from":1,"keepFrom":2}]}}""", "levels.list[0].from points_first_level_not_zero; levels.list[1].from points_levels_not_rising; levels.list[1].keepFrom points_contradiction levels.list[1].from" },
        { """{"earnRules":[],"levels":{"window":"calendarYear","checkAtEndOf":"month","list":[{"code":"a","from":0}]}}""", "levels.checkAtEndOf points_contradiction levels.window" },
        { """{"earnRules":[],"levels":{"window":"rollingMonths","list":[{"code":"a","from":0}]}}""", "levels.windowMonths program_field_missing" },
        { """{"earnRules":[],"levels":{"windowMonths":3,"down":"never","graceDays":1,"list":[{"code":"a","from":0}]}}""", "levels.windowMonths points_contradiction levels.window; levels.graceDays points_contradiction levels.down" },
        { """{"earnRules":[],"referral":{"referrerPoints":1,"trigger":"join","minimumAmount":5,"limits":[{"per":"day","points":1}]}}""", "referral.minimumAmount points_contradiction referral.trigger; referral.limits[0].points points_times_only" },
    };

    public static TheoryData<string, string> WrongEvents => new()
    {
        { """{"type":"sale","id":"S","at":"2026-02-30","amount":1}""", "events[0].at points_time_wrong" },
        { """{"type":"sale","id":"S","at":"today","amount":1}""", "events[0].at points_text_form" },
        { """{"type":"sale","id":"S","at":"2026-03-01"}""", "events[0].amount program_field_missing" },
        { """{"type":"sale","id":"S","at":"2026-03-01","amount":1,"lines":[{"line":1,"amount":1}]}""", "events[0].amount points_contradiction events[0].lines" },
        { """{"type":"sale","id":"S","at":"2026-03-01","amount":1.234}""", "events[0].amount points_money_too_many_decimals" },
        { """{"type":"sale","id":"S","at":"2026-03-01","amount":1,"discount":2}""", "events[0].discount points_more_than_amount" },
        { """{"type":"sale","id":"S","at":"2026-03-01","amount":-1}""", "events[0].amount points_number_not_within" },
        { """{"type":"sale","id":"S","at":"2026-03-01","lines":[{"line":1,"amount":1},{"line":1,"amount":1}]}""", "events[0].lines[1].line points_id_twice" },
        { """{"type":"sale","id":"S","at":"2026-03-01","amount":5,"payments":[{"method":"card","amount":6}]}""", "events[0].payments points_more_than_amount" },
        { """{"type":"redeem","id":"R","at":"2026-03-01"}""", "events[0].points program_field_missing" },
        { """{"type":"redeem","id":"R","at":"2026-03-01","points":1,"amount":1}""", "events[0].amount points_contradiction events[0].points" },
        { """{"type":"return","id":"R","at":"2026-03-01","sale":"S","lines":[{"line":1,"quantity":1,"amount":1}]}""", "events[0].lines[0].amount points_contradiction events[0].lines[0].quantity" },
        { """{"type":"adjust","id":"A","at":"2026-03-01","points":0,"reason":"r"}""", "events[0].points points_adjustment_zero" },
        { """{"type":"steal","id":"A","at":"2026-03-01"}""", "events[0].type program_choice_unknown" },
        { """{"type":"activity","id":"A","at":"2026-03-01","activity":"x","attributes":{"a":1}}""", "events[0].attributes.a program_field_not_text" },
    };

    [Theory]
    [MemberData(nameof(WrongForms))]
    public void Unknown_and_wrong_fields_are_refused_by_name(string rules, string expected)
    {
        Assert.Equal(expected, Show(PointsDocuments.ReadRules(rules).Refusals));
        Assert.False(SchemaChecker.Fits(Definitions.GetProperty("rules"), JsonDocument.Parse(rules).RootElement));
    }

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Contradictions_name_both_settings(string rules, string expected) => Assert.Equal(expected, Show(PointsDocuments.ReadRules(rules).Refusals));

    [Theory]
    [MemberData(nameof(WrongEvents))]
    public void Wrong_events_are_refused_by_name(string item, string expected) =>
        Assert.Equal(expected, Show(PointsDocuments.ReadEvents($$$"""{"events":[{{{item}}}]}""", new PointsRules()).Refusals));

    [Fact]
    public void Every_field_has_a_description_and_a_fitting_example()
    {
        var seen = 0;
        Walk(JsonNode.Parse(PointsSchema.ToJson())!["$defs"]!["rules"]!, "rules");
        Walk(JsonNode.Parse(PointsSchema.ToJson())!["$defs"]!["events"]!, "events");
        Assert.True(seen > 200, seen.ToString(System.Globalization.CultureInfo.InvariantCulture));

        void Walk(JsonNode schema, string path)
        {
            if (schema["properties"] is JsonObject properties)
            {
                Assert.False((bool)schema["additionalProperties"]!);
                foreach (var (name, field) in properties)
                {
                    seen++;
                    Assert.False(string.IsNullOrWhiteSpace((string?)field!["description"]), path + "." + name);
                    var element = JsonSerializer.SerializeToElement(field);
                    Assert.True(SchemaChecker.Fits(element, JsonSerializer.SerializeToElement(field["examples"]![0])), path + "." + name);
                    Assert.True(field["default"] is not { } standard || SchemaChecker.Fits(element, JsonSerializer.SerializeToElement(standard)), path + "." + name + " default");
                    Walk(field, path + "." + name);
                }
            }

            foreach (var part in (schema["oneOf"] as JsonArray ?? []).Append(schema["items"]).OfType<JsonNode>())
            {
                Walk(part, path + "[]");
            }
        }
    }

    [Fact]
    public void Schema_defaults_are_what_holds_without_the_field()
    {
        const string Short = """{"earnRules":[{"kind":"amount","id":"a","points":1}],"redemption":{"points":100,"money":1},"levels":{"list":[{"code":"a","from":0}]},"referral":{"referrerPoints":1}}""";
        var full = Filled(JsonNode.Parse(PointsSchema.ToJson())!["$defs"]!["rules"]!, JsonNode.Parse(Short)!.AsObject());
        var sale = """[{"type":"sale","id":"S","at":"2026-03-01","amount":19.99,"channel":"x"}]""";
        Assert.Equal(JsonSerializer.Serialize(PointsDocuments.ReadRules(Short).Value), JsonSerializer.Serialize(PointsDocuments.ReadRules(full.ToJsonString()).Value));
        Assert.Equal(Trial.Run(Short, sale, "2026-03-01").Standing(), Trial.Run(full.ToJsonString(), sale, "2026-03-01").Standing());
    }

    /// <summary>Writes every default of a schema into a document.</summary>
    private static JsonObject Filled(JsonNode schema, JsonObject document)
    {
        var variant = (schema["oneOf"] as JsonArray)?.FirstOrDefault(one => (string?)one!["title"] == (string?)(document["kind"] ?? document["type"])) ?? schema;
        foreach (var (name, field) in variant["properties"]!.AsObject())
        {
            if (document[name] is null && field!["default"] is { } standard)
            {
                document[name] = standard.DeepClone();
            }

            if (document[name] is JsonObject inner && (field!["properties"] ?? field["oneOf"]) is not null)
            {
                Filled(field!, inner);
            }
            else if (document[name] is JsonArray list && (field!["items"]?["properties"] ?? field["items"]?["oneOf"]) is not null)
            {
                foreach (var item in list.OfType<JsonObject>())
                {
                    Filled(field!["items"]!, item);
                }
            }
        }

        return document;
    }

    private static string Show(IReadOnlyList<Portal.Domain.Shared.Refusal> refusals) => string.Join("; ", refusals.Select(refusal =>
        $"{refusal.Field} {refusal.Code}{(refusal.Code == "points_contradiction" ? " " + refusal.Arguments[1] : "")}"));
}
