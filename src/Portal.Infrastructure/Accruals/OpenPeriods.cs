using Portal.Domain.Accruals;
using Portal.Domain.NearMisses;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Accruals;

/// <summary>The open periods of what a customer's sales lines add up to, with what is earned in them so far and as forecast.</summary>
internal sealed class OpenPeriods(ProgramPlan plan, SeasonReading seasons, DateOnly today, Action<long, OpenPeriod> found)
{
    private readonly Dictionary<long, CustomerMeasures> _families = [];

    /// <summary>Takes a customer; where companies reach tiers together with those under them, all must be known first.</summary>
    public void Take(CustomerMeasures measures)
    {
        if (plan.AsksForFamilies)
        {
            _families.Add(measures.CustomerId, measures);
        }
        else
        {
            Find(measures, []);
        }
    }

    /// <summary>All customers are taken.</summary>
    public void Finish()
    {
        foreach (var customer in _families.Keys.Concat(_families.Keys.SelectMany(plan.FamilyOf)).Distinct().ToList())
        {
            Find(
                _families.GetValueOrDefault(customer) ?? new CustomerMeasures(customer, []),
                [.. plan.FamilyOf(customer).Where(_families.ContainsKey).Select(relative => _families[relative])]);
        }
    }

    private void Find(CustomerMeasures measures, IReadOnlyList<CustomerMeasures> relatives)
    {
        foreach (var period in OfSums(measures).Concat(plan.AsksForDetails ? OfDetails(measures, relatives) : []))
        {
            found(measures.CustomerId, period);
        }
    }

    private IEnumerable<OpenPeriod> OfSums(CustomerMeasures measures)
    {
        foreach (var line in measures.Lines)
        {
            var version = plan.Versions[line.VersionIndex];
            var isCumulative = version.Definition.PeriodMode == PeriodMode.Cumulative;
            var before = default(PeriodMeasure);
            for (var index = 0; index < line.Periods.Length; index++)
            {
                var period = version.Periods[index];
                var measure = isCumulative ? before + line.Periods[index] : line.Periods[index];
                if (period.IsWanted && measure.HasLines)
                {
                    yield return Forecast(version, line.LineIndex, period.Range, measure, isCumulative ? before : default, measures.CustomerId);
                }

                before = measure;
            }
        }
    }

    /// <summary>Programmes that were computed line by line; one that sums alone would do for is forecast from its sums all the same.</summary>
    private IEnumerable<OpenPeriod> OfDetails(CustomerMeasures measures, IReadOnlyList<CustomerMeasures> relatives)
    {
        var earned = RebateCalculator.Earn(plan, measures, relatives).Where(line => !measures.Lines.Any(sums => sums.VersionIndex == line.VersionIndex)).ToList();
        foreach (var line in earned.Where(line => plan.Versions[line.VersionIndex].Periods[line.PeriodIndex].IsWanted && line.Measure.HasLines))
        {
            var version = plan.Versions[line.VersionIndex];
            var before = version.Definition.PeriodMode == PeriodMode.Cumulative
                ? earned.Where(other => (other.VersionIndex, other.LineIndex) == (line.VersionIndex, line.LineIndex) && other.PeriodIndex < line.PeriodIndex).MaxBy(other => other.PeriodIndex)
                : null;
            yield return version.Definition.NeedsDetails()
                ? new OpenPeriod(
                    version,
                    line.LineIndex,
                    line.Period,
                    line.Measure.QualifierNetMinor - (before?.Measure.QualifierNetMinor ?? 0),
                    AccrualForecast.OfEarned(line, before?.RoundedMinor ?? 0, today, NextTierGain.Of(plan, measures, relatives, line, today)))
                : Forecast(version, line.LineIndex, line.Period, line.Measure, before?.Measure ?? default, measures.CustomerId);
        }
    }

    private OpenPeriod Forecast(PlannedVersion version, int lineIndex, DateRange period, in PeriodMeasure measure, in PeriodMeasure before, long customerId) => new(
        version,
        lineIndex,
        period,
        measure.QualifierNetMinor - before.QualifierNetMinor,
        AccrualForecast.Of(version.Definition, lineIndex, period, measure, before, today, seasons.Of(customerId), seasons.Common));
}

/// <summary>An open period of a programme's line.</summary>
/// <param name="Version">The version in force.</param>
/// <param name="LineIndex">The line, by its index in the definition.</param>
/// <param name="Period">The period's days.</param>
/// <param name="SalesMinor">Net purchases in the period that decide the tier, in minor units.</param>
/// <param name="Forecast">What is earned in it so far and as forecast.</param>
internal sealed record OpenPeriod(PlannedVersion Version, int LineIndex, DateRange Period, long SalesMinor, AccrualForecast Forecast);
