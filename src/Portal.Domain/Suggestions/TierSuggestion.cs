using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;

namespace Portal.Domain.Suggestions;

/// <summary>
/// A tier table out of what customers bought: the bounds lie where a given share of them stayed below (percentiles), rounded to
/// figures that people remember; the rates rise in a given proportion and are scaled so that the past purchases would have
/// cost what the programme may cost.
/// </summary>
public static class TierSuggestion
{
    /// <summary>By default half, a quarter and a tenth of those who buy reach the tiers.</summary>
    public static IReadOnlyList<int> UsualPercentiles { get; } = [50, 75, 90];

    /// <summary>A rate has at most this many decimals of a percent.</summary>
    public const int RateDecimals = 2;

    private static readonly decimal[] Memorable = [1, 1.2m, 1.5m, 2, 2.5m, 3, 4, 5, 6, 8, 10];

    /// <summary>The bounds, rising; fewer where percentiles fall together.</summary>
    /// <param name="volumesMinor">What each customer bought in each period, in minor units; what is not above zero is left out.</param>
    /// <param name="percentiles">Each from 1 to 99.</param>
    /// <returns>In units of money.</returns>
    public static IReadOnlyList<decimal> Bounds(IEnumerable<long> volumesMinor, IReadOnlyList<int> percentiles)
    {
        ArgumentNullException.ThrowIfNull(volumesMinor);
        ArgumentNullException.ThrowIfNull(percentiles);
        var sorted = volumesMinor.Where(volume => volume > 0).Order().ToList();
        return sorted.Count == 0 ? [] : [.. percentiles.Order().Select(percentile => Round(Percentile(sorted, percentile) / Money.MinorPerUnit)).Distinct()];
    }

    /// <summary>Tiers whose rates rise from the first bound to the last one twofold.</summary>
    /// <param name="bounds">The bounds.</param>
    /// <param name="firstPercent">The rate of the first.</param>
    public static IReadOnlyList<Tier> Rising(IReadOnlyList<decimal> bounds, decimal firstPercent)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        return [.. bounds.Select((bound, index) => new Tier(bound) { RatePercent = Rounding.HalfAwayFromZero(firstPercent * (1 + (bounds.Count == 1 ? 0 : (decimal)index / (bounds.Count - 1))), RateDecimals) })];
    }

    /// <summary>
    /// The first rate that meets the cost: the rebate is proportional to the rates as long as nothing is capped, so one trial tells
    /// it; rounding to hundredths of a percent leaves a small rest. Null where the trial cost nothing.
    /// </summary>
    /// <param name="trialPercent">The first rate that was tried.</param>
    /// <param name="trialMinor">What it cost, in minor units.</param>
    /// <param name="targetMinor">What it may cost, in minor units.</param>
    public static decimal? FirstRate(decimal trialPercent, long trialMinor, long targetMinor) =>
        trialMinor <= 0 ? null : Math.Clamp(trialPercent * targetMinor / trialMinor, 0.01m, 50);

    /// <summary>What purchases cost by a definition's only line, period by period.</summary>
    public static long CostMinor(ProgramDefinition definition, IEnumerable<PeriodMeasure> purchases)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        return purchases.Sum(measure => RebateCalculator.Earn(definition, 0, measure).RoundedMinor);
    }

    /// <summary>The nearest figure that people remember: 12,000, 25,000, 300.</summary>
    public static decimal Round(decimal amount)
    {
        if (amount <= 0)
        {
            return 0;
        }

        var power = 1m;
        while (amount / power >= 10)
        {
            power *= 10;
        }

        while (amount / power < 1)
        {
            power /= 10;
        }

        return Memorable.MinBy(figure => Math.Abs(figure - (amount / power))) * power;
    }

    /// <summary>By the nearest rank: the least volume that at least this share of all does not exceed.</summary>
    private static decimal Percentile(List<long> sorted, int percentile) => sorted[Math.Max(0, (int)decimal.Ceiling(percentile * sorted.Count / 100m) - 1)];
}
