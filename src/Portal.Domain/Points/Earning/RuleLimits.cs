using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Earning;

/// <summary>Cuts a rule's points to what its limits leave.</summary>
internal static class RuleLimits
{
    /// <summary>Whether the limits leave anything.</summary>
    public static bool LeaveAny(PointRule rule, EarnContext context) => context.Usage.Left(rule.Id, rule.Limits, context.At.On, context.Scale) is not 0;

    /// <summary>Cuts the exact points, so that campaigns after it see the cut ones.</summary>
    public static void Cut(SheetRow row, EarnSheet sheet, EarnContext context)
    {
        if (row.Rule is { } rule && context.Usage.Left(rule.Id, rule.Limits, context.At.On, context.Scale) is { } units && row.Sum > context.Scale.Points(units))
        {
            var before = row.Sum;
            row.Cells = EarnSheet.Scaled(row.Cells, context.Scale.Points(units));
            sheet.Note(row.Id, "limit", row.Sum - before, $"{row.Id} limit: {EarnSheet.Show(row.Sum)}");
        }
    }

    /// <summary>Cuts what rounding each line or rule up may have put over a limit; from the last line.</summary>
    public static void CutRounded(SheetRow row, long[] units, EarnContext context)
    {
        if (row.Rule is not { } rule || context.Usage.Left(rule.Id, rule.Limits, context.At.On, context.Scale) is not { } left)
        {
            return;
        }

        var over = units.Sum() - left;
        for (var line = units.Length - 1; line >= 0 && over > 0; line--)
        {
            var cut = Math.Min(over, units[line]);
            units[line] -= cut;
            over -= cut;
        }
    }
}

/// <summary>The words of a rules document for kinds of rules.</summary>
internal static class RuleNames
{
    public static string Kind(PointRule rule) => rule switch
    {
        AmountRule => "amount",
        QuantityRule => "quantity",
        VisitRule => "visit",
        ActivityRule => "activity",
        BirthdayRule => "birthday",
        MultiplierCampaign => "multiplier",
        BonusCampaign => "bonus",
        _ => throw new InvalidOperationException("Unknown rule " + rule.GetType().Name),
    };
}
