using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Earning;

/// <summary>First stage of an earning: the rules that give points, in order of priority.</summary>
internal static class RuleStage
{
    public static EarnSheet Apply(EarnContext context, Func<EarnRule, bool> isMeant)
    {
        var rules = context.Rules.EarnRules.Where(rule => rule is not (ActivityRule or BirthdayRule) && isMeant(rule)).OrderBy(rule => rule.Priority).ThenBy(rule => rule.Id, StringComparer.Ordinal);
        var rows = context.Rules.EarnRuleChoice == RuleChoice.Priority ? InOrder(rules, context) : Best(rules, context);
        var sheet = new EarnSheet([], []);
        foreach (var row in rows)
        {
            sheet.Rows.Add(row);
            sheet.Note(row.Id, RuleNames.Kind(row.Rule!), row.Sum, $"{row.Id}: {EarnSheet.Show(row.Sum)}");
            RuleLimits.Cut(row, sheet, context);
        }

        return sheet;
    }

    /// <summary>A rule that is not stackable shares no line: it takes none that another has, and leaves none to those after it.</summary>
    private static List<SheetRow> InOrder(IEnumerable<EarnRule> rules, EarnContext context)
    {
        var rows = new List<SheetRow>();
        var isTaken = new bool[context.Lines.Count];
        var isClosed = new bool[context.Lines.Count];
        foreach (var rule in rules)
        {
            if (RuleFit.Lines(rule.When, context) is not { } fitting)
            {
                continue;
            }

            var open = fitting.Select((fits, line) => fits && !isClosed[line] && (rule.Stackable || !isTaken[line])).ToArray();
            if (open.Contains(true))
            {
                var row = new SheetRow(rule, rule.Id, RulePoints.Of(rule, open, context));
                rows.Add(row);
                for (var line = 0; line < open.Length; line++)
                {
                    isTaken[line] |= open[line];
                    isClosed[line] |= open[line] && !rule.Stackable;
                }
            }
        }

        return rows;
    }

    /// <summary>Each line keeps what gives it most; of equals the first.</summary>
    private static List<SheetRow> Best(IEnumerable<EarnRule> rules, EarnContext context)
    {
        var rows = rules
            .Select(rule => RuleFit.Lines(rule.When, context) is { } fitting ? new SheetRow(rule, rule.Id, RulePoints.Of(rule, fitting, context)) : null)
            .OfType<SheetRow>()
            .ToList();
        var sets = Sets(rows, row => row.Rule!.Stackable, context.Rules.EarnRuleChoice);
        for (var line = 0; line < context.Lines.Count; line++)
        {
            var best = sets.MaxBy(set => set.Sum(row => row.Cells[line])) ?? [];
            foreach (var row in rows.Except(best))
            {
                row.Cells[line] = 0;
            }
        }

        return [.. rows.Where(row => row.Sum > 0)];
    }

    /// <summary>The sets among which the best is looked for, in order of priority.</summary>
    public static List<List<T>> Sets<T>(IReadOnlyList<T> all, Func<T, bool> isStackable, RuleChoice choice)
    {
        if (choice == RuleChoice.BestSingle)
        {
            return [.. all.Select(one => new List<T> { one })];
        }

        var sets = all.Where(one => !isStackable(one)).Select(one => new List<T> { one }).ToList();
        if (all.Any(isStackable))
        {
            sets.Add([.. all.Where(isStackable)]);
        }

        // MaxBy takes the first of equals: the set whose first rule comes first.
        return [.. sets.OrderBy(set => all.ToList().IndexOf(set[0]))];
    }
}
