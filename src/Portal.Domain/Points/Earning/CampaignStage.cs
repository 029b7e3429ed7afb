using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Earning;

/// <summary>Second stage of an earning: the level's factor, then campaigns.</summary>
internal static class CampaignStage
{
    public static EarnSheet Apply(EarnSheet sheet, EarnContext context)
    {
        var given = sheet.Rows.Select(row => row.Copy()).ToList();
        if (context.Level is { Factor: not 1 } level && sheet.Sum != 0)
        {
            Multiply(sheet, sheet.Rows, null, "level", "level " + level.Code, level.Factor, _ => true);
        }

        var fitting = context.Rules.Campaigns
            .OrderBy(campaign => campaign.Priority).ThenBy(campaign => campaign.Id, StringComparer.Ordinal)
            .Select(campaign => (Campaign: campaign, Lines: RuleFit.Lines(campaign.When, context)))
            .Where(fit => fit.Lines is not null && RuleLimits.LeaveAny(fit.Campaign, context))
            .Select(fit => new Fitting(fit.Campaign, fit.Lines!))
            .ToList();
        if (context.Rules.CampaignChoice == RuleChoice.Priority)
        {
            return All(sheet, InOrder(fitting), given, context);
        }

        return RuleStage.Sets(fitting, fit => fit.Campaign.Stackable, context.Rules.CampaignChoice)
            .Select(set => All(sheet, set, given, context))
            .MaxBy(tried => tried.Sum) ?? sheet;
    }

    /// <summary>One that is not stackable applies only where it is the first, and then alone.</summary>
    private static IReadOnlyList<Fitting> InOrder(List<Fitting> fitting) =>
        fitting is [{ Campaign.Stackable: false } first, ..] ? [first] : [.. fitting.Where(fit => fit.Campaign.Stackable)];

    private static EarnSheet All(EarnSheet before, IReadOnlyList<Fitting> campaigns, List<SheetRow> given, EarnContext context)
    {
        var sheet = before.Copy();
        foreach (var (campaign, lines) in campaigns)
        {
            switch (campaign)
            {
                case MultiplierCampaign multiplier:
                    Multiply(multiplier, lines, sheet, given, context);
                    break;
                case BonusCampaign bonus:
                    var weights = context.Lines.Select((line, index) => lines[index] ? (decimal)line.BaseMinor : 0m).ToArray();
                    var row = new SheetRow(bonus, bonus.Id, RulePoints.Spread(bonus.Points, weights.Any(weight => weight != 0) ? weights : [.. lines.Select(fits => fits ? 1m : 0m)]));
                    sheet.Rows.Add(row);
                    sheet.Note(bonus.Id, "bonus", row.Sum, $"{bonus.Id} + {EarnSheet.Show(row.Sum)} = {EarnSheet.Show(sheet.Sum)}");
                    RuleLimits.Cut(row, sheet, context);
                    break;
                default:
                    throw new InvalidOperationException("Unknown campaign " + campaign.GetType().Name);
            }
        }

        return sheet;
    }

    private static void Multiply(MultiplierCampaign multiplier, bool[] lines, EarnSheet sheet, List<SheetRow> given, EarnContext context)
    {
        var isOfRules = multiplier.On == MultiplierBase.Base;
        var targets = isOfRules ? given.Where(row => multiplier.Rules.Count == 0 || multiplier.Rules.Contains(row.Id)).ToList() : sheet.Rows;
        var row = Multiply(sheet, targets, multiplier, multiplier.Id, multiplier.Id, multiplier.Factor, line => lines[line]);
        if (row is not null)
        {
            RuleLimits.Cut(row, sheet, context);
        }
    }

    /// <summary>What it gives more is a row of its own; a factor below 1 reduces the rows themselves, so that none is negative.</summary>
    private static SheetRow? Multiply(EarnSheet sheet, IReadOnlyList<SheetRow> targets, MultiplierCampaign? campaign, string id, string name, decimal factor, Func<int, bool> isMeant)
    {
        var size = targets.Count == 0 ? 0 : targets[0].Cells.Length;
        var target = Enumerable.Range(0, size).Select(line => isMeant(line) ? targets.Sum(row => row.Cells[line]) : 0m).ToArray();
        var (before, of) = (sheet.Sum, target.Sum());
        if (of == 0)
        {
            return null;
        }

        SheetRow? added = null;
        if (factor >= 1)
        {
            added = new SheetRow(campaign, id, [.. target.Select(points => points * (factor - 1))]);
            sheet.Rows.Add(added);
        }
        else
        {
            var names = targets.Select(row => row.Id).ToHashSet();
            foreach (var row in sheet.Rows.Where(row => names.Contains(row.Id)))
            {
                row.Cells = [.. row.Cells.Select((points, line) => isMeant(line) ? points * factor : points)];
            }
        }

        var part = of == before ? "" : $" of {EarnSheet.Show(of)}";
        sheet.Note(id, campaign is null ? "level" : "multiplier", sheet.Sum - before, $"{name} × {EarnSheet.Show(factor)}{part} = {EarnSheet.Show(sheet.Sum)}");
        return added;
    }

    private sealed record Fitting(Campaign Campaign, bool[] Lines);
}
