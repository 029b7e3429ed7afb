using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;

namespace Portal.Domain.Accruals;

/// <summary>From where it is known how much of a period's purchases the days elapsed usually hold.</summary>
public enum ForecastBasis
{
    /// <summary>From the customer's own purchases of the year before.</summary>
    OwnSeason = 1,

    /// <summary>From the purchases of all customers in the year before.</summary>
    CommonSeason = 2,

    /// <summary>From the days alone: an even pace.</summary>
    Days = 3,

    /// <summary>Not at all: the rules look at more than sums, so what is earned so far stands for the whole period.</summary>
    NotForecast = 4,
}

/// <summary>
/// What a customer has earned so far in an open period, side by side: at the rate reached, and at the rate that the forecast reaches.
/// The second spreads the rebate expected for the whole period evenly over its purchases, so that a higher tier to come is
/// provided for from the beginning; what is missing when the forecast rises is caught up at once (IAS 37, cumulative catch-up).
/// </summary>
public sealed record AccrualForecast
{
    /// <summary>Tier, distance and forecast.</summary>
    public required NearMiss Near { get; init; }

    /// <summary>Earned so far at the rate reached, in minor units.</summary>
    public required long AccruedMinor { get; init; }

    /// <summary>Earned so far at the forecast rate, in minor units.</summary>
    public required long AtForecastRateMinor { get; init; }

    /// <summary>The rebate of the whole period as forecast, in minor units.</summary>
    public required long ForecastMinor { get; init; }

    /// <summary>Whose season the forecast follows.</summary>
    public required ForecastBasis Basis { get; init; }

    /// <summary>What has to be provided beside the rate reached.</summary>
    public long CatchUpMinor => AtForecastRateMinor - AccruedMinor;

    /// <summary>Works it out.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="lineIndex">The line.</param>
    /// <param name="period">The open period.</param>
    /// <param name="measure">What was measured so far: in the period, or in cumulative mode since the start of the validity.</param>
    /// <param name="before">In cumulative mode: what the periods before measured; they are settled by themselves.</param>
    /// <param name="today">Today, which counts as elapsed.</param>
    /// <param name="own">The customer's season, or null.</param>
    /// <param name="common">Everybody's season, or null.</param>
    public static AccrualForecast Of(
        ProgramDefinition definition, int lineIndex, DateRange period, in PeriodMeasure measure, in PeriodMeasure before, DateOnly today, SeasonalPattern? own, SeasonalPattern? common)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var measured = definition.PeriodMode == PeriodMode.Cumulative ? new DateRange(definition.ValidFrom, period.To) : period;
        var (share, basis) = own?.ElapsedShare(measured, today) is { } ownShare ? (ownShare, ForecastBasis.OwnSeason)
            : common?.ElapsedShare(measured, today) is { } commonShare ? (commonShare, ForecastBasis.CommonSeason)
            : ((decimal?)null, ForecastBasis.Days);
        var near = NearMiss.Of(definition, lineIndex, measure, measured, today, share);
        var settledBefore = before.HasLines ? RebateCalculator.Earn(definition, lineIndex, before).RoundedMinor : 0;
        var elapsed = share ?? (decimal)Math.Clamp(today.DayNumber - measured.From.DayNumber + 1, 1, measured.Days) / measured.Days;
        return new AccrualForecast
        {
            Near = near,
            AccruedMinor = near.EarnedMinor - settledBefore,
            AtForecastRateMinor = Rounding.HalfAwayFromZero(near.ForecastMinor * elapsed) - settledBefore,
            ForecastMinor = near.ForecastMinor - settledBefore,
            Basis = basis,
        };
    }

    /// <summary>Of a line whose rules look at more than sums (growth, mix, what is paid …): what is earned so far, without looking ahead.</summary>
    /// <param name="earned">What is earned so far: in the period, or in cumulative mode since the start of the validity.</param>
    /// <param name="settledBeforeMinor">In cumulative mode: what the periods before earned.</param>
    /// <param name="today">Today.</param>
    /// <param name="gainMinor">What reaching the next tier adds, in minor units; null where it is not known.</param>
    public static AccrualForecast OfEarned(EarnedLine earned, long settledBeforeMinor, DateOnly today, long? gainMinor = null)
    {
        ArgumentNullException.ThrowIfNull(earned);
        var accrued = earned.RoundedMinor - settledBeforeMinor;
        return new AccrualForecast
        {
            Near = new NearMiss
            {
                EarnedMinor = earned.RoundedMinor,
                QualifierValue = earned.QualifierValue,
                TierNumber = earned.TierNumber,
                NextTierFrom = earned.NextTierFrom,
                MissingValue = earned.NextTierFrom - earned.QualifierValue,
                GainMinor = gainMinor,
                DaysLeft = ProgramPeriods.DaysLeft(earned.Period, today),
                ForecastValue = earned.QualifierValue,
                ForecastMinor = earned.RoundedMinor,
            },
            AccruedMinor = accrued,
            AtForecastRateMinor = accrued,
            ForecastMinor = accrued,
            Basis = ForecastBasis.NotForecast,
        };
    }
}
