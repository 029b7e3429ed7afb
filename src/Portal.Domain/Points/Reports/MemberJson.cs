using System.Text.Json.Nodes;
using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Levels;
using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Reports;

/// <summary>A member's points and level on the day of the run.</summary>
internal static class MemberJson
{
    public static JsonObject Of(string name, PointsMember member, PointsRun run, PointScale scale)
    {
        var account = member.Account;
        var json = new JsonObject
        {
            ["member"] = name,
            ["balance"] = Points(account.Balance),
            ["available"] = Points(account.Available(run.AsOf)),
            ["pending"] = Points(account.Pending(run.AsOf)),
            ["negative"] = Points(account.Debt),
        };
        if (run.Rules.Redemption is { } redemption)
        {
            json["availableValue"] = JsonParts.Number(scale.Amount(Redeeming.ValueMinor(redemption, account.Available(run.AsOf), scale)));
        }

        json["expiring"] = JsonParts.List(Expiring(account), month => new JsonObject { ["month"] = JsonParts.Month(month.Month), ["points"] = Points(month.Units) });
        json["lots"] = JsonParts.List(account.Lots, Lot);
        json["ledger"] = JsonParts.List(account.Entries, entry => new JsonObject
        {
            ["on"] = JsonParts.Day(entry.On),
            ["source"] = entry.Source,
            ["kind"] = JsonParts.Word(entry.Kind),
            ["points"] = Points(entry.Units),
            ["lots"] = JsonParts.Lots(entry.Lots, scale),
            ["balance"] = Points(entry.Balance),
        });
        if (member.Level is { } level)
        {
            json["level"] = Level(level, run, scale.Points(account.Balance));
        }

        return json;

        JsonNode Points(long units) => JsonParts.Number(scale.Points(units));

        JsonObject Lot(PointLot lot)
        {
            var written = new JsonObject { ["lot"] = lot.Id, ["source"] = lot.Source, ["earnedOn"] = JsonParts.Day(lot.EarnedOn), ["earned"] = Points(lot.Earned), ["remaining"] = Points(lot.Remaining) };
            JsonParts.Add(written, "availableOn", lot.AvailableOn);
            written["expiresOn"] = account.ExpiresOn(lot) is { } on ? JsonParts.Day(on) : "never";
            written["redeemed"] = Points(lot.Redeemed);
            written["expired"] = Points(lot.Expired);
            written["reversed"] = Points(lot.TakenBack + lot.TakenForOthers);
            written["other"] = Points(lot.Adjusted + lot.Absorbed);
            written["lines"] = JsonParts.List(lot.Parts, part => new JsonObject { ["line"] = part.Line, ["earned"] = Points(part.Units), ["takenBack"] = Points(part.TakenBack) });
            return written;
        }
    }

    private static IEnumerable<(DateOnly? Month, long Units)> Expiring(PointsAccount account) => account.Lots
        .Where(lot => lot.Remaining > 0 && account.ExpiresOn(lot) is not null)
        .GroupBy(lot => (DateOnly?)new DateOnly(account.ExpiresOn(lot)!.Value.Year, account.ExpiresOn(lot)!.Value.Month, 1))
        .OrderBy(group => group.Key)
        .Select(group => (group.Key, group.Sum(lot => lot.Remaining)));

    private static JsonObject Level(LevelStanding level, PointsRun run, decimal balance)
    {
        var value = level.ValueOn(run.AsOf, balance);
        var window = LevelWindow.Of(run.Rules.Levels!, run.AsOf);
        var json = new JsonObject
        {
            ["code"] = level.Current.Code,
            ["growth"] = JsonParts.Number(value),
            ["window"] = window.From == DateOnly.MinValue ? "lifetime" : window.ToString(),
            ["locked"] = level.IsLocked,
        };
        if (level.Next is { } next)
        {
            var missing = new JsonObject { ["level"] = next.Code, ["from"] = JsonParts.Number(next.From), ["missing"] = JsonParts.Number(Math.Max(0, next.From - value)) };
            JsonParts.Add(missing, "by", run.Rules.Levels!.Window == GrowthWindow.CalendarYear ? new DateOnly(run.AsOf.Year, 12, 31) : null);
            json["next"] = missing;
        }

        if (level.Needed > 0)
        {
            json["keep"] = new JsonObject { ["from"] = JsonParts.Number(level.Needed), ["missing"] = JsonParts.Number(Math.Max(0, level.Needed - value)) };
        }

        if (level.BelowSince is { } since)
        {
            json["graceUntil"] = JsonParts.Day(since.AddDays(run.Rules.Levels!.GraceDays));
        }

        json["history"] = JsonParts.List(level.History, Change);
        return json;
    }

    private static JsonObject Change(LevelChange change)
    {
        var json = new JsonObject { ["on"] = JsonParts.Day(change.On), ["from"] = change.From, ["to"] = change.To, ["reason"] = JsonParts.Word(change.Reason) };
        if (change is { Value: { } value, Threshold: { } threshold })
        {
            json["growth"] = JsonParts.Number(value);
            json["threshold"] = JsonParts.Number(threshold);
        }

        JsonParts.Add(json, "remark", change.Remark);
        return json;
    }
}
