using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Earning;

/// <summary>Works out what an event earns: rules, level, campaigns, one rounding, limits.</summary>
public static class EarnCalculator
{
    /// <summary>The points of a bill.</summary>
    public static EarningResult OfBill(EarnContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Finish(CampaignStage.Apply(RuleStage.Apply(context, rule => rule.Gives != RuleGives.Growth), context), context);
    }

    /// <summary>The growth value of a bill, from rules that give it.</summary>
    public static EarningResult GrowthOfBill(EarnContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Finish(RuleStage.Apply(context, rule => rule.Gives != RuleGives.Points), context with { Rules = context.Rules with { EarnLimits = [] } });
    }

    /// <summary>The points, or the growth value, of one rule for an activity or a birthday.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="points">What it gives.</param>
    /// <param name="context">The member and the moment.</param>
    public static EarningResult OfActivity(EarnRule rule, decimal points, EarnContext context)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(context);
        if (RuleFit.Lines(rule.When, context) is null)
        {
            return EarningResult.None;
        }

        var row = new SheetRow(rule, rule.Id, [points]);
        var sheet = new EarnSheet([row], []);
        sheet.Note(rule.Id, RuleNames.Kind(rule), points, $"{rule.Id}: {EarnSheet.Show(points)}");
        RuleLimits.Cut(row, sheet, context);
        return Finish(sheet, context);
    }

    private static EarningResult Finish(EarnSheet sheet, EarnContext context)
    {
        if (sheet.Rows.Count == 0)
        {
            return EarningResult.None;
        }

        var rounding = context.Rules.Rounding;
        var units = Distribution.Round(sheet.Rows, rounding, context.Scale);
        for (var row = 0; row < units.Length; row++)
        {
            RuleLimits.CutRounded(sheet.Rows[row], units[row], context);
        }

        var total = units.Sum(row => row.Sum());
        var mode = RoundingName(rounding);
        Note("rounding", "rounding", context.Scale.Points(total) - sheet.Sum, $"{mode}: {EarnSheet.Show(context.Scale.Points(total))}");
        if (context.Usage.Left(RuleUsage.AllRules, context.Rules.EarnLimits, context.At.On, context.Scale) is { } left && total > left)
        {
            units = Distribution.Reduce(units, left);
            Note("limit", "limit", context.Scale.Points(left - total), $"limit: {EarnSheet.Show(context.Scale.Points(left))}");
            total = left;
        }

        return new EarningResult
        {
            Steps = sheet.Steps,
            Shares = [.. sheet.Rows.Select((row, index) => new EarningShare(row.Id, row.Rule, units[index]))],
        };

        void Note(string rule, string kind, decimal points, string text) =>
            sheet.Steps.Add(new EarningStep(rule, kind, points, (sheet.Steps.Count == 0 ? 0 : sheet.Steps[^1].Running) + points, text));
    }

    private static string RoundingName(PointRounding rounding)
    {
        var mode = rounding.Mode switch
        {
            RoundingMode.Floor => "floor",
            RoundingMode.Ceil => "ceil",
            RoundingMode.Half => "half",
            _ => throw new InvalidOperationException("Unknown rounding " + rounding.Mode),
        };
        return rounding.Each switch
        {
            RoundedPart.Bill => mode,
            RoundedPart.Line => mode + " by line",
            RoundedPart.Rule => mode + " by rule",
            _ => throw new InvalidOperationException("Unknown part " + rounding.Each),
        };
    }
}
