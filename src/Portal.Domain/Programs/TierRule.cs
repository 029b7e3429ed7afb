using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>What a tier mode asks of a line, and how it pays. A new mode is one more of these.</summary>
public abstract class TierRule
{
    private static readonly Dictionary<TierMode, TierRule> Rules = new TierRule[]
    {
        new WholeVolumeRule(), new SlabRule(), new FixedAmountRule(), new PerUnitRule(), new PerFullMultipleRule(), new RollingRule(), new SumOfReachedRule(),
    }.ToDictionary(rule => rule.Mode);

    private protected TierRule()
    {
    }

    /// <summary>The mode.</summary>
    public abstract TierMode Mode { get; }

    /// <summary>The rule of a mode.</summary>
    public static TierRule For(TierMode mode) => Rules[mode];

    /// <summary>The values that a tier must carry for a base of this measure; every other must be absent. None: the base cannot be used with the mode.</summary>
    public abstract TierValues Wanted(Measure baseMeasure);

    /// <summary>The exact rebate in minor units, before rounding and caps.</summary>
    /// <param name="line">The line.</param>
    /// <param name="tierIndex">The tier reached.</param>
    /// <param name="qualifierValue">What decided the tier, in minor units or thousandths; above zero.</param>
    /// <param name="baseValue">What it is paid on, in minor units or thousandths; above zero.</param>
    /// <param name="parts">Takes the slabs, for a mode that has them.</param>
    internal abstract decimal RawMinor(ProgramLine line, int tierIndex, long qualifierValue, long baseValue, List<SlabPart> parts);
}

/// <summary>The values a tier may carry.</summary>
[Flags]
public enum TierValues
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A rate in percent.</summary>
    RatePercent = 1,

    /// <summary>A fixed amount.</summary>
    Amount = 2,

    /// <summary>An amount for each unit.</summary>
    AmountPerUnit = 4,

    /// <summary>The size of a full multiple.</summary>
    MultipleOf = 8,
}

internal sealed class WholeVolumeRule : TierRule
{
    public override TierMode Mode => TierMode.WholeVolume;

    public override TierValues Wanted(Measure baseMeasure) => baseMeasure == Measure.NetAmount ? TierValues.RatePercent : TierValues.None;

    internal override decimal RawMinor(ProgramLine line, int tierIndex, long qualifierValue, long baseValue, List<SlabPart> parts) =>
        Rate.FromPercent(line.Tiers[tierIndex].RatePercent ?? 0).OfMinor(baseValue);
}

internal sealed class FixedAmountRule : TierRule
{
    public override TierMode Mode => TierMode.FixedAmount;

    public override TierValues Wanted(Measure baseMeasure) => TierValues.Amount;

    internal override decimal RawMinor(ProgramLine line, int tierIndex, long qualifierValue, long baseValue, List<SlabPart> parts) =>
        (line.Tiers[tierIndex].Amount ?? 0) * Money.MinorPerUnit;
}

internal sealed class PerUnitRule : TierRule
{
    public override TierMode Mode => TierMode.PerUnit;

    public override TierValues Wanted(Measure baseMeasure) => baseMeasure == Measure.Quantity ? TierValues.AmountPerUnit : TierValues.None;

    internal override decimal RawMinor(ProgramLine line, int tierIndex, long qualifierValue, long baseValue, List<SlabPart> parts) =>
        (line.Tiers[tierIndex].AmountPerUnit ?? 0) * Money.MinorPerUnit * baseValue / Quantity.MilliPerUnit;
}

internal sealed class PerFullMultipleRule : TierRule
{
    public override TierMode Mode => TierMode.PerFullMultiple;

    public override TierValues Wanted(Measure baseMeasure) => TierValues.Amount | TierValues.MultipleOf;

    internal override decimal RawMinor(ProgramLine line, int tierIndex, long qualifierValue, long baseValue, List<SlabPart> parts)
    {
        var tier = line.Tiers[tierIndex];
        var multiple = (tier.MultipleOf ?? 0) * line.Base.Measure.Scale();
        return multiple <= 0 ? 0 : decimal.Floor(baseValue / multiple) * (tier.Amount ?? 0) * Money.MinorPerUnit;
    }
}

/// <summary>Questions about measures and lines that the rules share.</summary>
public static class MeasureRules
{
    /// <summary>How many of the stored unit (minor units, thousandths) make one of the definition's.</summary>
    public static int Scale(this Measure measure) => measure switch
    {
        Measure.NetAmount => Money.MinorPerUnit,
        Measure.Quantity => Quantity.MilliPerUnit,
        _ => throw new InvalidOperationException("Unknown measure " + measure),
    };

    /// <summary>Whether what is paid on is what decides the tier.</summary>
    public static bool IsBaseTheQualifier(this ProgramLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Base.Measure == line.Qualifier.Measure && SameScope(line.Base.Scope, line.Qualifier.Scope);
    }

    private static bool SameScope(ProductScope left, ProductScope right) =>
        ReferenceEquals(left, right) || (Same(left.Include, right.Include) && Same(left.Exclude, right.Exclude));

    private static bool Same(IReadOnlyList<ProductSelector> left, IReadOnlyList<ProductSelector> right) =>
        left.Count == right.Count && left.Zip(right).All(pair => pair.First.Kind == pair.Second.Kind && pair.First.Codes.SequenceEqual(pair.Second.Codes));
}
