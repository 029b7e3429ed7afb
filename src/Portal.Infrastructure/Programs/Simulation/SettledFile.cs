using System.Globalization;
using System.Text.Json;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Programs.Simulation;

/// <summary>A line that was settled before.</summary>
internal sealed record SettledRow(string Customer, string Program, int Line, DateOnly PeriodFrom, DateOnly PeriodTo, decimal Delta, decimal Due, int? Tier, decimal? QualifierValue);

/// <summary>Reads what was settled before: the array that a simulation prints. Of each line customer, program, line, periodFrom, periodTo and due are needed.</summary>
internal static class SettledFile
{
    public static List<SettledRow> Read(string path, List<Refusal> refusals)
    {
        var file = Path.GetFileName(path);
        var rows = new List<SettledRow>();
        if (SimulateFiles.ReadText(path, refusals) is not { } text)
        {
            return rows;
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                refusals.Add(new Refusal("program_field_not_list", "$") { Field = file });
                return rows;
            }

            var index = 0;
            foreach (var element in document.RootElement.EnumerateArray())
            {
                var at = string.Create(CultureInfo.InvariantCulture, $"{file}, [{index++}]");
                if (ReadRow(element, at, refusals) is { } row)
                {
                    rows.Add(row);
                }
            }
        }
        catch (JsonException exception)
        {
            refusals.Add(new Refusal("program_json_invalid", (exception.LineNumber ?? 0) + 1, (exception.BytePositionInLine ?? 0) + 1) { Field = file });
        }

        return rows;
    }

    private static SettledRow? ReadRow(JsonElement element, string at, List<Refusal> refusals)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            refusals.Add(new Refusal("program_field_not_object", at) { Field = at });
            return null;
        }

        var before = refusals.Count;
        foreach (var property in element.EnumerateObject().Where(property => !SimulatedLine.Fields.Contains(property.Name)))
        {
            refusals.Add(new Refusal("program_field_unknown", property.Name) { Field = at + "." + property.Name });
        }

        var (customer, program) = (Text(element, "customer", at, refusals), Text(element, "program", at, refusals));
        var line = Number(element, "line", at, refusals, isRequired: true);
        var (from, to) = (Day(element, "periodFrom", at, refusals), Day(element, "periodTo", at, refusals));
        var due = Number(element, "due", at, refusals, isRequired: true);
        var rounded = Number(element, "rounded", at, refusals);
        var already = Number(element, "alreadySettled", at, refusals);
        var tier = Number(element, "tier", at, refusals);
        var qualifier = Number(element, "qualifierValue", at, refusals);
        return refusals.Count > before
            ? null
            : new SettledRow(customer!, program!, (int)line!.Value, from!.Value, to!.Value, rounded - already ?? due!.Value, due!.Value, (int?)tier, qualifier);
    }

    private static string? Text(JsonElement element, string name, string at, List<Refusal> refusals)
    {
        if (!element.TryGetProperty(name, out var value))
        {
            refusals.Add(new Refusal("program_field_missing", name) { Field = at });
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        refusals.Add(new Refusal("program_field_not_text", name) { Field = at });
        return null;
    }

    private static DateOnly? Day(JsonElement element, string name, string at, List<Refusal> refusals)
    {
        if (Text(element, name, at, refusals) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        refusals.Add(new Refusal("program_field_not_day", name) { Field = at });
        return null;
    }

    private static decimal? Number(JsonElement element, string name, string at, List<Refusal> refusals, bool isRequired = false)
    {
        if (!element.TryGetProperty(name, out var value))
        {
            if (isRequired)
            {
                refusals.Add(new Refusal("program_field_missing", name) { Field = at });
            }

            return null;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            refusals.Add(new Refusal("program_field_not_number", name) { Field = at });
            return null;
        }

        if (value.TryGetDecimal(out var number) && Math.Abs(number) <= 10_000_000_000_000m && (name is not ("line" or "tier") || (number == decimal.Truncate(number) && Math.Abs(number) < 100_000)))
        {
            return number;
        }

        refusals.Add(new Refusal("program_number_too_large", name) { Field = at });
        return null;
    }
}
