using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>How far a customer is from the next tier of a running period.</summary>
public sealed record NearMiss
{
    /// <summary>The rebate of the period so far, in minor units; in cumulative mode of the whole time so far.</summary>
    public required long EarnedMinor { get; init; }

    /// <summary>What decides the tier so far.</summary>
    public required long QualifierValue { get; init; }

    /// <summary>The tier reached, from 1.</summary>
    public required int TierNumber { get; init; }

    /// <summary>The lower bound of the next tier; null at the highest.</summary>
    public long? NextTierFrom { get; init; }

    /// <summary>What is missing to it.</summary>
    public long? MissingValue { get; init; }

    /// <summary>What reaching its lower bound would add to the rebate, in minor units.</summary>
    public long? GainMinor { get; init; }

    /// <summary>Days left in the period after today.</summary>
    public required int DaysLeft { get; init; }

    /// <summary>What decides the tier at the period's end, if buying goes on as in the period so far.</summary>
    public required long ForecastValue { get; init; }

    /// <summary>The rebate at the period's end at that pace, in minor units.</summary>
    public required long ForecastMinor { get; init; }

    /// <summary>Whether that pace reaches the next tier.</summary>
    public bool WouldReachNextTier => NextTierFrom is { } next && ForecastValue >= next;

    /// <summary>How far on the way from nothing to the next tier, in thousandths; 1000 at the highest.</summary>
    public int ProgressMilli => NextTierFrom is not > 0 ? 1000 : (int)Math.Clamp(decimal.Floor(Math.Max(0, QualifierValue) * 1000m / NextTierFrom.Value), 0, 1000);

    /// <summary>Works it out.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="lineIndex">The line.</param>
    /// <param name="measure">What was measured so far: in the period, or in cumulative mode since the start of the validity.</param>
    /// <param name="measured">The first day measured and the period's last.</param>
    /// <param name="today">Today, which counts as elapsed.</param>
    /// <param name="elapsedShare">How much of the time's purchases fall by experience into the days elapsed, above 0 and at most 1; null for an even pace.</param>
    public static NearMiss Of(ProgramDefinition definition, int lineIndex, in PeriodMeasure measure, DateRange measured, DateOnly today, decimal? elapsedShare = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var earned = RebateCalculator.Earn(definition, lineIndex, measure);
        var elapsed = Math.Clamp(today.DayNumber - measured.From.DayNumber + 1, 1, measured.Days);
        var forecast = elapsedShare is { } share ? Scaled(measure, 1, share) : Scaled(measure, measured.Days, elapsed);
        var projected = RebateCalculator.Earn(definition, lineIndex, forecast);
        var missing = earned.NextTierFrom - earned.QualifierValue;
        return new NearMiss
        {
            EarnedMinor = earned.RoundedMinor,
            QualifierValue = earned.QualifierValue,
            TierNumber = earned.TierNumber,
            NextTierFrom = earned.NextTierFrom,
            MissingValue = missing,
            GainMinor = missing is { } more ? RebateCalculator.Earn(definition, lineIndex, WithMore(definition.Lines[lineIndex], measure, more)).RoundedMinor - earned.RoundedMinor : null,
            DaysLeft = ProgramPeriods.DaysLeft(measured, today),
            ForecastValue = projected.QualifierValue,
            ForecastMinor = projected.RoundedMinor,
        };
    }

    /// <summary>What the same period would earn with more bought of what both decides the tier and earns, in the unit of the qualifier.</summary>
    public static EarnedLine WhatIf(ProgramDefinition definition, int lineIndex, in PeriodMeasure measure, long more)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return RebateCalculator.Earn(definition, lineIndex, WithMore(definition.Lines[lineIndex], measure, more));
    }

    private static PeriodMeasure Scaled(in PeriodMeasure measure, int days, decimal elapsed) => new()
    {
        QualifierNetMinor = Scale(measure.QualifierNetMinor, days, elapsed),
        QualifierQuantityMilli = Scale(measure.QualifierQuantityMilli, days, elapsed),
        BaseNetMinor = Scale(measure.BaseNetMinor, days, elapsed),
        BaseQuantityMilli = Scale(measure.BaseQuantityMilli, days, elapsed),
        SaleLines = measure.SaleLines,
        ReturnLines = measure.ReturnLines,
    };

    /// <summary>More of the measure that decides the tier; the other measure grows in proportion.</summary>
    private static PeriodMeasure WithMore(ProgramLine line, in PeriodMeasure measure, long more)
    {
        var isAmount = line.Qualifier.Measure.IsMoney();
        var otherMore = isAmount
            ? Proportion(more, measure.QualifierQuantityMilli, measure.QualifierNetMinor)
            : Proportion(more, measure.QualifierNetMinor, measure.QualifierQuantityMilli);
        var (net, quantity) = isAmount ? (more, otherMore) : (otherMore, more);
        return measure with
        {
            QualifierNetMinor = measure.QualifierNetMinor + net,
            QualifierQuantityMilli = measure.QualifierQuantityMilli + quantity,
            BaseNetMinor = measure.BaseNetMinor + net,
            BaseQuantityMilli = measure.BaseQuantityMilli + quantity,
        };
    }

    private static long Proportion(long more, long of, long to) => to <= 0 || of <= 0 ? 0 : Rounding.HalfAwayFromZero((decimal)more * of / to);

    private static long Scale(long value, int days, decimal elapsed) => Rounding.HalfAwayFromZero((decimal)value * days / elapsed);
}
