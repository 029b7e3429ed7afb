using System.Text.Json.Nodes;
using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Reports;

/// <summary>The liability report.</summary>
internal static class LiabilityJson
{
    public static JsonObject Of(Liability liability, PointScale scale)
    {
        var json = new JsonObject
        {
            ["total"] = Period(liability.Total),
            ["months"] = JsonParts.List(liability.Months, Period),
            ["byExpiry"] = JsonParts.List(liability.ByExpiry, month => new JsonObject { ["month"] = JsonParts.Month(month.Month), ["points"] = Points(month.Units) }),
            ["negative"] = Points(liability.Debt),
        };
        if (liability is { ValueMinor: { } value, ExpectedMinor: { } expected })
        {
            json["value"] = JsonParts.Number(scale.Amount(value));
            json["expectedValue"] = JsonParts.Number(scale.Amount(expected));
        }

        json["cohorts"] = JsonParts.List(liability.Cohorts, cohort => new JsonObject
        {
            ["month"] = JsonParts.Month(cohort.Month),
            ["earned"] = Points(cohort.Earned),
            ["redeemed"] = Points(cohort.Redeemed),
            ["expired"] = Points(cohort.Expired),
            ["reversed"] = Points(cohort.Reversed),
            ["other"] = Points(cohort.Other),
            ["outstanding"] = Points(cohort.Outstanding),
            ["breakagePercent"] = JsonParts.Number(cohort.BreakagePercent),
        });
        return json;

        JsonNode Points(long units) => JsonParts.Number(scale.Points(units));

        JsonObject Period(LiabilityPeriod period) => new()
        {
            ["from"] = JsonParts.Day(period.Days.From),
            ["to"] = JsonParts.Day(period.Days.To),
            ["opening"] = Points(period.Opening),
            ["earned"] = Points(period.Earned),
            ["redeemed"] = Points(period.Redeemed),
            ["expired"] = Points(period.Expired),
            ["reversed"] = Points(period.Reversed),
            ["adjusted"] = Points(period.Adjusted),
            ["closing"] = Points(period.Closing),
        };
    }
}
