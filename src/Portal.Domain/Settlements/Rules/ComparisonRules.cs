using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements.Rules;

/// <summary>What a measure is compared with, and where the tiers begin then. Bounds are turned into the unit of the measure, so that nothing is rounded before it is compared.</summary>
internal static class ComparisonRules
{
    /// <summary>A bound of a line (a tier's or the minimum) in minor units or thousandths of its qualifier.</summary>
    /// <param name="line">The line.</param>
    /// <param name="bound">The bound in the unit of the comparison, or of the measure where there is none.</param>
    /// <param name="reference">What is compared with, in minor units or thousandths.</param>
    public static decimal Bound(ProgramLine line, decimal bound, decimal reference) => line.Qualifier.Compare?.As switch
    {
        null => bound * line.Qualifier.Measure.Scale(),
        ComparisonAs.Difference => reference + (bound * line.Qualifier.Measure.Scale()),
        ComparisonAs.RatioPercent => reference * bound / 100,
        ComparisonAs.GrowthPercent => reference * (100 + bound) / 100,
        var other => throw new InvalidOperationException("Unknown comparison " + other),
    };

    /// <summary>A value of the qualifier's measure in the unit of the comparison, for showing: in percent, or in minor units or thousandths.</summary>
    public static decimal? Compared(Comparison comparison, decimal actual, decimal reference) => comparison.As switch
    {
        ComparisonAs.Difference => actual - reference,
        ComparisonAs.RatioPercent => reference == 0 ? null : Rounding.HalfAwayFromZero(actual * 100 / reference, 4),
        ComparisonAs.GrowthPercent => reference == 0 ? null : Rounding.HalfAwayFromZero((actual - reference) * 100 / reference, 4),
        var other => throw new InvalidOperationException("Unknown comparison " + other),
    };

    /// <summary>The days of the base period that belong to measured days; the last day of a month stays the last.</summary>
    public static IEnumerable<DateRange> BaseDays(Comparison comparison, IEnumerable<DateRange> measured) => comparison.Against switch
    {
        ComparisonAgainst.YearBefore => measured.Where(days => days.From.Year > 1).Select(days => new DateRange(days.From.AddYears(-1), YearBefore(days.To))),
        ComparisonAgainst.Days when comparison is { From: { } from, To: { } to } => [new DateRange(from, to)],
        _ => [],
    };

    /// <summary>
    /// A customer's figure for measured days: the sum of those that lie within them; where none does, that which covers
    /// them all (an annual target while the year runs). Null where there is none.
    /// </summary>
    public static decimal? FigureFor(IReadOnlyList<PlanFigure> figures, DateRange measured)
    {
        var within = figures.Where(figure => figure.From >= measured.From && figure.To <= measured.To).ToList();
        return within.Count > 0
            ? within.Sum(figure => figure.Value)
            : figures.Where(figure => figure.From <= measured.From && figure.To >= measured.To).OrderBy(figure => figure.To.DayNumber - figure.From.DayNumber).Select(figure => (decimal?)figure.Value).FirstOrDefault();
    }

    private static DateOnly YearBefore(DateOnly to) => to.Month == 2 && to.Day == DateTime.DaysInMonth(to.Year, 2)
        ? new DateOnly(to.Year - 1, 2, DateTime.DaysInMonth(to.Year - 1, 2))
        : to.AddYears(-1);
}
