using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Reports;

/// <summary>A run as JSON: what became of each event, every member's points and level, referrals, and the liability.</summary>
public static class RunJson
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="reportFrom">The first local day of the liability report; null for the beginning.</param>
    /// <param name="describe">Says a refusal as a sentence.</param>
    public static string Write(PointsRun run, DateOnly? reportFrom, Func<Refusal, string> describe)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(describe);
        var scale = new PointScale(run.Rules.PointDecimals, run.Rules.CurrencyDecimals);
        return new JsonObject
        {
            ["program"] = run.Rules.Name,
            ["asOf"] = JsonParts.Day(run.AsOf),
            ["timeZone"] = run.Rules.TimeZone,
            ["events"] = JsonParts.List(run.Events, item => EventJson.Of(item, scale, describe)),
            ["members"] = JsonParts.List(run.Members, member => MemberJson.Of(member.Key, member.Value, run, scale)),
            ["referrals"] = JsonParts.List(run.Referrals, Referral),
            ["liability"] = LiabilityJson.Of(Liability.Of(run, reportFrom), scale),
        }.ToJsonString(Options);
    }

    private static JsonObject Referral(Referral referral)
    {
        var json = new JsonObject
        {
            ["referrer"] = referral.Referrer,
            ["referred"] = referral.Referred,
            ["on"] = JsonParts.Day(referral.On),
            ["state"] = JsonParts.Word(referral.State),
        };
        JsonParts.Add(json, "reason", referral.Reason);
        JsonParts.Add(json, "rewardedOn", referral.RewardedOn);
        return json;
    }
}

/// <summary>Small parts of the output.</summary>
internal static class JsonParts
{
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Month(DateOnly? day) => day is { } month ? month.ToString("yyyy-MM", CultureInfo.InvariantCulture) : "never";

    public static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> write) => new([.. items.Select(write)]);

    /// <summary>A number without needless zeros.</summary>
    public static JsonNode Number(decimal number) => JsonNode.Parse(number.ToString("0.############################", CultureInfo.InvariantCulture))!;

    public static JsonArray Lots(IEnumerable<LotAllocation> lots, PointScale scale) =>
        List(lots, lot => new JsonObject { ["lot"] = lot.Lot, ["points"] = Number(scale.Points(lot.Units)) });

    public static void Add(JsonObject json, string name, string? text)
    {
        if (text is not null)
        {
            json[name] = text;
        }
    }

    public static void Add(JsonObject json, string name, DateOnly? day)
    {
        if (day is { } known)
        {
            json[name] = Day(known);
        }
    }
}
