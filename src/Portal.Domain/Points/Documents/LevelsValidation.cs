using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Documents;

/// <summary>What is wrong with levels.</summary>
internal static class LevelsValidation
{
    public static void Check(LevelRules levels, PointsRules rules, Findings found)
    {
        CheckList(levels, found);
        var isRolling = levels.Window == GrowthWindow.RollingMonths;
        found.AddIf(isRolling && levels.WindowMonths is null, "levels.windowMonths", "program_field_missing", "levels.windowMonths");
        found.Contradiction(!isRolling && levels.WindowMonths is not null, "levels.windowMonths", "levels.window");
        // On 1 February a calendar year has one month only: everybody would fall.
        found.Contradiction(levels.Window == GrowthWindow.CalendarYear && levels.CheckAtEndOf != LevelCheck.Year, "levels.checkAtEndOf", "levels.window");
        found.Contradiction(levels.Growth == GrowthSource.Balance && levels.Window != GrowthWindow.Lifetime, "levels.growth", "levels.window");
        found.Contradiction(levels.Growth == GrowthSource.Rules && rules.EarnRules.All(rule => rule.Gives == RuleGives.Points), "levels.growth", "earnRules.gives");
        found.Contradiction(
            levels.BillEarnsAt == LevelOfBill.Reached && levels.Growth is not (GrowthSource.Spend or GrowthSource.Visits),
            "levels.billEarnsAt",
            "levels.growth");
        found.Contradiction(levels.Down == LevelDown.Never && levels.GraceDays > 0, "levels.graceDays", "levels.down");
        found.Contradiction(levels.Down == LevelDown.Never && levels.HoldMonths is not null, "levels.holdMonths", "levels.down");
        found.Contradiction(levels.HoldRenews && levels.HoldMonths is null, "levels.holdRenews", "levels.holdMonths");
    }

    private static void CheckList(LevelRules levels, Findings found)
    {
        for (var index = 0; index < levels.List.Count; index++)
        {
            var (level, at) = (levels.List[index], Findings.At("levels.list", index));
            found.AddIf(levels.List.Take(index).Any(other => other.Code == level.Code), at + ".code", "points_id_twice", level.Code);
            found.AddIf(index == 0 && level.From != 0, at + ".from", "points_first_level_not_zero");
            found.AddIf(index > 0 && level.From <= levels.List[index - 1].From, at + ".from", "points_levels_not_rising");
            found.Contradiction(level.KeepFrom > level.From, at + ".keepFrom", at + ".from");
        }
    }
}
