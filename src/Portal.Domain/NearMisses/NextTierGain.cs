using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Settlements.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.NearMisses;

/// <summary>
/// What reaching the next tier adds where a line's rules look at every sales line. The customer is taken to buy more of what it
/// bought, in the same mixture, today, delivered and paid at once; the settlement's own functions say what that earns.
/// </summary>
public static class NextTierGain
{
    /// <summary>The second guess is right but for rounding, which the third one makes up for.</summary>
    private const int MaxRounds = 3;

    /// <summary>Below this a part of a cent is the division's, not the purchase's.</summary>
    private const int Decimals = 6;

    /// <summary>Works it out, by the programme alone: what other programmes take off the base is not looked at.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="measures">The customer's sales, with the lines themselves.</param>
    /// <param name="relatives">The sales of the other companies of its family.</param>
    /// <param name="line">What the customer earned so far in the open period.</param>
    /// <param name="today">The day of the purchase.</param>
    /// <returns>
    /// Minor units; null where there is no next tier, or more of the same does not lead there: a share stays what it is, a number
    /// of orders or products does not grow with what is in them, and where nothing counted yet there is no mixture.
    /// </returns>
    public static long? Of(ProgramPlan plan, CustomerMeasures measures, IReadOnlyList<CustomerMeasures> relatives, EarnedLine line, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(measures);
        ArgumentNullException.ThrowIfNull(line);
        var definition = plan.Versions[line.VersionIndex].Definition;
        if (line.NextTierFrom is not { } next || line.QualifierValue <= 0 || !Grows(definition.Lines[line.LineIndex].Qualifier) || Earn(measures) is not { } now)
        {
            return null;
        }

        var times = (decimal)(next - line.QualifierValue) / line.QualifierValue;
        var then = Earn(More(measures, definition, line.Period, today, times));
        for (var round = 0; round < MaxRounds && then is not null && then.QualifierValue < next && then.QualifierValue > line.QualifierValue; round++)
        {
            // Only a part of what counts is the customer's own, the rest is its family's: it has to buy as much more.
            times *= 1 + ((decimal)(next - then.QualifierValue) / (then.QualifierValue - line.QualifierValue));
            then = Earn(More(measures, definition, line.Period, today, times));
        }

        return then?.QualifierValue >= next ? then.RoundedMinor - now.RoundedMinor : null;

        EarnedLine? Earn(CustomerMeasures bought) => DetailedCalculator.EarnAlone(plan, line.VersionIndex, bought, relatives)
            .Find(other => (other.LineIndex, other.PeriodIndex) == (line.LineIndex, line.PeriodIndex));
    }

    private static bool Grows(Qualifier qualifier) =>
        qualifier.Measure is Measure.NetAmount or Measure.GrossAmount or Measure.Margin or Measure.Quantity && qualifier.Compare?.Against != ComparisonAgainst.Total;

    private static CustomerMeasures More(CustomerMeasures measures, ProgramDefinition definition, DateRange period, DateOnly today, decimal times)
    {
        var counted = definition.PeriodMode == PeriodMode.Cumulative ? new DateRange(definition.ValidFrom, period.To) : period;
        var on = today < period.From ? period.From : today > period.To ? period.To : today;
        var sales = measures.Sales ?? [];
        var (net, quantity, gross) = (new Proportion(times), new Proportion(times), new Proportion(times));
        return measures with
        {
            Sales =
            [
                .. sales,
                .. sales.Where(sale => counted.Contains(sale.Fact.On)).Select(sale => sale with
                {
                    Fact = sale.Fact with { On = on, LineId = long.MaxValue, NetMinor = net.Of(sale.Fact.NetMinor), QuantityMilli = quantity.Of(sale.Fact.QuantityMilli) },
                    Detail = More(sale.Detail, on, times, gross.Of(sale.Detail.GrossMinor)),
                }),
            ],
        };
    }

    private static SalesDetail More(SalesDetail detail, DateOnly on, decimal times, long grossMinor)
    {
        var totalMinor = Rounding.HalfAwayFromZero(detail.DocumentTotalMinor * times);
        return detail with
        {
            DocumentId = -detail.DocumentId,
            DocumentNumber = detail.DocumentNumber + "+",
            GrossMinor = grossMinor,
            CostMinor = detail.CostMinor is { } cost ? Rounding.HalfAwayFromZero(cost * times) : null,
            DeliveredOn = detail.DeliveredOn is null ? null : on,
            DocumentTotalMinor = totalMinor,
            Payments = detail.Payments.Count == 0 ? detail.Payments : [new DocumentPayment(on, totalMinor)],
        };
    }

    /// <summary>So many times each of some values, in whole units that add up: their sum is the exact one, rounded up once.</summary>
    private sealed class Proportion(decimal times)
    {
        private decimal _exact;
        private long _given;

        public long Of(long value)
        {
            _exact += value * times;
            var part = decimal.ToInt64(decimal.Ceiling(decimal.Round(_exact, Decimals))) - _given;
            _given += part;
            return part;
        }
    }
}
