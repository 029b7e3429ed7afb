using System.CommandLine;
using System.Globalization;
using Portal.Domain.Points.Documents;
using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Reports;
using Portal.Domain.Shared;

namespace Portal.Cli.Verbs;

/// <summary><c>portal try-points</c></summary>
internal static class TryPointsVerb
{
    public static Command Create()
    {
        var rules = new Option<string>("--rules")
        {
            Description = "The rules of a points programme (JSON; see: portal schema points).",
            Required = true,
            HelpName = "R.json",
        };
        var events = new Option<string>("--events")
        {
            Description = "What happened: sales, returns, redemptions, activities, adjustments (JSON; see: portal schema points).",
            Required = true,
            HelpName = "E.json",
        };
        var asOf = new Option<DateOnly>("--as-of")
        {
            Description = "The local day, as 2026-12-31: its events count; what happens at its midnight (expiry, level checks) does not yet.",
            Required = true,
            HelpName = "DATE",
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                {
                    result.AddError($"--as-of must be a day written as 2026-12-31, not “{text}”.");
                }

                return day;
            },
        };
        var command = new Command("try-points", "Runs a points programme over events, without any database, and prints earnings with their breakdown, lots, balances, levels and the liability as JSON. Nothing is written.")
        {
            rules, events, asOf,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var outcome = await RunAsync(parsed.GetRequiredValue(rules), parsed.GetRequiredValue(events), parsed.GetRequiredValue(asOf), cancellationToken);
            if (!outcome.IsDone)
            {
                return await PortalHost.RefuseAsync(outcome);
            }

            await Console.Out.WriteLineAsync(outcome.Value);
            return ExitStatus.Done;
        });
        return command;
    }

    private static async Task<Outcome<string>> RunAsync(string rulesPath, string eventsPath, DateOnly asOf, CancellationToken cancellationToken)
    {
        var missing = new[] { rulesPath, eventsPath }.Where(path => !File.Exists(path)).Select(path => new Refusal("points_file_missing", path)).ToList();
        if (missing.Count > 0)
        {
            return Outcome<string>.Refused(missing);
        }

        // Both files are read before anything is refused, so that all that is wrong is listed at once.
        var rules = PointsDocuments.ReadRules(await File.ReadAllTextAsync(rulesPath, cancellationToken));
        var events = PointsDocuments.ReadEvents(await File.ReadAllTextAsync(eventsPath, cancellationToken), rules.IsDone ? rules.Value : null);
        var refusals = Named(rules.Refusals, rulesPath).Concat(Named(events.Refusals, eventsPath)).ToList();
        if (refusals.Count > 0)
        {
            return Outcome<string>.Refused(refusals);
        }

        return RunJson.Write(PointsEngine.Run(rules.Value, events.Value, asOf), events.Value.ReportFrom, RefusalTexts.Describe);
    }

    private static IEnumerable<Refusal> Named(IReadOnlyList<Refusal> refusals, string path) =>
        refusals.Select(refusal => refusal with { Field = Path.GetFileName(path) + (string.IsNullOrEmpty(refusal.Field) ? "" : ", " + refusal.Field) });
}
