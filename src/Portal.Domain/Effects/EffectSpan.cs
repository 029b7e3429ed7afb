using Portal.Domain.Shared;

namespace Portal.Domain.Effects;

/// <summary>The whole months before and during a programme that are compared: the same months of the calendar, so that the season is the same.</summary>
/// <param name="Before">Before it began.</param>
/// <param name="During">While it is in force.</param>
public sealed record EffectSpan(DateRange Before, DateRange During)
{
    /// <summary>The most months that are compared.</summary>
    public const int MaxMonths = 12;

    /// <summary>How many months each of them has.</summary>
    public int Months => ((During.To.Year - During.From.Year) * 12) + During.To.Month - During.From.Month + 1;

    /// <summary>The last months of a validity that are over, twelve at most, and the same months of the last year that ended before it began; null where no month is over.</summary>
    /// <param name="validity">The programme's validity, over all its versions.</param>
    /// <param name="today">Today.</param>
    public static EffectSpan? Of(DateRange validity, DateOnly today)
    {
        var first = new DateOnly(validity.From.Year, validity.From.Month, 1);
        first = first < validity.From ? first.AddMonths(1) : first;
        var end = today <= validity.To ? today : validity.To.AddDays(1);
        var afterLast = new DateOnly(end.Year, end.Month, 1);
        if (afterLast <= first)
        {
            return null;
        }

        var from = afterLast.AddMonths(-MaxMonths) > first ? afterLast.AddMonths(-MaxMonths) : first;
        var years = 1;
        while (afterLast.AddYears(-years) > first)
        {
            years++;
        }

        return new EffectSpan(
            new DateRange(from.AddYears(-years), afterLast.AddYears(-years).AddDays(-1)), new DateRange(from, afterLast.AddDays(-1)));
    }
}
