using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>The settlement periods of a programme: its calendar, cut to its validity.</summary>
public static class ProgramPeriods
{
    /// <summary>The most periods a programme may have.</summary>
    public const int MaxCount = 600;

    /// <summary>Every period, in order. A definition that is not valid may have none.</summary>
    public static IReadOnlyList<DateRange> Of(ProgramDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var validity = definition.Validity;
        return definition.Period.Kind switch
        {
            PeriodKind.Month => Calendar(validity, 1),
            PeriodKind.Quarter => Calendar(validity, 3),
            PeriodKind.HalfYear => Calendar(validity, 6),
            PeriodKind.Year => Calendar(validity, 12),
            PeriodKind.Custom => [.. definition.Period.Custom
                .Where(period => period.From <= period.To)
                .Select(period => new DateRange(period.From, period.To).Intersect(validity))
                .OfType<DateRange>()
                .OrderBy(period => period.From)
                .Take(MaxCount)],
            _ => throw new InvalidOperationException("Unknown period kind " + definition.Period.Kind),
        };
    }

    /// <summary>The period that a day belongs to, or null.</summary>
    public static DateRange? Containing(ProgramDefinition definition, DateOnly day) =>
        Of(definition).Where(period => period.Contains(day)).Select(period => (DateRange?)period).FirstOrDefault();

    /// <summary>The periods that were over before a day began.</summary>
    public static IReadOnlyList<DateRange> EndedBefore(ProgramDefinition definition, DateOnly day) =>
        [.. Of(definition).Where(period => period.To < day)];

    /// <summary>Whether a day lies inside a period without being its first: what begins to hold then would settle that period's days twice.</summary>
    public static bool Splits(ProgramDefinition definition, DateOnly day) => Containing(definition, day) is { } period && period.From < day;

    /// <summary>Days that remain of a period after a day.</summary>
    public static int DaysLeft(DateRange period, DateOnly on) => Math.Max(0, period.To.DayNumber - on.DayNumber);

    private static List<DateRange> Calendar(DateRange validity, int months)
    {
        var periods = new List<DateRange>();
        var firstMonth = ((validity.From.Month - 1) / months * months) + 1;
        var from = new DateOnly(validity.From.Year, firstMonth, 1);
        while (from <= validity.To && periods.Count < MaxCount)
        {
            var last = from.Year == DateOnly.MaxValue.Year && from.Month + months > 12;
            var to = last ? DateOnly.MaxValue : from.AddMonths(months).AddDays(-1);
            if (new DateRange(from, to).Intersect(validity) is { } period)
            {
                periods.Add(period);
            }

            if (last)
            {
                break;
            }

            from = from.AddMonths(months);
        }

        return periods;
    }
}
