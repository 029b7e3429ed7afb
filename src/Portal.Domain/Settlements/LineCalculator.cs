using Portal.Domain.Programs;
using Portal.Domain.Settlements.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>What a line of a programme earns on what was measured. Pure.</summary>
public static class LineCalculator
{
    /// <summary>What sums of net amounts and quantities earn on a line, before the programme's cap.</summary>
    public static EarnedLine Earn(ProgramDefinition definition, int lineIndex, in PeriodMeasure measure)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var line = definition.Lines[lineIndex];
        return Earn(definition, lineIndex, new LineReach
        {
            Measure = measure,
            Actual = Value(line.Qualifier.Measure, measure.QualifierNetMinor, measure.QualifierQuantityMilli),
            Base = Value(line.Base.Measure, measure.BaseNetMinor, measure.BaseQuantityMilli),
            IsBaseTheQualifier = line.IsBaseTheQualifier(),
        });
    }

    /// <summary>What a line earns, before the limits that need other lines or customers.</summary>
    internal static EarnedLine Earn(ProgramDefinition definition, int lineIndex, LineReach reach)
    {
        var line = definition.Lines[lineIndex];
        var bounds = Bounds(line, reach.Reference ?? 0);
        var tier = TierReached(line, bounds, reach);
        var parts = new List<SlabPart>();
        var (start, payerBase) = tier < 0 ? (0, reach.Base) : BasePartRules.Of(line, reach, bounds, tier);
        if (tier >= 0 && reach.Prices is { } prices)
        {
            payerBase = prices.Between(start, reach.Actual);
        }

        var tiered = tier < 0 ? 0 : RawMinor(line, reach, bounds, tier, start, payerBase, parts);
        var raw = reach.IsProvisional ? ProvisionalMinor(line, tier, payerBase, tiered) : tiered;
        var guarantee = reach.IsProvisional || reach.Actual <= 0 || reach.Measure.SaleLines == 0 ? 0 : (line.Guarantee ?? 0) * Money.MinorPerUnit;
        var raised = Math.Max(0, guarantee - raw);
        var rounded = Rounding.ToUnit(raw + raised, Math.Max(1, Rounding.HalfAwayFromZero(definition.Rounding.Unit * Money.MinorPerUnit)));
        var cap = line.CapPerCustomer is { } most ? Rounding.HalfAwayFromZero(most * Money.MinorPerUnit) : long.MaxValue;
        var next = NextTierFrom(bounds, reach.Actual);
        return new EarnedLine
        {
            VersionIndex = 0,
            LineIndex = lineIndex,
            PeriodIndex = 0,
            Period = definition.Validity,
            Measure = reach.Measure,
            QualifierValue = reach.Actual,
            BaseValue = Rounding.HalfAwayFromZero(payerBase),
            TierNumber = tier + 1,
            TierFrom = tier < 0 ? null : (long)decimal.Ceiling(bounds[tier]),
            NextTierFrom = next,
            RawMinor = raw + raised,
            UncappedMinor = rounded,
            CustomerCapMinor = Math.Max(0, rounded - cap),
            Parts = reach.IsProvisional && line.Provisional?.PercentOfRebate is null ? [] : parts,
            Details = reach.IsDetailed ? DetailsOf(line, reach, raised, next) : null,
        };
    }

    /// <summary>A line on which nothing counted.</summary>
    internal static EarnedLine Nothing(PlannedVersion version, int versionIndex, int periodIndex, int lineIndex) => new()
    {
        VersionIndex = versionIndex,
        LineIndex = lineIndex,
        PeriodIndex = periodIndex,
        Period = version.Periods[periodIndex].Range,
        Measure = default,
        QualifierValue = 0,
        BaseValue = 0,
        TierNumber = 0,
    };

    /// <summary>The lower bound of the first tier above a value, in minor units or thousandths of the qualifier; null at the highest. For lines that compare nothing.</summary>
    internal static long? NextTierFrom(ProgramLine line, long value) => NextTierFrom(Bounds(line, 0), value);

    private static long? NextTierFrom(decimal[] bounds, long value)
    {
        foreach (var bound in bounds)
        {
            if (bound > value)
            {
                return (long)decimal.Ceiling(bound);
            }
        }

        return null;
    }

    private static decimal[] Bounds(ProgramLine line, decimal reference)
    {
        var bounds = new decimal[line.Tiers.Count];
        for (var index = 0; index < bounds.Length; index++)
        {
            bounds[index] = ComparisonRules.Bound(line, line.Tiers[index].From, reference);
        }

        return bounds;
    }

    /// <summary>The tier that is reached, from 0, or −1: the boundary belongs to the upper tier; below the minimum and at or below zero none is.</summary>
    private static int TierReached(ProgramLine line, decimal[] bounds, LineReach reach)
    {
        if (reach.Actual <= 0
            || reach.IsWithoutReference
            || reach.MixMet < reach.MixWanted
            || (line.Minimum is { } minimum && reach.Actual < ComparisonRules.Bound(line, minimum, reach.Reference ?? 0)))
        {
            return -1;
        }

        var reached = -1;
        for (var index = 0; index < bounds.Length && bounds[index] <= reach.Actual; index++)
        {
            reached = index;
        }

        return reached;
    }

    private static decimal RawMinor(ProgramLine line, LineReach reach, decimal[] bounds, int tier, decimal start, decimal payerBase, List<SlabPart> parts)
    {
        var rule = TierRule.For(line.TierMode);
        if (payerBase <= 0 && rule.NeedsBase(line))
        {
            return 0;
        }

        var reached = new TierReached
        {
            Line = line,
            Bounds = bounds,
            Index = tier,
            Actual = reach.Actual,
            Start = start,
            Base = payerBase,
            Between = reach.Prices is { } prices
                ? prices.Between
                : reach.IsBaseTheQualifier
                    ? (from, to) => to - from
                    : (from, to) => payerBase * (to - from) / (reach.Actual - start),
        };
        return Math.Max(0, rule.RawMinor(reached, parts));
    }

    private static decimal ProvisionalMinor(ProgramLine line, int tier, decimal payerBase, decimal tiered) => line.Provisional switch
    {
        { PercentOfRebate: { } percent } => Rate.FromPercent(percent).OfMinor(tiered),
        { RatePercent: { } rate } => Rate.FromPercent(rate).OfMinor(Math.Max(0, payerBase)),
        { AmountPerUnit: { } amount } => amount * Money.MinorPerUnit * Math.Max(0, payerBase) / Quantity.MilliPerUnit,
        _ => tier < 0 ? 0 : tiered,
    };

    private static EarnedDetails DetailsOf(ProgramLine line, LineReach reach, decimal raised, long? next) => new()
    {
        Reference = line.Qualifier.Compare is null || reach.IsWithoutReference ? null : reach.Reference,
        Compared = line.Qualifier.Compare is { } comparison && !reach.IsWithoutReference ? ComparisonRules.Compared(comparison, reach.Actual, reach.Reference ?? 0) : null,
        IsWithoutReference = reach.IsWithoutReference,
        MixMet = reach.MixMet,
        MixWanted = reach.MixWanted,
        ReductionMinor = Rounding.HalfAwayFromZero(reach.Reduction),
        IsProvisional = reach.IsProvisional,
        GuaranteeMinor = Rounding.HalfAwayFromZero(raised),
        AdvanceMinor = reach.AdvanceMinor,
        NextTierFrom = next,
    };

    private static long Value(Measure measure, long netMinor, long quantityMilli) => measure switch
    {
        Measure.NetAmount => netMinor,
        Measure.Quantity => quantityMilli,
        _ => throw new InvalidOperationException(measure + " is measured on details only."),
    };
}
