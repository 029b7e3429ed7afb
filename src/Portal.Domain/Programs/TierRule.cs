using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>What a tier mode asks of a line, and how it pays. A new mode is one more of these.</summary>
public abstract class TierRule
{
    private static readonly Dictionary<TierMode, TierRule> Rules = new TierRule[]
    {
        new WholeVolumeRule(), new SlabRule(), new FixedAmountRule(), new PerUnitRule(), new PerFullMultipleRule(), new RollingRule(), new SumOfReachedRule(),
        new LinearRule(), new HigherOfRule(),
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

    /// <summary>Other values that every tier of a line may carry instead; none where there is no choice.</summary>
    public virtual TierValues Instead(Measure baseMeasure) => TierValues.None;

    /// <summary>The values wanted of a line's tiers: the usual ones, or the others where its first tier carries them.</summary>
    public TierValues Wanted(ProgramLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var instead = Instead(line.Base.Measure);
        return instead != TierValues.None && line.Tiers.Count > 0 && Carried(line.Tiers[0]) == instead ? instead : Wanted(line.Base.Measure);
    }

    /// <summary>Whether nothing is paid where there is nothing to pay on.</summary>
    internal virtual bool NeedsBase(ProgramLine line) => true;

    /// <summary>The exact rebate in minor units, before rounding and caps.</summary>
    /// <param name="reached">How far the line's qualifier reaches, and what is paid on.</param>
    /// <param name="parts">Takes the slabs, for a mode that has them.</param>
    internal abstract decimal RawMinor(TierReached reached, List<SlabPart> parts);

    /// <summary>The values a tier carries.</summary>
    private protected static TierValues Carried(Tier tier) =>
        (tier.RatePercent is null ? 0 : TierValues.RatePercent)
        | (tier.Amount is null ? 0 : TierValues.Amount)
        | (tier.AmountPerUnit is null ? 0 : TierValues.AmountPerUnit)
        | (tier.MultipleOf is null ? 0 : TierValues.MultipleOf);

    /// <summary>A rate or an amount per unit, on a part of the base.</summary>
    private protected static decimal OnPart(ProgramLine line, decimal? ratePercent, decimal? amountPerUnit, decimal part) =>
        line.Base.Measure.IsMoney()
            ? Rate.FromPercent(ratePercent ?? 0).OfMinor(part)
            : (amountPerUnit ?? 0) * Money.MinorPerUnit * part / Quantity.MilliPerUnit;

    /// <summary>The value that a rate or an amount per unit is written in.</summary>
    private protected static TierValues RateOf(Measure measure) => measure.IsMoney() ? TierValues.RatePercent : TierValues.AmountPerUnit;
}

/// <summary>How far a line's qualifier reaches, and what is paid on; all in minor units or thousandths, exact.</summary>
internal sealed record TierReached
{
    /// <summary>The line.</summary>
    public required ProgramLine Line { get; init; }

    /// <summary>The lower bounds of the tiers, in the unit of the qualifier's measure.</summary>
    public required IReadOnlyList<decimal> Bounds { get; init; }

    /// <summary>The tier reached, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>How far the qualifier's measure reaches; above zero.</summary>
    public required decimal Actual { get; init; }

    /// <summary>From where on the qualifier's measure is paid on: 0 for all of it.</summary>
    public decimal Start { get; init; }

    /// <summary>What is paid on.</summary>
    public required decimal Base { get; init; }

    /// <summary>What lies between two values of the qualifier, in the unit of the base.</summary>
    public required Func<decimal, decimal, decimal> Between { get; init; }

    /// <summary>The tier reached.</summary>
    public Tier Tier => Line.Tiers[Index];
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

    public override TierValues Wanted(Measure baseMeasure) => baseMeasure.IsMoney() ? TierValues.RatePercent : TierValues.None;

    internal override decimal RawMinor(TierReached reached, List<SlabPart> parts) => Rate.FromPercent(reached.Tier.RatePercent ?? 0).OfMinor(reached.Base);
}

internal sealed class FixedAmountRule : TierRule
{
    public override TierMode Mode => TierMode.FixedAmount;

    public override TierValues Wanted(Measure baseMeasure) => TierValues.Amount;

    internal override bool NeedsBase(ProgramLine line) => false;

    internal override decimal RawMinor(TierReached reached, List<SlabPart> parts) => (reached.Tier.Amount ?? 0) * Money.MinorPerUnit;
}

internal sealed class PerUnitRule : TierRule
{
    public override TierMode Mode => TierMode.PerUnit;

    public override TierValues Wanted(Measure baseMeasure) => baseMeasure.IsMoney() ? TierValues.None : TierValues.AmountPerUnit;

    internal override decimal RawMinor(TierReached reached, List<SlabPart> parts) => OnPart(reached.Line, null, reached.Tier.AmountPerUnit, reached.Base);
}

internal sealed class PerFullMultipleRule : TierRule
{
    public override TierMode Mode => TierMode.PerFullMultiple;

    public override TierValues Wanted(Measure baseMeasure) => TierValues.Amount | TierValues.MultipleOf;

    internal override decimal RawMinor(TierReached reached, List<SlabPart> parts)
    {
        var multiple = (reached.Tier.MultipleOf ?? 0) * reached.Line.Base.Measure.Scale();
        if (multiple <= 0)
        {
            return 0;
        }

        var amount = (reached.Tier.Amount ?? 0) * Money.MinorPerUnit;
        return reached.Line.ProRata == true ? reached.Base * amount / multiple : decimal.Floor(reached.Base / multiple) * amount;
    }
}

internal sealed class LinearRule : TierRule
{
    public override TierMode Mode => TierMode.Linear;

    public override TierValues Wanted(Measure baseMeasure) => RateOf(baseMeasure);

    public override TierValues Instead(Measure baseMeasure) => TierValues.Amount;

    internal override bool NeedsBase(ProgramLine line) => line.Tiers[0].Amount is null;

    internal override decimal RawMinor(TierReached reached, List<SlabPart> parts)
    {
        decimal? Value(Func<Tier, decimal?> of)
        {
            if (of(reached.Tier) is not { } low || reached.Index + 1 >= reached.Bounds.Count || of(reached.Line.Tiers[reached.Index + 1]) is not { } high)
            {
                return of(reached.Tier);
            }

            var (from, to) = (reached.Bounds[reached.Index], reached.Bounds[reached.Index + 1]);
            return low + ((high - low) * (reached.Actual - from) / (to - from));
        }

        return reached.Tier.Amount is not null
            ? Value(tier => tier.Amount)!.Value * Money.MinorPerUnit
            : OnPart(reached.Line, Value(tier => tier.RatePercent), Value(tier => tier.AmountPerUnit), reached.Base);
    }
}

internal sealed class HigherOfRule : TierRule
{
    public override TierMode Mode => TierMode.HigherOf;

    public override TierValues Wanted(Measure baseMeasure) => RateOf(baseMeasure) | TierValues.Amount;

    internal override bool NeedsBase(ProgramLine line) => false;

    internal override decimal RawMinor(TierReached reached, List<SlabPart> parts) => Math.Max(
        (reached.Tier.Amount ?? 0) * Money.MinorPerUnit,
        OnPart(reached.Line, reached.Tier.RatePercent, reached.Tier.AmountPerUnit, reached.Base));
}
