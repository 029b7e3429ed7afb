using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Reports;

/// <summary>What became of one event.</summary>
internal static class EventJson
{
    public static JsonObject Of(EventResult result, PointScale scale, Func<Refusal, string> describe)
    {
        var json = new JsonObject
        {
            ["id"] = result.Event.Id,
            ["type"] = TypeOf(result.Event),
            ["member"] = result.Event.Member,
            ["at"] = result.At.Local.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
            ["result"] = JsonParts.Word(result.State),
        };
        if (result.Refusals.Count > 0)
        {
            json["refusals"] = JsonParts.List(result.Refusals, refusal => new JsonObject { ["code"] = refusal.Code, ["message"] = describe(refusal) });
        }

        if (result.Earned.Count > 0)
        {
            json["earned"] = JsonParts.List(result.Earned, booked => Earned(booked, scale));
        }

        if (result.Redeemed.Count > 0)
        {
            json["redeemed"] = new JsonObject { ["points"] = JsonParts.Number(scale.Points(result.Redeemed.Sum(lot => lot.Units))), ["lots"] = JsonParts.Lots(result.Redeemed, scale) };
            if (result.RedeemedMinor is { } minor)
            {
                json["redeemed"]!["money"] = JsonParts.Number(scale.Amount(minor));
                json["redeemed"]!["rule"] = "value rounded down to the minor unit; no point is taken that adds no value";
            }
        }

        if (result.GivenBack.Count > 0)
        {
            json["givenBack"] = new JsonObject { ["points"] = JsonParts.Number(scale.Points(result.GivenBack.Sum(lot => lot.Units))), ["lots"] = JsonParts.Lots(result.GivenBack, scale) };
        }

        if (result.TakenBack is { } taken)
        {
            json["takenBack"] = new JsonObject
            {
                ["points"] = JsonParts.Number(scale.Points(taken.Taken)),
                ["owed"] = JsonParts.Number(scale.Points(taken.Owed)),
                ["forgiven"] = JsonParts.Number(scale.Points(taken.Forgiven)),
                ["expired"] = JsonParts.Number(scale.Points(taken.Expired)),
                ["lines"] = JsonParts.List(result.TakenBackLines, line => new JsonObject
                {
                    ["line"] = line.Line,
                    ["earned"] = JsonParts.Number(scale.Points(line.Units)),
                    ["points"] = JsonParts.Number(scale.Points(line.TakenBack)),
                }),
            };
        }

        return json;
    }

    private static JsonObject Earned(Booked booked, PointScale scale) => new()
    {
        ["points"] = JsonParts.Number(scale.Points(booked.Result.Units)),
        ["breakdown"] = booked.Result.Sentence,
        ["steps"] = JsonParts.List(booked.Result.Steps, step => new JsonObject
        {
            ["rule"] = step.Rule,
            ["kind"] = step.Kind,
            ["points"] = JsonParts.Number(step.Points),
            ["running"] = JsonParts.Number(step.Running),
            ["text"] = step.Text,
        }),
        ["rules"] = JsonParts.List(booked.Result.Shares, share => new JsonObject { ["rule"] = share.Id, ["points"] = JsonParts.Number(scale.Points(share.Units.Sum())) }),
        ["lines"] = JsonParts.List(
            booked.Lines.Select((line, index) => (line, Units: booked.Result.Shares.Sum(share => share.Units[index]))),
            line => new JsonObject { ["line"] = line.line, ["points"] = JsonParts.Number(scale.Points(line.Units)) }),
        ["lots"] = JsonParts.List(booked.Lots, lot => (JsonNode?)lot.Id),
    };

    private static string TypeOf(PointsEvent item) => item switch
    {
        JoinEvent => "join",
        SaleEvent => "sale",
        ReturnEvent => "return",
        RedeemEvent => "redeem",
        CancelRedemptionEvent => "cancelRedemption",
        ActivityEvent => "activity",
        AdjustEvent => "adjust",
        ReleaseEvent => "release",
        SetLevelEvent => "setLevel",
        _ => throw new InvalidOperationException("Unknown event " + item.GetType().Name),
    };
}
